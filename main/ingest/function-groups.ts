import { grown } from '../store/grown.ts';
import type { SpanColumns } from '../store/span-page.ts';

/**
 * Rows of a page by function. What is kept of a function is spread over much memory; visiting it once for all rows of a page
 * instead of once a span is many times faster.
 */
export class FunctionGroups {
  /** Functions among the rows. */
  length = 0;
  function = new Int32Array(64);
  /** Rows of group g: `rows[end[g - 1]]` (from 0) to `rows[end[g]]`, in the order of the page. */
  end = new Int32Array(64);
  rows = new Int32Array(64);
  /** By function: its rows while they are counted, then its place in `rows`; all 0 between two calls. */
  #tally = new Int32Array(64);

  /** Groups the rows from `from` on. */
  of({ length, function: functions }: SpanColumns, from: number): void {
    if (this.rows.length < length) this.rows = new Int32Array(length);
    let tally: Int32Array = this.#tally;
    let met = 0;
    for (let i = from; i < length; i++) {
      const fn = functions[i] as number;
      if (fn >= tally.length) tally = this.#makeRoom(fn);
      const before = tally[fn] as number;
      if (before === 0) this.function[met++] = fn;
      tally[fn] = before + 1;
    }
    this.length = met;
    let place = 0;
    for (let g = 0; g < met; g++) {
      const fn = this.function[g] as number;
      const count = tally[fn] as number;
      tally[fn] = place;
      place += count;
      this.end[g] = place;
    }
    const { rows } = this;
    for (let i = from; i < length; i++) {
      const fn = functions[i] as number;
      const at = tally[fn] as number;
      rows[at] = i;
      tally[fn] = at + 1;
    }
    for (let g = 0; g < met; g++) tally[this.function[g] as number] = 0;
  }

  #makeRoom(fn: number): Int32Array {
    const size = Math.max(fn + 1, this.#tally.length * 2);
    this.#tally = grown(this.#tally, size);
    this.function = grown(this.function, size);
    this.end = grown(this.end, size);
    return this.#tally;
  }
}
