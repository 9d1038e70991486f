import { grown } from '../store/grown.ts';
import { packSlowest, SLOWEST, unpackSlowest } from '../store/slowest.ts';
import { C, CANDIDATE } from './slow-candidates.ts';

/** Numbers of a kept span, and their places. */
const STRIDE = 5;
const K = { duration: 0, thread: 1, ordinal: 2, start: 3, flags: 4 } as const;
/** Spans that there is room for at first. */
const FIRST = 8;

/** Reused by all lists: the places of the one that is packed in order, and its columns. */
const order = new Uint8Array(SLOWEST);
const packed = {
  duration: new Float64Array(SLOWEST),
  thread: new Int32Array(SLOWEST),
  ordinal: new Float64Array(SLOWEST),
  start: new Float64Array(SLOWEST),
  flags: new Uint8Array(SLOWEST),
};

/** The slowest spans of one function: a heap by duration, the shortest of them on top, in one array. */
export class SlowestList {
  /** A span must be longer than this to be added. */
  threshold = Number.NEGATIVE_INFINITY;
  #spans = new Float64Array(0);
  #kept = 0;
  /** The list as it was packed last, as long as it has not changed. */
  #packed: Buffer | undefined;

  /** Adds those that are slow enough; see `CandidateSink`. */
  add(candidates: Float64Array, order: Int32Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const at = (order[i] as number) * CANDIDATE;
      const duration = candidates[at + C.duration] as number;
      if (duration <= this.threshold) continue;
      this.#packed = undefined;
      // A new one, or in place of the shortest one, which goes.
      const place = (this.#kept === SLOWEST ? this.#down(duration) : this.#up(duration)) * STRIDE;
      const spans = this.#spans;
      spans[place + K.duration] = duration;
      spans[place + K.thread] = candidates[at + C.thread] as number;
      spans[place + K.ordinal] = candidates[at + C.ordinal] as number;
      spans[place + K.start] = candidates[at + C.start] as number;
      spans[place + K.flags] = candidates[at + C.flags] as number;
      if (this.#kept === SLOWEST) this.threshold = spans[K.duration] as number;
    }
  }

  /** Valid until more is added. */
  pack(): Buffer {
    if (this.#packed) return this.#packed;
    const length = this.#kept;
    const spans = this.#spans;
    this.#sort();
    const { duration, thread, ordinal, start, flags } = packed;
    for (let i = 0; i < length; i++) {
      const at = (order[i] as number) * STRIDE;
      duration[i] = spans[at + K.duration] as number;
      thread[i] = spans[at + K.thread] as number;
      ordinal[i] = spans[at + K.ordinal] as number;
      start[i] = spans[at + K.start] as number;
      flags[i] = spans[at + K.flags] as number;
    }
    this.#packed = packSlowest({ ...packed, length });
    return this.#packed;
  }

  /** Takes a list as it was packed. */
  restore(bytes: Uint8Array): void {
    const { length, duration, thread, ordinal, start, flags } = unpackSlowest(bytes);
    const candidates = new Float64Array(length * CANDIDATE);
    for (let i = 0; i < length; i++) {
      const at = i * CANDIDATE;
      candidates[at + C.duration] = duration[i] as number;
      candidates[at + C.thread] = thread[i] as number;
      candidates[at + C.ordinal] = ordinal[i] as number;
      candidates[at + C.start] = start[i] as number;
      candidates[at + C.flags] = flags[i] as number;
    }
    this.add(candidates, Int32Array.from(duration.keys()), 0, length);
  }

  /** Puts the places into `order`, the longest first, equal ones as they stand: so few that inserting them one by one is quickest. */
  #sort(): void {
    const spans = this.#spans;
    for (let place = 0; place < this.#kept; place++) {
      const duration = spans[place * STRIDE] as number;
      let at = place;
      for (; at > 0 && (spans[(order[at - 1] as number) * STRIDE] as number) < duration; at--) {
        order[at] = order[at - 1] as number;
      }
      order[at] = place;
    }
  }

  /** The place of one more span: those above it that are longer move down. */
  #up(added: number): number {
    let place = this.#kept++;
    if (this.#kept * STRIDE > this.#spans.length) {
      this.#spans = grown(this.#spans, Math.min(SLOWEST, Math.max(FIRST, place * 4)) * STRIDE);
    }
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((this.#spans[above * STRIDE] as number) <= added) break;
      this.#move(above, place);
      place = above;
    }
    return place;
  }

  /** The place of a span that the shortest one gives way to: those below that are shorter move up. */
  #down(added: number): number {
    const spans = this.#spans;
    let place = 0;
    for (let below = 1; below < SLOWEST; below = place * 2 + 1) {
      const right = below + 1;
      if (right < SLOWEST && (spans[right * STRIDE] as number) < (spans[below * STRIDE] as number))
        below = right;
      if ((spans[below * STRIDE] as number) >= added) break;
      this.#move(below, place);
      place = below;
    }
    return place;
  }

  #move(from: number, to: number): void {
    const spans = this.#spans;
    const [a, b] = [from * STRIDE, to * STRIDE];
    for (let k = 0; k < STRIDE; k++) spans[b + k] = spans[a + k] as number;
  }
}
