import { damaged, pack, unpack } from './compression.ts';
import { giveBack } from './give-back.ts';
import { COLUMN_HEAD_BYTES, type ColumnMode, HEAD_BYTES, PlaneWriter, widthOf } from './plane-writer.ts';

/**
 * A table of whole numbers as bytes. A column is stored as the difference to its smallest value (`offset`) or to the row
 * before (`delta`, zigzag), in as many bytes as its largest one needs; byte 0 of all rows first, then byte 1: the
 * compressor finds more in planes of like bytes than in whole numbers side by side.
 *
 * Layout, little-endian: u32 rows, u32 columns; per column u8 id, u8 mode, u8 bytes per row, u8 zero, f64 base; then the
 * planes in the order of the columns. A column of equal values takes no plane at all.
 */
export type { ColumnMode } from './plane-writer.ts';
export type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

export interface Column {
  /** 0-255, unique in its table. */
  readonly id: number;
  readonly mode: ColumnMode;
  /** Integers from -2^51 to 2^51 (26 days in ns); rows behind `rows` are ignored. */
  readonly values: Numbers;
}

const TWO_32 = 2 ** 32;

/** Reused between columns: the numbers of one as they will be written, and its codes as low and high words. */
let scratch = new Float64Array(8192);
let lows = new Int32Array(8192);
let highs = new Int32Array(8192);
const writer = new PlaneWriter();

/** The bytes of a table; valid until the next one is encoded. */
export function encodeTable(rows: number, columns: readonly Column[]): Uint8Array {
  if (scratch.length < rows) scratch = new Float64Array(rows * 2);
  if (lows.length < rows) {
    lows = new Int32Array(rows * 2);
    highs = new Int32Array(rows * 2);
  }
  writer.start(rows, columns.length);
  for (let c = 0; c < columns.length; c++) encodeColumn(columns[c] as Column, rows);
  return writer.take();
}

/** `encodeTable`, compressed unless it is to be written again soon. */
export function packTable(rows: number, columns: readonly Column[], compressed = true): Buffer {
  return pack(encodeTable(rows, columns), compressed);
}

function encodeColumn({ id, mode, values }: Column, rows: number): void {
  // One loop for each kind of array: a loop that meets several kinds is many times slower.
  if (values instanceof Int32Array && mode === 'offset' && int32Offsets(id, values, rows)) return;
  let numbers: Float64Array = scratch;
  if (values instanceof Float64Array) numbers = values;
  else if (values instanceof Int32Array) for (let i = 0; i < rows; i++) scratch[i] = values[i] as number;
  else scratch.set(values.length > rows ? values.subarray(0, rows) : values);
  const base = mode === 'delta' ? firstOf(numbers, rows) : smallest(numbers, rows);
  const max = mode === 'delta' ? zigzag(numbers, rows, base) : offsets(numbers, rows, base);
  if (max > 0) splitWords(rows, max);
  writer.column(id, mode, base, widthOf(max | 0, Math.floor(max / TWO_32)), 0, lows, highs);
}

