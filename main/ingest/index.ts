import { Worker } from 'node:worker_threads';
import { ContractError, type Honesty, type RunProgress } from '#contract';
import { workerUrl } from '../worker-url.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import type { Ingest, IngestOptions, IngestSummary, RunFacts } from './types.ts';

export type { Ingest, IngestOptions, IngestSummary, RunFacts } from './types.ts';

const NOTHING_LOST: Honesty = {
  dropped: 0,
  sampled: 0,
  throttledFunctions: 0,
  truncatedValues: 0,
  redactedValues: 0,
  damagedFrames: 0,
  unfinished: 0,
  skippedFiles: [],
  tracerCostNs: 0,
  tracerCostShare: 0,
  maxClockErrorNs: 0,
};

/** The progress of a run before anything was recorded. */
export const noProgress = (run: string): RunProgress => ({
  run,
  revision: 0,
  spans: 0,
  spansPerSecond: 0,
  lagBytes: 0,
  bytes: 0,
  honesty: NOTHING_LOST,
});

/** Room for new objects, a third of what the thread would take by itself: what an ingest works on are typed arrays, which lie elsewhere. */
const YOUNG_MB = 16;

/** Starts to turn the spools of a run into its recording, in a worker thread. */
export function startIngest(options: IngestOptions): Ingest {
  const { run, spoolDir, file, facts, maxBytes, compress = true } = options;
  let progress = noProgress(run);
  /** Finished, failed or disposed of: whatever the worker says now is of no interest. */
  let over = false;
  const finished = Promise.withResolvers<IngestSummary>();
  // A failure is told through `onFailure` too; nobody may be waiting for the end yet.
  finished.promise.catch(() => {});

  const start: WorkerStart = { spoolDir, file, facts: { ...facts, id: run }, maxBytes, compress };
  // No flags of ours: a tracer's preload hooks would be inherited.
  const worker = new Worker(workerUrl('ingest-worker', import.meta.url), {
    workerData: start,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });

  const fail = (error: ContractError) => {
    if (over) return;
    over = true;
    finished.reject(error);
    options.onFailure?.(error);
  };
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'progress') {
      progress = message.progress;
      if (!over) options.onProgress?.(progress);
    } else if (message.kind === 'finished') {
      over = true;
      finished.resolve(message.summary);
    } else fail(new ContractError(message.code, message.message, message.data));
  });
  worker.on('error', (error: Error) =>
    fail(new ContractError('internal', `The recording stopped: ${error.message}`)),
  );
  worker.on('exit', () =>
    fail(new ContractError('internal', 'The recording stopped before it was complete.')),
  );

  return {
    progress: () => progress,
    finish(changes: Partial<RunFacts> = {}) {
      worker.postMessage({ kind: 'finish', facts: changes } satisfies ToWorker);
      return finished.promise;
    },
    dispose() {
      over = true;
      finished.reject(new ContractError('cancelled', 'The recording was stopped; its stream is kept.'));
      void worker.terminate();
    },
  };
}
