import { grown } from '../store/grown.ts';

/** Candidates that are gathered before they are looked at. */
const CAPACITY = 32_768;
/** Numbers of a candidate, and their places. */
const STRIDE = 6;
const C = { function: 0, duration: 1, thread: 2, ordinal: 3, start: 4, flags: 5 } as const;

/** Receives the candidates by function. */
export type CandidateSink = (
  functionIndex: number,
  duration: number,
  thread: number,
  ordinal: number,
  start: number,
  flags: number,
) => void;

/**
 * Spans that may be among the slowest of their functions, gathered until there are many: the lists of thousands of functions do not
 * fit the processor's cache, so that each is touched once for all its candidates.
 */
export class SlowCandidates {
  readonly #numbers = new Float64Array(CAPACITY * STRIDE);
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
    const at = this.#length++ * STRIDE;
    const numbers = this.#numbers;
    numbers[at + C.function] = functionIndex;
    numbers[at + C.duration] = duration;
    numbers[at + C.thread] = thread;
    numbers[at + C.ordinal] = ordinal;
    numbers[at + C.start] = start;
    numbers[at + C.flags] = flags;
  }

  /** Hands all of them over, those of a function one behind the other in the order in which they came. */
  take(sink: CandidateSink): void {
    const numbers = this.#numbers;
    const length = this.#length;
    this.#length = 0;
    let last = -1;
    for (let at = 0; at < length * STRIDE; at += STRIDE) last = Math.max(last, numbers[at] as number);
    if (last + 2 > this.#next.length) this.#next = grown(this.#next, (last + 2) * 2);
    const next = this.#next;
    next.fill(0, 0, last + 2);
    for (let at = 0; at < length * STRIDE; at += STRIDE) {
      const after = (numbers[at] as number) + 1;
      next[after] = (next[after] as number) + 1;
    }
    for (let fn = 0; fn <= last; fn++) next[fn + 1] = (next[fn + 1] as number) + (next[fn] as number);
    for (let i = 0; i < length; i++) {
      const fn = numbers[i * STRIDE] as number;
      const place = next[fn] as number;
      this.#order[place] = i;
      next[fn] = place + 1;
    }
    for (let i = 0; i < length; i++) {
      const at = (this.#order[i] as number) * STRIDE;
      sink(
        numbers[at + C.function] as number,
        numbers[at + C.duration] as number,
        numbers[at + C.thread] as number,
        numbers[at + C.ordinal] as number,
        numbers[at + C.start] as number,
        numbers[at + C.flags] as number,
      );
    }
  }
}
