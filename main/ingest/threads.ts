import { Worker } from 'node:worker_threads';
import { workerUrl } from '../worker-url.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Room for new objects, a third of what the thread would take by itself: what an ingest works on are typed arrays, which lie elsewhere. */
const YOUNG_MB = 16;
/** How long a thread that has nothing to do is kept. */
const KEPT_MS = 10 * 60_000;

/** What a thread has to say while it is somebody's. */
export interface ThreadEvents {
  message(message: FromWorker): void;
  /** It stopped by itself, and can do nothing more; `undefined`: without an error. */
  stopped(error: Error | undefined): void;
}

/** A thread that ingests one run at a time. */
export class IngestThread {
  readonly #worker: Worker;
  #events: ThreadEvents | undefined;
  #kept: NodeJS.Timeout | undefined;

  constructor() {
    // No flags of ours: a tracer's preload hooks would be inherited.
    this.#worker = new Worker(workerUrl('ingest-worker', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.on('message', (message: FromWorker) => this.#events?.message(message));
    this.#worker.on('error', (error: Error) => this.#stopped(error));
    this.#worker.on('exit', () => this.#stopped(undefined));
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** From now on it is somebody's, and the process waits for it. */
  take(events: ThreadEvents): void {
    clearTimeout(this.#kept);
    this.#events = events;
    this.#worker.ref();
  }

  keep(): void {
    this.#events = undefined;
    this.#worker.unref();
    this.#kept = setTimeout(() => this.end(), KEPT_MS);
    this.#kept.unref();
  }

  end(): void {
    this.#events = undefined;
    this.#forget();
    void this.#worker.terminate();
  }

  #stopped(error: Error | undefined): void {
    this.#forget();
    this.#events?.stopped(error);
    this.#events = undefined;
  }

  #forget(): void {
    clearTimeout(this.#kept);
    if (idle === this) idle = undefined;
  }
}

/**
 * One that has ended a run well, at most. It takes the next one: what V8 has compiled is there already, which is an eighth of what
 * 10 million spans cost.
 */
let idle: IngestThread | undefined;

export function takeThread(events: ThreadEvents): IngestThread {
  const thread = idle ?? new IngestThread();
  idle = undefined;
  thread.take(events);
  return thread;
}

/** Gives a thread back that has nothing to do any more. */
export function keepThread(thread: IngestThread): void {
  if (idle) {
    thread.end();
    return;
  }
  idle = thread;
  thread.keep();
}
