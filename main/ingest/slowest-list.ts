import { grown } from '../store/grown.ts';
import { packSlowest, SLOWEST, unpackSlowest } from '../store/slowest.ts';

/** Numbers of a kept span in `#spans`: thread, ordinal, start, flags. */
const STRIDE = 4;

/** The slowest spans of one function: a heap of durations, the shortest of them on top. */
export class SlowestList {
  /** A span must be longer than this to be added. */
  threshold = -1;
  #duration = new Float64Array(4);
  /** By place in the heap: which row of `#spans` it is. */
  #row = new Uint8Array(4);
  #spans = new Float64Array(4 * STRIDE);
  #kept = 0;
  /** The list as it was packed last, as long as it has not changed. */
  #packed: Buffer | undefined;

  add(duration: number, thread: number, ordinal: number, start: number, flags: number): void {
    this.#packed = undefined;
    const isFull = this.#kept === SLOWEST;
    // A new row, or that of the shortest one, which goes.
    const row = isFull ? (this.#row[0] as number) : this.#kept;
    const place = isFull ? this.#down(duration) : this.#up(duration);
    this.#duration[place] = duration;
    this.#row[place] = row;
    const at = row * STRIDE;
    this.#spans[at] = thread;
    this.#spans[at + 1] = ordinal;
    this.#spans[at + 2] = start;
    this.#spans[at + 3] = flags;
    if (this.#kept === SLOWEST) this.threshold = this.#duration[0] as number;
  }

  /** Valid until more is added. */
  pack(): Buffer {
    if (this.#packed) return this.#packed;
    const length = this.#kept;
    const order: number[] = [];
    for (let place = 0; place < length; place++) order.push(place);
    order.sort((a, b) => (this.#duration[b] as number) - (this.#duration[a] as number));
    const columns = {
      length,
      duration: new Float64Array(length),
      thread: new Int32Array(length),
      ordinal: new Float64Array(length),
      start: new Float64Array(length),
      flags: new Uint8Array(length),
    };
    for (let i = 0; i < length; i++) {
      const place = order[i] as number;
      const at = (this.#row[place] as number) * STRIDE;
      columns.duration[i] = this.#duration[place] as number;
      columns.thread[i] = this.#spans[at] as number;
      columns.ordinal[i] = this.#spans[at + 1] as number;
      columns.start[i] = this.#spans[at + 2] as number;
      columns.flags[i] = this.#spans[at + 3] as number;
    }
    this.#packed = packSlowest(columns);
    return this.#packed;
  }

  /** Takes a list as it was packed. */
  restore(packed: Uint8Array): void {
    const { length, duration, thread, ordinal, start, flags } = unpackSlowest(packed);
    for (let i = 0; i < length; i++) {
      const [d, t, o] = [duration[i] as number, thread[i] as number, ordinal[i] as number];
      this.add(d, t, o, start[i] as number, flags[i] as number);
    }
  }

  /** The place of one more span: those above it that are longer move down. */
  #up(added: number): number {
    let place = this.#kept++;
    if (this.#kept > this.#row.length) {
      const size = Math.min(SLOWEST, this.#row.length * 4);
      this.#duration = grown(this.#duration, size);
      this.#row = grown(this.#row, size);
      this.#spans = grown(this.#spans, size * STRIDE);
    }
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((this.#duration[above] as number) <= added) break;
      this.#move(above, place);
      place = above;
    }
    return place;
  }

  /** The place of a span that the shortest one gives way to: those below that are shorter move up. */
  #down(added: number): number {
    const duration = this.#duration;
    let place = 0;
    for (let below = 1; below < SLOWEST; below = place * 2 + 1) {
      const right = below + 1;
      if (right < SLOWEST && (duration[right] as number) < (duration[below] as number)) below = right;
      if ((duration[below] as number) >= added) break;
      this.#move(below, place);
      place = below;
    }
    return place;
  }

  #move(from: number, to: number): void {
    this.#duration[to] = this.#duration[from] as number;
    this.#row[to] = this.#row[from] as number;
  }
}
