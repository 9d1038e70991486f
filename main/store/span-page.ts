import { type Column, packTable, Table } from './columns.ts';

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

/** Spans of a complete page. */
export const PAGE_ROWS = 4096;

/** Spans of class k last from 4^k to less than 4^(k+1) ns; class 0 has those of 0-3 ns. */
export const CLASSES = 27;
export const classWidth = (k: number): number => 4 ** k;

/** `duration`: whole ns below 2^53. */
export function classOf(duration: number): number {
  if (duration < 1073741824) return duration < 4 ? 0 : (31 - Math.clz32(duration)) >> 1;
  return 15 + ((31 - Math.clz32(Math.floor(duration / 1073741824))) >> 1);
}

/** Columns of a span page; times in whole ns since the thread's origin. The numbers are those of the stored columns. */
const COLUMN = {
  ordinal: 1,
  /** Ordinal minus the parent's; 0: no parent. */
  up: 2,
  /** Ordinal of the root above. */
  root: 3,
  node: 4,
  end: 5,
  duration: 6,
  /** Union of the child intervals: duration minus self time. */
  covered: 7,
  suspended: 8,
  /** Lane minus the call node's depth: 0 as long as nothing runs side by side. */
  laneShift: 9,
  flags: 10,
  /** Children that began before its end. */
  children: 11,
} as const;

/** Numbers of a row; a column stands at its number minus one. */
export const SPAN_STRIDE = 11;
/** Places of the columns in a row. */
export const AT = {
  ordinal: 0,
  up: 1,
  root: 2,
  node: 3,
  end: 4,
  duration: 5,
  covered: 6,
  suspended: 7,
  laneShift: 8,
  flags: 9,
  children: 10,
} as const;
const DELTA: ReadonlySet<number> = new Set([COLUMN.ordinal, COLUMN.root, COLUMN.end]);

/**
 * Spans being gathered for a page, row after row: a dozen pages grow side by side, and a span then touches one place in
 * memory instead of eleven.
 */
export class SpanRows {
  length = 0;
  /** `SPAN_STRIDE` numbers a row. */
  numbers: Float64Array;

  constructor(capacity = 32) {
    this.numbers = new Float64Array(capacity * SPAN_STRIDE);
  }

  /** Where the next row begins; makes room for it. */
  push(): number {
    const at = this.length++ * SPAN_STRIDE;
    if (at === this.numbers.length) {
      const bigger = new Float64Array(at * 2);
      bigger.set(this.numbers);
      this.numbers = bigger;
    }
    return at;
  }

  pack(compressed = true): Buffer {
    const columns = Object.values(COLUMN).map(
      (id): Column => ({
        id,
        mode: DELTA.has(id) ? 'delta' : 'offset',
        values: this.numbers,
        place: { at: id - 1, stride: SPAN_STRIDE },
      }),
    );
    return packTable(this.length, columns, compressed);
  }
}

/** A span page as read: each column is decoded when it is first used. */
export class SpanPage {
  readonly rows: number;
  readonly #table: Table;
  readonly #columns = new Map<number, Float64Array | Int32Array | Uint8Array>();

  constructor(page: Uint8Array) {
    this.#table = Table.unpack(page);
    this.rows = this.#table.rows;
  }

  get ordinal(): Float64Array {
    return this.#column(COLUMN.ordinal, (id) => this.#table.float64(id));
  }
  /** Ordinal minus the parent's; 0: no parent. */
  get up(): Float64Array {
    return this.#column(COLUMN.up, (id) => this.#table.float64(id));
  }
  get root(): Float64Array {
    return this.#column(COLUMN.root, (id) => this.#table.float64(id));
  }
  get node(): Int32Array {
    return this.#column(COLUMN.node, (id) => this.#table.int32(id));
  }
  /** ns since the thread's origin. */
  get end(): Float64Array {
    return this.#column(COLUMN.end, (id) => this.#table.float64(id));
  }
  get duration(): Float64Array {
    return this.#column(COLUMN.duration, (id) => this.#table.float64(id));
  }
  get covered(): Float64Array {
    return this.#column(COLUMN.covered, (id) => this.#table.float64(id));
  }
  get suspended(): Float64Array {
    return this.#column(COLUMN.suspended, (id) => this.#table.float64(id));
  }
  /** Lane minus the depth of the call node. */
  get laneShift(): Int32Array {
    return this.#column(COLUMN.laneShift, (id) => this.#table.int32(id));
  }
  get flags(): Uint8Array {
    return this.#column(COLUMN.flags, (id) => this.#table.uint8(id));
  }
  get children(): Int32Array {
    return this.#column(COLUMN.children, (id) => this.#table.int32(id));
  }

  #column<T extends Float64Array | Int32Array | Uint8Array>(id: number, read: (id: number) => T): T {
    const known = this.#columns.get(id) as T | undefined;
    if (known) return known;
    const column = read(id);
    this.#columns.set(id, column);
    return column;
  }
}
