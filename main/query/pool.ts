import { ContractError, type Disposable } from '#contract';
import type { AnswerMessage, QueryMessage, QueryName } from './messages.ts';
import type { Reader, StartReader } from './readers.ts';
import { timeoutError } from './time-limit.ts';

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
  readonly start: StartReader;
  readonly slowMs: number;
  readonly onSlowQuery?: ((query: SlowQuery) => void) | undefined;
}

/** How long a reader may go on after its query's time, or after nobody waits for it. */
const GRACE_MS = 1000;

/** Has the figures of two recordings in memory: one at a time, while other readers answer other questions. */
const ALONE: ReadonlySet<QueryName> = new Set(['difference']);

interface Task {
  readonly message: QueryMessage;
  readonly queuedAt: number;
  startedAt: number;
  overdue: NodeJS.Timeout | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Slot {
  reader: Reader | undefined;
  task: Task | undefined;
  /** The file it read last: its tables are still there. */
  file: string;
}

/** Readers: each answers one query at a time, and a query that nobody waits for any more is given up. */
export class QueryPool implements Disposable {
  readonly #options: PoolOptions;
  readonly #slots: Slot[];
  readonly #queue: Task[] = [];
  #lastId = 0;
  #disposed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.workers }, () => ({
      reader: undefined,
      task: undefined,
      file: '',
    }));
  }

  run(query: Omit<QueryMessage, 'id'>, signal?: AbortSignal): Promise<unknown> {
    if (this.#disposed) return Promise.reject(new ContractError('closed', 'The recordings are closed.'));
    if (signal?.aborted) return Promise.reject(cancelledError());
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#lastId = (this.#lastId % 0x7fffffff) + 1;
    const message = { ...query, id: this.#lastId };
    const task: Task = {
      message,
      queuedAt: performance.now(),
      startedAt: 0,
      overdue: undefined,
      resolve,
      reject,
    };
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
      clearTimeout(slot.task?.overdue);
      slot.task?.reject(closed);
      slot.task = undefined;
      slot.reader?.end();
      slot.reader = undefined;
    }
  }

  #cancel(task: Task): void {
    const at = this.#queue.indexOf(task);
    if (at >= 0) this.#queue.splice(at, 1);
    const slot = this.#slots.find((s) => s.task === task);
    // A thread sees it at its next page and answers; the caller need not wait for that.
    if (slot) {
      slot.reader?.cancel(task.message.id);
      this.#expect(slot, task, GRACE_MS);
    }
    task.reject(cancelledError());
  }

  #dispatch(): void {
    for (let task = this.#next(); task; task = this.#next()) {
      const free = this.#slots.filter((slot) => !slot.task);
      const slot = free.find((s) => s.file === task.message.file) ?? free[0];
      if (!slot) return;
      this.#queue.splice(this.#queue.indexOf(task), 1);
      this.#start(slot, task);
    }
  }

  /** The one that has waited longest, of those that need not wait for another of their kind. */
  #next(): Task | undefined {
    const isTaken = this.#slots.some(({ task }) => task && ALONE.has(task.message.name));
    return this.#queue.find(({ message }) => !(isTaken && ALONE.has(message.name)));
  }

  #start(slot: Slot, task: Task): void {
    const reader = slot.reader ?? this.#spawn(slot);
    slot.task = task;
    slot.file = task.message.file;
    task.startedAt = performance.now();
    // Only a query under way keeps the process alive.
    reader.ref();
    reader.post(task.message);
    this.#expect(slot, task, task.message.timeLimitMs + GRACE_MS);
  }

  /** Ends the reader when it does not answer in time: one that is deep inside SQLite looks at no clock. */
  #expect(slot: Slot, task: Task, ms: number): void {
    clearTimeout(task.overdue);
    task.overdue = setTimeout(() => {
      const { reader } = slot;
      if (slot.task !== task || !reader) return;
      task.reject(timeoutError(task.message));
      this.#log(task);
      slot.task = undefined;
      slot.reader = undefined;
      slot.file = '';
      reader.end();
      this.#dispatch();
    }, ms);
    task.overdue.unref();
  }

  #spawn(slot: Slot): Reader {
    const reader = this.#options.start({
      answered: (answer) => this.#answered(slot, answer),
      ended: (reason) => this.#lost(slot, reader, reason),
    });
    slot.reader = reader;
    return reader;
  }

  #answered(slot: Slot, answer: AnswerMessage): void {
    const { task } = slot;
    if (!task || task.message.id !== answer.id) return;
    clearTimeout(task.overdue);
    slot.task = undefined;
    slot.reader?.unref();
    if (answer.ok) task.resolve(answer.value);
    else task.reject(new ContractError(answer.code, answer.message, answer.data));
    this.#log(task);
    this.#dispatch();
  }

  #lost(slot: Slot, reader: Reader, reason: string): void {
    if (slot.reader !== reader) return;
    const { task } = slot;
    slot.reader = undefined;
    slot.task = undefined;
    slot.file = '';
    clearTimeout(task?.overdue);
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
