import { packSlowest, SLOWEST } from '../store/slowest.ts';

/** Numbers of a kept span: duration, thread, ordinal, start, flags. */
const STRIDE = 5;

/** The slowest spans of one function, in no order until they are packed. */
export class SlowestList {
  /** A span must be longer than this to be added. */
  threshold = -1;
  #spans = new Float64Array(0);
  #kept = 0;
  #fastest = 0;
  /** The list as it was packed last, as long as it has not changed. */
  #packed: Buffer | undefined;

  add(duration: number, thread: number, ordinal: number, start: number, flags: number): void {
    this.#packed = undefined;
    const at = (this.#kept < SLOWEST ? this.#kept++ : this.#fastest) * STRIDE;
    if (at >= this.#spans.length) {
      const spans = new Float64Array(Math.min(SLOWEST, Math.max(4, 2 * this.#kept)) * STRIDE);
      spans.set(this.#spans);
      this.#spans = spans;
    }
    this.#spans[at] = duration;
    this.#spans[at + 1] = thread;
    this.#spans[at + 2] = ordinal;
    this.#spans[at + 3] = start;
    this.#spans[at + 4] = flags;
    if (this.#kept < SLOWEST) return;
    let fastest = 0;
    for (let i = 1; i < SLOWEST; i++) {
      if (this.#number(i, 0) < this.#number(fastest, 0)) fastest = i;
    }
    this.#fastest = fastest;
    this.threshold = this.#number(fastest, 0);
  }

  /** `compressed`: it will not be written again. */
  pack(compressed: boolean): Buffer {
    if (this.#packed && !compressed) return this.#packed;
    const order = Array.from({ length: this.#kept }, (_, i) => i);
    order.sort((a, b) => this.#number(b, 0) - this.#number(a, 0));
    const spans = {
      length: this.#kept,
      duration: Float64Array.from(order, (i) => this.#number(i, 0)),
      thread: Int32Array.from(order, (i) => this.#number(i, 1)),
      ordinal: Float64Array.from(order, (i) => this.#number(i, 2)),
      start: Float64Array.from(order, (i) => this.#number(i, 3)),
      flags: Uint8Array.from(order, (i) => this.#number(i, 4)),
    };
    this.#packed = packSlowest(spans, compressed);
    return this.#packed;
  }

  #number(span: number, place: number): number {
    return this.#spans[span * STRIDE + place] as number;
  }
}
