export type ColumnMode = 'offset' | 'delta';

export const HEAD_BYTES = 8;
export const COLUMN_HEAD_BYTES = 12;
/** Bytes of the largest number that a column can hold. */
const MAX_WIDTH = 7;

/**
 * Puts the bytes of a table together, column by column; `columns.ts` says how they lie. One for all tables keeps its room:
 * what `take` gives is valid until the next `start`.
 */
export class PlaneWriter {
  #bytes = new Uint8Array(256 * 1024);
  #view = new DataView(this.#bytes.buffer);
  #rows = 0;
  #head = 0;
  #end = 0;

  start(rows: number, columns: number): void {
    const room = HEAD_BYTES + columns * (COLUMN_HEAD_BYTES + rows * MAX_WIDTH);
    if (room > this.#bytes.length) {
      this.#bytes = new Uint8Array(room * 2);
      this.#view = new DataView(this.#bytes.buffer);
    }
    this.#rows = rows;
    this.#view.setUint32(0, rows, true);
    this.#view.setUint32(4, columns, true);
    this.#head = HEAD_BYTES;
    this.#end = HEAD_BYTES + columns * COLUMN_HEAD_BYTES;
  }

  /**
   * The next column: `width` bytes a row, of the codes whose low 32 bits stand from `low[from]` on and the others from
   * `high[from]` on. `base`: what the reader adds to them, or begins with.
   */
  column(
    id: number,
    mode: ColumnMode,
    base: number,
    width: number,
    from: number,
    low: Int32Array,
    high: Int32Array,
  ): void {
    const head = this.#head;
    this.#head += COLUMN_HEAD_BYTES;
    this.#bytes[head] = id;
    this.#bytes[head + 1] = mode === 'delta' ? 1 : 0;
    this.#bytes[head + 2] = width;
    this.#bytes[head + 3] = 0;
    this.#view.setFloat64(head + 4, base, true);
    this.#planes(low, from, Math.min(width, 4));
    if (width > 4) this.#planes(high, from, width - 4);
  }

  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#end);
  }

  #planes(words: Int32Array, from: number, width: number): void {
    const rows = this.#rows;
    const bytes = this.#bytes;
    let at = this.#end;
    let plane = 0;
    // Two planes in one loop, and the one that is left over.
    for (; plane + 2 <= width; plane += 2, at += rows * 2) {
      const shift = plane * 8;
      const high = at + rows;
      for (let i = 0; i < rows; i++) {
        const word = words[from + i] as number;
        bytes[at + i] = word >>> shift;
        bytes[high + i] = word >>> (shift + 8);
      }
    }
    if (plane < width) {
      const shift = plane * 8;
      for (let i = 0; i < rows; i++) bytes[at + i] = (words[from + i] as number) >>> shift;
      at += rows;
    }
    this.#end = at;
  }
}

/** Bytes that hold every number whose bits are among these, 0-7. */
export function widthOf(lowBits: number, highBits: number): number {
  return highBits === 0 ? (39 - Math.clz32(lowBits)) >> 3 : 4 + ((39 - Math.clz32(highBits)) >> 3);
}
