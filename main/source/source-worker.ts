import { parentPort } from 'node:worker_threads';
import { builtCode } from '../built-code.ts';
import { contentHash } from '../content-hash.ts';
import { workerUrl } from '../worker-url.ts';
import type { AnalysisReply, AnalysisRequest } from './analyser.ts';
import { createFactsCache, type FactsCache } from './facts-cache.ts';
import { analyseCode } from './program/analyse-code.ts';
import { sourceStamp } from './source-stamp.ts';
import { analyse } from './static-graph.ts';

/** Projects whose facts are kept; a person seldom has more open at a time. */
const MAX_PROJECTS = 4;

const code = builtCode(workerUrl('source-worker', import.meta.url));

/** The most recently used last. */
const caches = new Map<string, FactsCache>();

function cacheOf(dir: string, file: string | null): FactsCache {
  const cache = caches.get(dir) ?? createFactsCache(file === null ? null : { file, code });
  caches.delete(dir);
  caches.set(dir, cache);
  const oldest = caches.keys().next().value;
  if (caches.size > MAX_PROJECTS && oldest !== undefined) caches.delete(oldest);
  return cache;
}

const none = { graph: null, code: null, error: null, stamp: null };

async function answer({
  id,
  dir,
  depth,
  entries,
  keptIn,
  known,
  cancelled,
}: AnalysisRequest): Promise<AnalysisReply> {
  try {
    const isCancelled = (): boolean => Atomics.load(cancelled, 0) !== 0;
    // Taken first: what changes while the files are read is found out the next time.
    const stamp = contentHash(Buffer.from(sourceStamp(dir)));
    if (stamp === known) return { ...none, id, stamp };
    const cache = cacheOf(dir, keptIn);
    if (depth === 'graph') return { ...none, id, stamp, graph: await analyse(dir, cache, isCancelled, true) };
    return { ...none, id, stamp, code: await analyseCode(dir, cache, isCancelled, entries) };
  } catch (error) {
    return { ...none, id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** One at a time: two analyses of one project would read its files twice. */
let queue = Promise.resolve();

parentPort?.on('message', (request: AnalysisRequest) => {
  queue = queue.then(async () => {
    parentPort?.postMessage(await answer(request));
    // Nobody waits for that.
    if (request.depth === 'code') caches.get(request.dir)?.save();
  });
});
