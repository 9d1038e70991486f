import { damaged, pack, unpack } from './compression.ts';

/**
 * A table of whole numbers as bytes. A column is stored as the difference to its smallest value (`offset`) or to the row
 * before (`delta`, zigzag), in as many bytes as its largest one needs; byte 0 of all rows first, then byte 1: the
 * compressor finds more in planes of like bytes than in whole numbers side by side.
 *
 * Layout, little-endian: u32 rows, u32 columns; per column u8 id, u8 mode, u8 bytes per row, u8 zero, f64 base; then the
 * planes in the order of the columns. A column of equal values takes no plane at all.
 */
export type ColumnMode = 'offset' | 'delta';
export type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

export interface Column {
  /** 0-255, unique in its table. */
  readonly id: number;
  readonly mode: ColumnMode;
  /** Integers from -2^51 to 2^51 (26 days in ns); rows behind `rows` are ignored. */
  readonly values: Numbers;
  /** Where rows stand behind each other: the place of the column in a row, and the numbers of a row. */
  readonly place?: { readonly at: number; readonly stride: number };
}

const HEAD_BYTES = 8;
const COLUMN_HEAD_BYTES = 12;
const TWO_32 = 2 ** 32;

/** Reused between pages: the numbers of one column as they will be split into planes. */
let scratch = new Float64Array(8192);
let words = new Int32Array(8192);
let output = new Uint8Array(256 * 1024);

/** The bytes of a table; valid until the next one is encoded. */
export function encodeTable(rows: number, columns: readonly Column[]): Uint8Array {
  if (scratch.length < rows) scratch = new Float64Array(rows * 2);
  const planesAt = HEAD_BYTES + columns.length * COLUMN_HEAD_BYTES;
  const room = planesAt + columns.length * rows * 7;
  if (output.length < room) output = new Uint8Array(room * 2);
  const bytes = output;
  const view = new DataView(bytes.buffer);
  view.setUint32(0, rows, true);
  view.setUint32(4, columns.length, true);
  let at = planesAt;
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c] as Column;
    const { id, mode } = column;
    // As doubles first: loops over one kind of array are several times faster than over any kind.
    gather(column, rows);
    const base = mode === 'delta' ? firstOf(rows) : smallest(rows);
    const max = mode === 'delta' ? zigzag(rows, base) : offsets(rows, base);
    const width = byteWidth(max);
    const head = HEAD_BYTES + c * COLUMN_HEAD_BYTES;
    bytes[head] = id;
    bytes[head + 1] = mode === 'delta' ? 1 : 0;
    bytes[head + 2] = width;
    bytes[head + 3] = 0;
    view.setFloat64(head + 4, base, true);
    writePlanes(bytes, at, rows, width);
    at += rows * width;
  }
  return bytes.subarray(0, at);
}

/** `encodeTable`, compressed unless it is to be written again soon. */
export function packTable(rows: number, columns: readonly Column[], compressed = true): Buffer {
  return pack(encodeTable(rows, columns), compressed);
}

function gather({ values, place }: Column, rows: number): void {
  if (!place) scratch.set(values.length > rows ? values.subarray(0, rows) : values);
  else for (let i = 0, at = place.at; i < rows; i++, at += place.stride) scratch[i] = values[at] as number;
}

const firstOf = (rows: number): number => (rows > 0 ? (scratch[0] as number) : 0);

function smallest(rows: number): number {
  let min = firstOf(rows);
  for (let i = 1; i < rows; i++) if ((scratch[i] as number) < min) min = scratch[i] as number;
  return min;
}

/** Replaces the numbers in `scratch` by their distance to `base`; the largest one. */
function offsets(rows: number, base: number): number {
  let max = 0;
  for (let i = 0; i < rows; i++) {
    const value = (scratch[i] as number) - base;
    scratch[i] = value;
    if (value > max) max = value;
  }
  return max;
}

