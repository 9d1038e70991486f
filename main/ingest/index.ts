import { ContractError, type Honesty, type RunProgress } from '#contract';
import type { WorkerStart } from './messages.ts';
import { keepThread, takeThread } from './threads.ts';
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

/** Starts to turn the spools of a run into its recording, in a worker thread that nobody else has meanwhile. */
export function startIngest(options: IngestOptions): Ingest {
  const { run, spoolDir, file, facts, maxBytes, compress = true } = options;
  let progress = noProgress(run);
  /** Finished, failed or disposed of: the thread is not ours any more. */
  let over = false;
  const finished = Promise.withResolvers<IngestSummary>();
  // A failure is told through `onFailure` too; nobody may be waiting for the end yet.
  finished.promise.catch(() => {});

  const fail = (error: ContractError) => {
    if (over) return;
    over = true;
    finished.reject(error);
    options.onFailure?.(error);
  };
  const thread = takeThread({
    message(message) {
      if (message.kind === 'progress') {
        progress = message.progress;
        options.onProgress?.(progress);
      } else if (message.kind === 'finished') {
        over = true;
        keepThread(thread);
        finished.resolve(message.summary);
      } else {
        // What state it is in nobody knows.
        thread.end();
        fail(new ContractError(message.code, message.message, message.data));
      }
    },
    stopped: (error) =>
      fail(
        new ContractError(
          'internal',
          error ? `The recording stopped: ${error.message}` : 'The recording stopped before it was complete.',
        ),
      ),
  });
  const start: WorkerStart = { spoolDir, file, facts: { ...facts, id: run }, maxBytes, compress };
  thread.post({ kind: 'start', start });

  return {
    progress: () => progress,
    finish(changes: Partial<RunFacts> = {}) {
      // A thread that was given back may have another run's by now.
      if (!over) thread.post({ kind: 'finish', facts: changes });
      return finished.promise;
    },
    dispose() {
      if (!over) thread.end();
      over = true;
      finished.reject(new ContractError('cancelled', 'The recording was stopped; its stream is kept.'));
    },
  };
}
