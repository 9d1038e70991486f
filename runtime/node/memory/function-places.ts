import { lineStarts } from '../instrument/lines.ts';
import type { LoadedFile } from '../loaded-files.ts';

/** Finds the traced function that the engine means by a place in a rewritten text. */
export class FunctionPlaces {
  readonly #file: LoadedFile;
  readonly #lines: readonly number[];
  /** Up to the end of each insertion, what has been inserted. */
  readonly #inserted: Float64Array;
  /** The functions by where they begin. */
  readonly #order: Int32Array;

  constructor(file: LoadedFile) {
    this.#file = file;
    const { text, lengths } = file.rewritten;
    this.#lines = lineStarts(text);
    let sum = 0;
    this.#inserted = lengths.map((length) => {
      sum += length;
      return sum;
    });
    const { heads } = file;
    this.#order = Int32Array.from({ length: heads.length / 2 }, (_, i) => i).sort(
      (a, b) => (heads[a * 2] as number) - (heads[b * 2] as number),
    );
  }

  /**
   * Id of the function in whose head the place is, or -1. `line` and `column`, from 0, as the engine counts them: where a function's
   * parameters begin, or the fields of a class.
   */
  idAt(line: number, column: number): number {
    const { place, heads, firstId } = this.#file;
    const own = line - (place?.line ?? 0);
    const start = this.#lines[own];
    if (start === undefined) return -1;
    const at = this.#originalOffset(start + column - (own === 0 ? (place?.column ?? 0) : 0));
    const order = this.#order;
    let next = lastAtMost(order.length, (i) => heads[(order[i] as number) * 2] as number, at);
    // What stands within the parameters of a function begins behind it, and may have ended before.
    while (next >= 0 && (heads[(order[next] as number) * 2 + 1] as number) < at) next--;
    return next < 0 ? -1 : firstId + (order[next] as number);
  }

  #originalOffset(at: number): number {
    const { starts, lengths } = this.#file.rewritten;
    const edit = lastAtMost(starts.length, (i) => starts[i] as number, at);
    if (edit < 0) return at;
    const end = (starts[edit] as number) + (lengths[edit] as number);
    return at - (this.#inserted[edit] as number) + Math.max(0, end - at);
  }
}

/** The last index whose start, of ones that rise, is at most `limit`; -1 where there is none. */
function lastAtMost(length: number, startOf: (index: number) => number, limit: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
