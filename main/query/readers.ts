import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { workerUrl } from '../worker-url.ts';
import type { AnswerMessage, QueryMessage, WorkerStart } from './messages.ts';

/** Something that answers queries, one at a time. */
export interface Reader {
  post(message: QueryMessage): void;
  /** Nobody waits for the query of this id any more. */
  cancel(id: number): void;
  end(): void;
  /** Whether it keeps this process alive. */
  ref(): void;
  unref(): void;
}

export type StartReader = (events: {
  readonly answered: (answer: AnswerMessage) => void;
  readonly ended: (reason: string) => void;
}) => Reader;

/**
 * Room for new objects in a thread, a third of what it would take by itself: answers are typed arrays, and several threads would
 * keep a hundred megabytes of nothing.
 */
const YOUNG_MB = 16;

/** A thread that looks between pages whether it was cancelled. */
export const startThread: StartReader = ({ answered, ended }) => {
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const start: WorkerStart = { cancelled };
  const worker = new Worker(workerUrl('query-worker', import.meta.url), {
    workerData: start,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.on('message', answered);
  worker.on('error', (error: Error) => ended(error.message));
  worker.on('exit', () => ended('its thread ended'));
  return {
    post: (message) => worker.postMessage(message),
    cancel: (id) => Atomics.store(cancelled, 0, id),
    end: () => void worker.terminate(),
    ref: () => worker.ref(),
    unref: () => worker.unref(),
  };
};

/** A process of its own, for statements: SQLite cannot be interrupted from within, and a thread inside it cannot be ended. */
export const startProcess: StartReader = ({ answered, ended }) => {
  const { NODE_OPTIONS: _ours, ...env } = process.env;
  const child = fork(fileURLToPath(workerUrl('sql-worker', import.meta.url)), [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env,
  });
  child.on('message', (message) => answered(message as unknown as AnswerMessage));
  child.on('error', (error) => ended(error.message));
  child.on('exit', () => ended('its process ended'));
  const end = () => void child.kill('SIGKILL');
  return {
    post: (message) => void child.send(message),
    cancel: end,
    end,
    ref() {
      child.ref();
      child.channel?.ref();
    },
    unref() {
      child.unref();
      child.channel?.unref();
    },
  };
};
