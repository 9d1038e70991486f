import Module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as threads from 'node:worker_threads';
import { quietly } from '../record/quietly.ts';

const LOADER_KEY = 'callscape.loader';

/** Node before 22.15 loads ES modules on a thread of its own, where `loader.mjs` rewrites them. */
export function startLoader(): void {
  // The thread inherits the preloaded hook and must know itself by something.
  threads.setEnvironmentData(LOADER_KEY, true);
  quietly(() => Module.register(pathToFileURL(join(__dirname, 'loader.mjs'))));
  threads.setEnvironmentData(LOADER_KEY, undefined as never);
}

/** Threads that Node runs for loaders: nothing of the app runs there. */
export function isLoaderThread(): boolean {
  const { isInternalThread } = threads as { isInternalThread?: boolean };
  return isInternalThread === true || threads.getEnvironmentData(LOADER_KEY) === true;
}
