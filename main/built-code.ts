import { readFileSync } from 'node:fs';
import { contentHash } from './content-hash.ts';

/**
 * Changes whenever the bundle of a worker does, and the chunks that it names: what older code worked out and kept is not taken for what this
 * one would. The same for all code that runs from its source.
 * @param url of the worker, as `workerUrl` gives it
 */
export function builtCode(url: URL): string {
  return url.pathname.endsWith('.ts') ? 'source' : contentHash(readFileSync(url));
}
