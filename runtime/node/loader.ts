import { fileURLToPath } from 'node:url';
import { readConfig } from './config.ts';
import { applyEdits } from './instrument/edits.ts';
import { firstIdName, remoteModuleEdits } from './instrument/prologue.ts';
import { MAP_COMMENT } from './modules/source-lines.ts';
import { Rewriter } from './rewriter.ts';

interface LoadResult {
  readonly format?: string | null;
  readonly source?: string | Uint8Array | null;
}

const config = readConfig(process.env.CALLSCAPE_CONFIG);
const rewriter = config && new Rewriter(config, fileURLToPath(import.meta.url));

/** How many loaders of ours the thread has; all have the same global object. */
const last = globalThis as { callscapeLoaders?: number };
let own = 0;

/** Called with what was registered: the number of this loader. */
export function initialize(count: number): void {
  own = count;
  last.callscapeLoaders = count;
}

/** The `load` hook of Node 20's loader thread. */
export async function load(
  url: string,
  context: unknown,
  next: (url: string, context: unknown) => Promise<LoadResult>,
): Promise<LoadResult> {
  const result = await next(url, context);
  if (
    !rewriter ||
    own !== last.callscapeLoaders ||
    result.format !== 'module' ||
    !result.source ||
    !url.startsWith('file:')
  )
    return result;
  const source = typeof result.source === 'string' ? result.source : Buffer.from(result.source).toString();
  const plan = rewriter.plan(fileURLToPath(url), source, true, true);
  if (plan.kind !== 'rewrite' || plan.instrumented.functions.length === 0) return result;
  // The app's thread reads the entry; without it the module runs as it is.
  if (!rewriter.cache.read(plan.key)) return result;
  const { instrumented, key } = plan;
  const base = firstIdName(instrumented);
  const edits = remoteModuleEdits(instrumented, key, url);
  return { ...result, source: applyEdits(source, edits, (index) => `${base}+${index}`).text + MAP_COMMENT };
}
