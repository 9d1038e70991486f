import { packSlowest, SLOWEST } from '../store/slowest.ts';

/** Numbers of a kept span: duration, thread, ordinal, start, flags. */
const STRIDE = 5;

/** The slowest spans of one function: a heap, the fastest of them on top. */
export class SlowestList {
  /** A span must be longer than this to be added. */
  threshold = -1;
  #spans = new Float64Array(0);
  #kept = 0;
  /** The list as it was packed last, as long as it has not changed. */
  #packed: Buffer | undefined;

  add(duration: number, thread: number, ordinal: number, start: number, flags: number): void {
    this.#packed = undefined;
    const place = this.#kept < SLOWEST ? this.#up(duration) : this.#down(duration);
    const at = place * STRIDE;
    this.#spans[at] = duration;
    this.#spans[at + 1] = thread;
    this.#spans[at + 2] = ordinal;
    this.#spans[at + 3] = start;
    this.#spans[at + 4] = flags;
    if (this.#kept === SLOWEST) this.threshold = this.#spans[0] as number;
  }

  /** `compressed`: it will not be written again. */
  pack(compressed: boolean): Buffer {
    if (this.#packed && !compressed) return this.#packed;
    const length = this.#kept;
    const spans = this.#spans;
    const order = Array.from({ length }, (_, i) => i * STRIDE);
    order.sort((a, b) => (spans[b] as number) - (spans[a] as number));
    const columns = {
      length,
      duration: new Float64Array(length),
      thread: new Int32Array(length),
      ordinal: new Float64Array(length),
      start: new Float64Array(length),
      flags: new Uint8Array(length),
    };
    for (const [row, at] of order.entries()) {
      columns.duration[row] = spans[at] as number;
      columns.thread[row] = spans[at + 1] as number;
      columns.ordinal[row] = spans[at + 2] as number;
      columns.start[row] = spans[at + 3] as number;
      columns.flags[row] = spans[at + 4] as number;
    }
    this.#packed = packSlowest(columns, compressed);
    return this.#packed;
  }

  /** The place of one more span: those above it that are slower move down. */
  #up(duration: number): number {
    let place = this.#kept++;
    if (this.#kept * STRIDE > this.#spans.length) {
      const spans = new Float64Array(Math.min(SLOWEST, Math.max(4, 2 * this.#kept)) * STRIDE);
      spans.set(this.#spans);
      this.#spans = spans;
    }
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((this.#spans[above * STRIDE] as number) <= duration) break;
      this.#move(above, place);
      place = above;
    }
    return place;
  }

  /** The place of a span that takes the fastest one's: those below it that are faster move up. */
  #down(duration: number): number {
    let place = 0;
    while (true) {
      let below = place * 2 + 1;
      if (below >= SLOWEST) return place;
      const right = below + 1;
      const spans = this.#spans;
      if (right < SLOWEST && (spans[right * STRIDE] as number) < (spans[below * STRIDE] as number))
        below = right;
      if ((spans[below * STRIDE] as number) >= duration) return place;
      this.#move(below, place);
      place = below;
    }
  }

  #move(from: number, to: number): void {
    this.#spans.copyWithin(to * STRIDE, from * STRIDE, from * STRIDE + STRIDE);
  }
}
