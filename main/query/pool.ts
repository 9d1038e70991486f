import { Worker } from 'node:worker_threads';
import { ContractError, type Disposable } from '#contract';
import { workerUrl } from '../worker-url.ts';
import type { AnswerMessage, QueryMessage, QueryName, WorkerStart } from './messages.ts';

/** A query that took long, for the log. */
export interface SlowQuery {
  readonly name: QueryName;
  readonly run: string;
  readonly ms: number;
  /** Of it, before a worker was free. */
  readonly waitedMs: number;
}

export interface PoolOptions {
  readonly workers: number;
  readonly timeLimitMs: number;
  readonly slowMs: number;
  readonly onSlowQuery?: ((query: SlowQuery) => void) | undefined;
}

interface Task {
  readonly message: QueryMessage;
  readonly queuedAt: number;
  startedAt: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Slot {
  worker: Worker | undefined;
  task: Task | undefined;
  /** The file it read last: its tables are still there. */
  file: string;
  readonly cancelled: Int32Array;
}

/** Reader threads: each answers one query at a time, and a query that nobody waits for any more is given up. */
export class QueryPool implements Disposable {
  readonly #options: PoolOptions;
  readonly #slots: Slot[];
  readonly #queue: Task[] = [];
  #lastId = 0;
  #disposed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.workers }, () => ({
      worker: undefined,
      task: undefined,
      file: '',
      cancelled: new Int32Array(new SharedArrayBuffer(4)),
    }));
  }

  run(query: Omit<QueryMessage, 'id' | 'timeLimitMs'>, signal?: AbortSignal): Promise<unknown> {
    if (this.#disposed) return Promise.reject(new ContractError('closed', 'The recordings are closed.'));
    if (signal?.aborted) return Promise.reject(cancelledError());
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#lastId = (this.#lastId % 0x7fffffff) + 1;
    const message = { ...query, id: this.#lastId, timeLimitMs: this.#options.timeLimitMs };
    const task: Task = { message, queuedAt: performance.now(), startedAt: 0, resolve, reject };
    const abort = () => this.#cancel(task);
    signal?.addEventListener('abort', abort);
    this.#queue.push(task);
    this.#dispatch();
    return promise.finally(() => signal?.removeEventListener('abort', abort));
  }

  dispose(): void {
    this.#disposed = true;
    const closed = new ContractError('closed', 'The recordings are closed.');
    for (const task of this.#queue.splice(0)) task.reject(closed);
    for (const slot of this.#slots) {
      slot.task?.reject(closed);
      slot.task = undefined;
      void slot.worker?.terminate();
      slot.worker = undefined;
    }
  }

  #cancel(task: Task): void {
    const at = this.#queue.indexOf(task);
    if (at >= 0) this.#queue.splice(at, 1);
    const slot = this.#slots.find((s) => s.task === task);
    // The worker sees it at its next page and answers; the caller need not wait for that.
    if (slot) Atomics.store(slot.cancelled, 0, task.message.id);
    task.reject(cancelledError());
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const free = this.#slots.filter((slot) => !slot.task);
      const task = this.#queue[0] as Task;
      const slot = free.find((s) => s.file === task.message.file) ?? free[0];
      if (!slot) return;
      this.#queue.shift();
      this.#start(slot, task);
    }
  }

  #start(slot: Slot, task: Task): void {
    const worker = slot.worker ?? this.#spawn(slot);
    slot.task = task;
    slot.file = task.message.file;
    task.startedAt = performance.now();
    // Only a query under way keeps the process alive.
    worker.ref();
    worker.postMessage(task.message);
  }

  #spawn(slot: Slot): Worker {
    const start: WorkerStart = { cancelled: slot.cancelled };
    const worker = new Worker(workerUrl('query-worker', import.meta.url), {
      workerData: start,
      execArgv: [],
    });
    slot.worker = worker;
    worker.on('message', (answer: AnswerMessage) => this.#answered(slot, answer));
    worker.on('error', (error: Error) => this.#lost(slot, worker, error.message));
    worker.on('exit', () => this.#lost(slot, worker, 'its thread ended'));
    return worker;
  }

  #answered(slot: Slot, answer: AnswerMessage): void {
    const { task } = slot;
    if (!task || task.message.id !== answer.id) return;
    slot.task = undefined;
    slot.worker?.unref();
    if (answer.ok) task.resolve(answer.value);
    else task.reject(new ContractError(answer.code, answer.message, answer.data));
    this.#log(task);
    this.#dispatch();
  }

  #lost(slot: Slot, worker: Worker, reason: string): void {
    if (slot.worker !== worker) return;
    const { task } = slot;
    slot.worker = undefined;
    slot.task = undefined;
    slot.file = '';
    task?.reject(new ContractError('internal', `A query was lost: ${reason}.`));
    if (!this.#disposed) this.#dispatch();
  }

  #log({ message, queuedAt, startedAt }: Task): void {
    const ms = performance.now() - queuedAt;
    if (ms < this.#options.slowMs) return;
    const { name, run } = message;
    this.#options.onSlowQuery?.({ name, run, ms, waitedMs: startedAt - queuedAt });
  }
}

const cancelledError = (): ContractError => new ContractError('cancelled', 'The query was cancelled.');
