import { Worker } from 'node:worker_threads';
import { ContractError, type ErrorCode, type MetricSeries, type RunId } from '#contract';
import { workerUrl } from '../../worker-url.ts';
import type { RunFacts, RunSums } from './types.ts';

/** To the worker, with which it starts. */
export interface FactsRequest {
  /** Of the recording, absolute. */
  readonly file: string;
  readonly run: RunId;
  readonly metrics: readonly MetricSeries[];
  /** Nobody asks for its calls one by one. */
  readonly onlySums: boolean;
  /** Shared; element 0 becomes 1 when the facts are not wanted any more. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** From the worker: the sums first. */
export type FactsMessage =
  | { readonly kind: 'sums'; readonly sums: RunSums }
  | { readonly kind: 'facts'; readonly facts: RunFacts }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

/** A worker for one recording: it may take seconds, in which the engine answers others. */
function readInWorker<T>(
  request: Omit<FactsRequest, 'cancelled'>,
  hear: (message: FactsMessage) => T | undefined,
  signal?: AbortSignal,
): Promise<T> {
  if (signal?.aborted) return Promise.reject(cancelledError());
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const worker = new Worker(workerUrl('run-facts-worker', import.meta.url), {
    // The tracer's own workers must not inherit hooks.
    execArgv: [],
    workerData: { ...request, cancelled } satisfies FactsRequest,
  });
  const abort = (): void => {
    Atomics.store(cancelled, 0, 1);
    reject(cancelledError());
  };
  signal?.addEventListener('abort', abort, { once: true });
  worker.on('message', (message: FactsMessage) => {
    if (message.kind === 'failed') reject(new ContractError(message.code, message.message));
    const result = hear(message);
    if (result !== undefined) resolve(result);
  });
  worker.on('error', (error) => reject(new ContractError('internal', `Reading stopped: ${error.message}`)));
  worker.on('exit', () =>
    reject(new ContractError('internal', 'Reading the run stopped before it was done.')),
  );
  return promise.finally(() => signal?.removeEventListener('abort', abort));
}

/** What the store has summed up of a run. Rejects with `not-found`, `damaged`, `refused` or `cancelled`. */
export const readSums = (file: string, run: RunId, signal?: AbortSignal): Promise<RunSums> =>
  readInWorker(
    { file, run, metrics: [], onlySums: true },
    (message) => (message.kind === 'sums' ? message.sums : undefined),
    signal,
  );

/** Everything that rules ask of a run; `hearSums` gets a part of it before. Rejects as `readSums` does. */
export const readFacts = (
  file: string,
  run: RunId,
  metrics: readonly MetricSeries[],
  hearSums: (sums: RunSums) => void,
  signal?: AbortSignal,
): Promise<RunFacts> =>
  readInWorker(
    { file, run, metrics, onlySums: false },
    (message) => {
      if (message.kind === 'sums') hearSums(message.sums);
      return message.kind === 'facts' ? message.facts : undefined;
    },
    signal,
  );

const cancelledError = (): ContractError => new ContractError('cancelled', 'The analysis was cancelled.');
