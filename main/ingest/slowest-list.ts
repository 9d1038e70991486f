import { grown } from '../store/grown.ts';
import { packSlowest, SLOWEST, unpackSlowest } from '../store/slowest.ts';
import { C, CANDIDATE } from './slow-candidates.ts';

/** Numbers of a kept span, and their places. */
const STRIDE = 5;
const K = { duration: 0, thread: 1, ordinal: 2, start: 3, flags: 4 } as const;
/** Spans that there is room for at first. */
const FIRST = 8;

/** The slowest spans of one function: a heap by duration, the shortest of them on top, in one array. */
export class SlowestList {
  /** A span must be longer than this to be added. */
  threshold = -1;
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
    const places: number[] = [];
    for (let place = 0; place < length; place++) places.push(place * STRIDE);
    places.sort((a, b) => (spans[b + K.duration] as number) - (spans[a + K.duration] as number));
    const columns = {
      length,
      duration: new Float64Array(length),
      thread: new Int32Array(length),
      ordinal: new Float64Array(length),
      start: new Float64Array(length),
      flags: new Uint8Array(length),
    };
    for (let i = 0; i < length; i++) {
      const at = places[i] as number;
      columns.duration[i] = spans[at + K.duration] as number;
      columns.thread[i] = spans[at + K.thread] as number;
      columns.ordinal[i] = spans[at + K.ordinal] as number;
      columns.start[i] = spans[at + K.start] as number;
      columns.flags[i] = spans[at + K.flags] as number;
    }
    this.#packed = packSlowest(columns);
    return this.#packed;
  }

  /** Takes a list as it was packed. */
  restore(packed: Uint8Array): void {
    const { length, duration, thread, ordinal, start, flags } = unpackSlowest(packed);
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