/** Replaces the numbers in `scratch` by the zigzag code of their distance to the one before; the largest one. */
function zigzag(rows: number, base: number): number {
  let max = 0;
  let previous = base;
  for (let i = 0; i < rows; i++) {
    const value = scratch[i] as number;
    const difference = value - previous;
    previous = value;
    const code = difference < 0 ? -2 * difference - 1 : 2 * difference;
    scratch[i] = code;
    if (code > max) max = code;
  }
  return max;
}

/** Bytes that hold `max`, 0-7. */
function byteWidth(max: number): number {
  let width = 0;
  for (let rest = max; rest >= 1; rest /= 256) width++;
  return width;
}

function writePlanes(bytes: Uint8Array, at: number, rows: number, width: number): void {
  if (words.length < rows) words = new Int32Array(rows * 2);
  for (let half = 0; half * 4 < width; half++) {
    // The low 32 bits first; `| 0` of a double keeps them, also past 2^32.
    for (let i = 0; i < rows; i++) {
      const value = scratch[i] as number;
      words[i] = half === 0 ? value | 0 : Math.floor(value / TWO_32) | 0;
    }
    const planes = Math.min(4, width - half * 4);
    for (let plane = 0; plane < planes; plane++) {
      const shift = plane * 8;
      const start = at + (half * 4 + plane) * rows;
      for (let i = 0; i < rows; i++) bytes[start + i] = (words[i] as number) >>> shift;
    }
  }
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

  has(id: number): boolean {
    return this.#heads.has(id);
  }

  float64(id: number): Float64Array {
    return this.#read(id, new Float64Array(this.rows));
  }

  /** For columns whose values fit an Int32. */
  int32(id: number): Int32Array {
    const head = this.#heads.get(id);
    // Codes of differences may need all 32 bits and more, which an Int32 would take for negative numbers.
    if (head && head.mode === 1 && head.width > 3) return Int32Array.from(this.float64(id));
    return this.#read(id, new Int32Array(this.rows));
  }

  uint8(id: number): Uint8Array {
    return this.#read(id, new Uint8Array(this.rows));
  }

  #read<T extends Float64Array | Int32Array | Uint8Array>(id: number, into: T): T {
    const head = this.#heads.get(id);
    if (!head) throw damaged(`a table lacks its column ${id}`);
    const { rows } = this;
    if (into instanceof Float64Array) this.#readWide(head, into);
    else this.#readNarrow(head.at, head.width, into);
    if (head.mode === 1) {
      undoZigzag(into, rows, head.base, head.width);
    } else if (head.base !== 0) {
      for (let i = 0; i < rows; i++) into[i] = (into[i] as number) + head.base;
    }
    return into;
  }

  #readNarrow(at: number, width: number, into: Numbers): void {
    const bytes = this.#bytes;
    const { rows } = this;
    for (let plane = 0; plane < width; plane++) {
      const shift = plane * 8;
      const start = at + plane * rows;
      for (let i = 0; i < rows; i++) into[i] = (into[i] as number) | ((bytes[start + i] as number) << shift);
    }
  }

  #readWide(head: { width: number; at: number }, into: Numbers): void {
    const bytes = this.#bytes;
    const { rows } = this;
    let scale = 1;
    for (let plane = 0; plane < head.width; plane++, scale *= 256) {
      const start = head.at + plane * rows;
      for (let i = 0; i < rows; i++) into[i] = (into[i] as number) + (bytes[start + i] as number) * scale;
    }
  }
}

function undoZigzag(column: Numbers, rows: number, base: number, width: number): void {
  let value = base;
  if (width < 4) {
    for (let i = 0; i < rows; i++) {
      const code = column[i] as number;
      value += (code >>> 1) ^ -(code & 1);
      column[i] = value;
    }
    return;
  }
  for (let i = 0; i < rows; i++) {
    const code = column[i] as number;
    value += code % 2 === 1 ? -(code + 1) / 2 : code / 2;
    column[i] = value;
  }
}
