import { lowerBound } from '../lower-bound.ts';
import { Table } from './columns.ts';
import { giveBack } from './give-back.ts';

/** Bits of a span's flags; the first four are the contract's. */
export const SPAN = {
  /** It ended by an exception. */
  ERROR: 1,
  /** It was suspended at least once. */
  ASYNC: 2,
  /** It had not ended when its thread did, or has not yet. */
  UNFINISHED: 4,
  /** Its end was lost with a damaged frame. */
  INCOMPLETE: 8,
  /** It began after its parent had ended. */
  LATE: 16,
} as const;

/** Spans of class k last from 4^k to less than 4^(k+1) ns; class 0 has those of 0-3 ns. */
export const CLASSES = 27;
export const classWidth = (k: number): number => 4 ** k;

/**
 * Spans of a complete page. The shortest ones are most of all and seldom looked at one by one: large pages of them cost least to write.
 * Long ones are drawn at every zoom: of small pages few rows are read in vain.
 */
export const MAX_PAGE_ROWS = 8192;
export function pageRows(spanClass: number): number {
  if (spanClass < 4) return MAX_PAGE_ROWS;
  return spanClass < 6 ? 4096 : 2048;
}

/** `duration`: whole ns below 2^53. */
export function classOf(duration: number): number {
  if (duration < 1073741824) return duration < 4 ? 0 : (31 - Math.clz32(duration)) >> 1;
  return 15 + ((31 - Math.clz32(Math.floor(duration / 1073741824))) >> 1);
}

/**
 * Columns of a span page, as they are numbered in memory; in the file they count from 1. Times in whole ns since the thread's
 * origin. Ordinal, root and end are stored as differences to the row before.
 */
export const SPAN_COLUMNS = {
  ordinal: 0,
  /** Ordinal minus the parent's; 0: no parent. */
  up: 1,
  /** Ordinal of the root above. */
  root: 2,
  node: 3,
  end: 4,
  duration: 5,
  /** Union of the child intervals: duration minus self time. */
  covered: 6,
  suspended: 7,
  /** Lane minus the call node's depth: 0 as long as nothing runs side by side. */
  laneShift: 8,
  flags: 9,
  /** Children that began before its end. */
  children: 10,
} as const;
export const STORED_COLUMNS = 11;

/** A span page as read: each column is decoded when it is first used. */
export class SpanPage {
  readonly rows: number;
  /** In memory, with the columns that were used so far. */
  bytes: number;
  readonly #table: Table;
  readonly #columns = new Map<number, Float64Array | Int32Array | Uint8Array>();

  constructor(page: Uint8Array) {
    this.#table = Table.unpack(page);
    this.rows = this.#table.rows;
    this.bytes = this.#table.bytes;
  }

  get ordinal(): Float64Array {
    return this.#column(SPAN_COLUMNS.ordinal, (id) => this.#table.float64(id));
  }
  /** Ordinal minus the parent's; 0: no parent. */
  get up(): Float64Array {
    return this.#column(SPAN_COLUMNS.up, (id) => this.#table.float64(id));
  }
  get root(): Float64Array {
    return this.#column(SPAN_COLUMNS.root, (id) => this.#table.float64(id));
  }
  get node(): Int32Array {
    return this.#column(SPAN_COLUMNS.node, (id) => this.#table.int32(id));
  }
  /** ns since the thread's origin. */
  get end(): Float64Array {
    return this.#column(SPAN_COLUMNS.end, (id) => this.#table.float64(id));
  }
  get duration(): Float64Array {
    return this.#column(SPAN_COLUMNS.duration, (id) => this.#table.float64(id));
  }
  get covered(): Float64Array {
    return this.#column(SPAN_COLUMNS.covered, (id) => this.#table.float64(id));
  }
  get suspended(): Float64Array {
    return this.#column(SPAN_COLUMNS.suspended, (id) => this.#table.float64(id));
  }
  /** Lane minus the depth of the call node. */
  get laneShift(): Int32Array {
    return this.#column(SPAN_COLUMNS.laneShift, (id) => this.#table.int32(id));
  }
  get flags(): Uint8Array {
    return this.#column(SPAN_COLUMNS.flags, (id) => this.#table.uint8(id));
  }
  get children(): Int32Array {
    return this.#column(SPAN_COLUMNS.children, (id) => this.#table.int32(id));
  }

  /** Whether no span of it has one of these flags, as far as that is known without a look at each. */
  hasNone(flags: number): boolean {
    const all = this.#table.constant(SPAN_COLUMNS.flags + 1);
    return all !== undefined && (all & flags) === 0;
  }

  /** The end of its first row, and of its last one. */
  firstAndLastEnd(): readonly [first: number, last: number] {
    const known = this.#columns.get(SPAN_COLUMNS.end);
    if (known || this.rows === 0) return [this.end[0] as number, this.end.at(-1) as number];
    return this.#table.endsOfRising(SPAN_COLUMNS.end + 1);
  }

  /** The call nodes and the durations of its rows, into arrays that have room for them and instead of columns that are kept. */
  unpackInto(node: Int32Array, duration: Float64Array): void {
    this.#table.int32Into(SPAN_COLUMNS.node + 1, node);
    this.#table.readFloat64(SPAN_COLUMNS.duration + 1, 0, this.rows, duration);
  }

  /** Whether it reads from the bytes that it was made of, also later. */
  isOver(page: Uint8Array): boolean {
    return this.#table.isOver(page);
  }

  /** Gives its memory back at once; it has no columns any more. */
  release(): void {
    this.#table.release();
    for (const column of this.#columns.values()) giveBack(column);
    this.#columns.clear();
  }

  /** The first row that ends at `time` or later; how many rows there are when all end before. */
  firstEndingAt(time: number): number {
    return lowerBound(this.end, time);
  }

  #column<T extends Float64Array | Int32Array | Uint8Array>(place: number, read: (id: number) => T): T {
    const known = this.#columns.get(place) as T | undefined;
    if (known) return known;
    const column = read(place + 1);
    this.#columns.set(place, column);
    this.bytes += column.byteLength;
    return column;
  }
}
