import { parentPort } from 'node:worker_threads';
import { builtCode } from '../built-code.ts';
import { workerUrl } from '../worker-url.ts';
import type { AnalysisReply, AnalysisRequest } from './analyser.ts';
import { createFactsCache, type FactsCache } from './facts-cache.ts';
import { analyseCode } from './program/analyse-code.ts';
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

const none = { graph: null, code: null, error: null };

async function answer({
  id,
  dir,
  depth,
  entries,
  keptIn,
  cancelled,
}: AnalysisRequest): Promise<AnalysisReply> {
  try {
    const isCancelled = (): boolean => Atomics.load(cancelled, 0) !== 0;
    if (depth === 'graph')
      return { ...none, id, graph: await analyse(dir, cacheOf(dir, keptIn), isCancelled, true) };
    return { ...none, id, code: await analyseCode(dir, cacheOf(dir, keptIn), isCancelled, entries) };
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
