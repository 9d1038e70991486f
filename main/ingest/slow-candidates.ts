import { grown } from '../store/grown.ts';

/** Candidates that are gathered before they are looked at. */
const CAPACITY = 32_768;
/** Numbers of a candidate, and their places. */
export const CANDIDATE = 6;
export const C = { function: 0, duration: 1, thread: 2, ordinal: 3, start: 4, flags: 5 } as const;

/** Receives the candidates of one function: those rows of `numbers` that stand from `order[from]` to before `order[to]`. */
export type CandidateSink = (
  functionIndex: number,
  numbers: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
) => void;

/**
 * Spans that may be among the slowest of their functions, gathered until there are many: the lists of thousands of functions do not
 * fit the processor's cache, so that each is touched once for all its candidates.
 */
export class SlowCandidates {
  readonly #numbers = new Float64Array(CAPACITY * CANDIDATE);
  readonly #order = new Int32Array(CAPACITY);
  /** By function: its candidates, and then where they end in the order. */
  #next = new Int32Array(256);
  #length = 0;

  get isFull(): boolean {
    return this.#length === CAPACITY;
  }

  add(
    functionIndex: number,
    duration: number,
    thread: number,
    ordinal: number,
    start: number,
    flags: number,
  ): void {
    const at = this.#length++ * CANDIDATE;
    const numbers = this.#numbers;
    numbers[at + C.function] = functionIndex;
    numbers[at + C.duration] = duration;
    numbers[at + C.thread] = thread;
    numbers[at + C.ordinal] = ordinal;
    numbers[at + C.start] = start;
    numbers[at + C.flags] = flags;
  }

  /** Hands all of them over function by function, those of one in the order in which they came. */
  take(sink: CandidateSink): void {
    const length = this.#length;
    this.#length = 0;
    const functions = this.#count(length);
    this.#sort(length);
    // Each function's end is now where it stands in `next`, and its start the end of the one before.
    for (let fn = 0, from = 0; fn < functions; fn++) {
      const to = this.#next[fn] as number;
      if (to > from) sink(fn, this.#numbers, this.#order, from, to);
      from = to;
    }
  }

  /** Finds where the candidates of each function begin; how many functions there may be. */
  #count(length: number): number {
    const numbers = this.#numbers;
    let last = -1;
    for (let at = 0; at < length * CANDIDATE; at += CANDIDATE) last = Math.max(last, numbers[at] as number);
    if (last + 2 > this.#next.length) this.#next = grown(this.#next, (last + 2) * 2);
    const next = this.#next;
    next.fill(0, 0, last + 2);
    for (let at = 0; at < length * CANDIDATE; at += CANDIDATE) {
      const after = (numbers[at] as number) + 1;
      next[after] = (next[after] as number) + 1;
    }
    for (let fn = 0; fn <= last; fn++) next[fn + 1] = (next[fn + 1] as number) + (next[fn] as number);
    return last + 1;
  }

  #sort(length: number): void {
    const [numbers, next] = [this.#numbers, this.#next];
    for (let i = 0; i < length; i++) {
      const fn = numbers[i * CANDIDATE] as number;
      const place = next[fn] as number;
      this.#order[place] = i;
      next[fn] = place + 1;
    }
  }
}