/** `encodeColumn` for 32-bit numbers that lie within 2^31 of each other; false for others. */
function int32Offsets(id: number, values: Int32Array, rows: number): boolean {
  let min = rows > 0 ? (values[0] as number) : 0;
  let max = min;
  for (let i = 1; i < rows; i++) {
    const value = values[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (max - min >= 2 ** 31) return false;
  if (max > min) for (let i = 0; i < rows; i++) lows[i] = (values[i] as number) - min;
  writer.column(id, 'offset', min, widthOf(max - min, 0), 0, lows, highs);
  return true;
}

const firstOf = (numbers: Float64Array, rows: number): number => (rows > 0 ? (numbers[0] as number) : 0);

function smallest(numbers: Float64Array, rows: number): number {
  let min = firstOf(numbers, rows);
  for (let i = 1; i < rows; i++) if ((numbers[i] as number) < min) min = numbers[i] as number;
  return min;
}

/** Puts the distances to `base` into `scratch`; the largest one. */
function offsets(numbers: Float64Array, rows: number, base: number): number {
  let max = 0;
  for (let i = 0; i < rows; i++) {
    const code = (numbers[i] as number) - base;
    if (code > max) max = code;
    scratch[i] = code;
  }
  return max;
}

/** Puts the zigzag codes of the distances to the number before into `scratch`; the largest one. */
function zigzag(numbers: Float64Array, rows: number, base: number): number {
  let max = 0;
  let previous = base;
  for (let i = 0; i < rows; i++) {
    const value = numbers[i] as number;
    const difference = value - previous;
    previous = value;
    const code = difference < 0 ? -2 * difference - 1 : 2 * difference;
    if (code > max) max = code;
    scratch[i] = code;
  }
  return max;
}

/** The words of what is in `scratch`: `| 0` of a double keeps its low 32 bits, also past 2^32. */
function splitWords(rows: number, max: number): void {
  for (let i = 0; i < rows; i++) lows[i] = (scratch[i] as number) | 0;
  if (max < TWO_32) return;
  for (let i = 0; i < rows; i++) highs[i] = Math.floor((scratch[i] as number) / TWO_32);
}

/** A decoded table; columns are unpacked when they are asked for. */
export class Table {
  readonly rows: number;
  readonly #bytes: Uint8Array;
  readonly #heads = new Map<number, { mode: number; width: number; base: number; at: number }>();

  constructor(bytes: Uint8Array) {
    if (bytes.length < HEAD_BYTES) throw damaged('a table has no head');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#bytes = bytes;
    this.rows = view.getUint32(0, true);
    const columns = view.getUint32(4, true);
    let at = HEAD_BYTES + columns * COLUMN_HEAD_BYTES;
    if (columns > 255 || at > bytes.length) throw damaged('a table has an impossible head');
    for (let c = 0; c < columns; c++) {
      const head = HEAD_BYTES + c * COLUMN_HEAD_BYTES;
      const width = view.getUint8(head + 2);
      const base = view.getFloat64(head + 4, true);
      this.#heads.set(view.getUint8(head), { mode: view.getUint8(head + 1), width, base, at });
      at += width * this.rows;
    }
    if (at !== bytes.length) throw damaged('a table has not the length it says');
  }

  static unpack(page: Uint8Array): Table {
    return new Table(unpack(page));
  }

  /** Whether it reads from these bytes themselves, which were not compressed. */
  isOver({ buffer }: Uint8Array): boolean {
    return this.#bytes.buffer === buffer;
  }

  /** Gives the memory of what was unpacked back; nothing is read from it any more. */
  release(): void {
    giveBack(this.#bytes);
  }

  has(id: number): boolean {
    return this.#heads.has(id);
  }

  get bytes(): number {
    return this.#bytes.length;
  }

  /** What all rows of a column have in common, where it takes no bytes; else `undefined`. */
  constant(id: number): number | undefined {
    const { width, base } = this.#head(id);
    return width === 0 ? base : undefined;
  }

  /** The first number of a column that never falls, and its last one: what is between them is put nowhere. */
  endsOfRising(id: number): readonly [first: number, last: number] {
    const { mode, width, base, at } = this.#head(id);
    if (mode !== 1 || width > 6) {
      const numbers = this.float64(id);
      return [numbers[0] as number, numbers.at(-1) as number];
    }
    let last = base;
    // A code is twice the difference.
    for (let plane = 0, scale = 0.5; plane < width; plane++, scale *= 256) {
      const from = at + plane * this.rows;
      let sum = 0;
      for (let i = from; i < from + this.rows; i++) sum += this.#bytes[i] as number;
      last += sum * scale;
    }
    return [base, last];
  }

  float64(id: number): Float64Array {
    const into = new Float64Array(this.rows);
    this.readFloat64(id, 0, this.rows, into);
    return into;
  }

  /** The rows from one to before another, all of them for a column of mode `delta`, into an array that has room for them. */
  readFloat64(id: number, from: number, to: number, into: Float64Array): void {
    const { mode, width, base, at } = this.#head(id);
    const count = to - from;
    if (mode === 1 && count !== this.rows) throw damaged(`column ${id} of a table has differences`);
    readWords(this.#bytes, at, this.rows, from, count, width);
    if (mode === 1) undoZigzag(into, count, base, width);
    else if (width > 4) {
      for (let i = 0; i < count; i++)
        into[i] = ((lows[i] as number) >>> 0) + (highs[i] as number) * TWO_32 + base;
    } else for (let i = 0; i < count; i++) into[i] = ((lows[i] as number) >>> 0) + base;
  }

  /** For columns whose values fit an Int32. */
  int32(id: number): Int32Array {
    const into = new Int32Array(this.rows);
    this.int32Into(id, into);
    return into;
  }

  /** `int32` into an array that has room for all rows. */
  int32Into(id: number, into: Int32Array): void {
    const { mode, width, base, at } = this.#head(id);
    const { rows } = this;
    if (mode !== 1) this.readInt32(id, 0, rows, into);
    // Codes of differences may need all 32 bits and more, which an Int32 would take for negative numbers.
    else if (width > 3) into.set(this.float64(id));
    else {
      readWords(this.#bytes, at, rows, 0, rows, width);
      let value = base;
      for (let i = 0; i < rows; i++) {
        const code = lows[i] as number;
        value += (code >>> 1) ^ -(code & 1);
        into[i] = value;
      }
    }
  }

  /** `int32` of the rows from one to before another, for a column of mode `offset`. */
  int32Between(id: number, from: number, to: number): Int32Array {
    const into = new Int32Array(Math.max(0, Math.min(to, this.rows) - from));
    this.readInt32(id, from, from + into.length, into);
    return into;
  }

  /** `int32Between` into an array that has room for them. */
  readInt32(id: number, from: number, to: number, into: Int32Array): void {
    const { mode, width, base, at } = this.#head(id);
    if (mode === 1) throw damaged(`column ${id} of a table has differences instead of values`);
    const length = Math.max(0, Math.min(to, this.rows) - from);
    readPlanes(into, this.#bytes, at + from, this.rows, length, Math.min(width, 4));
    if (base !== 0) for (let i = 0; i < length; i++) into[i] = (into[i] as number) + base;
  }

  uint8(id: number): Uint8Array {
    const { mode, width, base, at } = this.#head(id);
    if (mode === 1) return new Uint8Array(this.int32(id));
    readWords(this.#bytes, at, this.rows, 0, this.rows, width);
    const into = new Uint8Array(this.rows);
    for (let i = 0; i < into.length; i++) into[i] = (lows[i] as number) + base;
    return into;
  }

  #head(id: number): { mode: number; width: number; base: number; at: number } {
    const head = this.#heads.get(id);
    if (!head) throw damaged(`a table lacks its column ${id}`);
    return head;
  }
}

/** Puts the codes of some rows into `lows`, and what is above 32 bits into `highs`. One loop for each width: one way through. */
function readWords(
  bytes: Uint8Array,
  at: number,
  rows: number,
  from: number,
  count: number,
  width: number,
): void {
  if (count > lows.length) {
    lows = new Int32Array(count * 2);
    highs = new Int32Array(count * 2);
  }
  readPlanes(lows, bytes, at + from, rows, count, Math.min(width, 4));
  if (width > 4) readPlanes(highs, bytes, at + 4 * rows + from, rows, count, width - 4);
}

function readPlanes(
  words: Int32Array,
  bytes: Uint8Array,
  a: number,
  rows: number,
  count: number,
  width: number,
): void {
  const b = a + rows;
  const c = b + rows;
  const d = c + rows;
  if (width === 0) words.fill(0, 0, count);
  else if (width === 1) for (let i = 0; i < count; i++) words[i] = bytes[a + i] as number;
  else if (width === 2) {
    for (let i = 0; i < count; i++) words[i] = (bytes[a + i] as number) | ((bytes[b + i] as number) << 8);
  } else if (width === 3) {
    for (let i = 0; i < count; i++) {
      words[i] =
        (bytes[a + i] as number) | ((bytes[b + i] as number) << 8) | ((bytes[c + i] as number) << 16);
    }
  } else {
    for (let i = 0; i < count; i++) {
      const low = (bytes[a + i] as number) | ((bytes[b + i] as number) << 8);
      words[i] = low | ((bytes[c + i] as number) << 16) | ((bytes[d + i] as number) << 24);
    }
  }
}

/** The values behind the codes that were read last. */
function undoZigzag(into: Float64Array, rows: number, base: number, width: number): void {
  let value = base;
  if (width < 4) {
    for (let i = 0; i < rows; i++) {
      const code = lows[i] as number;
      value += (code >>> 1) ^ -(code & 1);
      into[i] = value;
    }
    return;
  }
  for (let i = 0; i < rows; i++) {
    const low = lows[i] as number;
    const code = (low >>> 0) + (width > 4 ? (highs[i] as number) * TWO_32 : 0);
    value += (low & 1) === 1 ? -(code + 1) / 2 : code / 2;
    into[i] = value;
  }
}
