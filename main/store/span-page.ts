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

/** Columns of a span page. Times in whole ns since the thread's origin. */
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

/** Spans as columns that grow. `length` rows are valid. */
export class SpanColumns {
  length = 0;
  ordinal: Float64Array;
  up: Float64Array;
  root: Float64Array;
  node: Int32Array;
  end: Float64Array;
  duration: Float64Array;
  covered: Float64Array;
  suspended: Float64Array;
  laneShift: Int32Array;
  flags: Uint8Array;
  children: Int32Array;

  constructor(capacity = 32) {
    this.ordinal = new Float64Array(capacity);
    this.up = new Float64Array(capacity);
    this.root = new Float64Array(capacity);
    this.node = new Int32Array(capacity);
    this.end = new Float64Array(capacity);
    this.duration = new Float64Array(capacity);
    this.covered = new Float64Array(capacity);
    this.suspended = new Float64Array(capacity);
    this.laneShift = new Int32Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.children = new Int32Array(capacity);
  }

  get capacity(): number {
    return this.flags.length;
  }

  /** Doubles the room; the rows stay. */
  grow(): void {
    const size = this.capacity * 2;
    this.ordinal = doubled(this.ordinal, new Float64Array(size));
    this.up = doubled(this.up, new Float64Array(size));
    this.root = doubled(this.root, new Float64Array(size));
    this.node = doubled(this.node, new Int32Array(size));
    this.end = doubled(this.end, new Float64Array(size));
    this.duration = doubled(this.duration, new Float64Array(size));
    this.covered = doubled(this.covered, new Float64Array(size));
    this.suspended = doubled(this.suspended, new Float64Array(size));
    this.laneShift = doubled(this.laneShift, new Int32Array(size));
    this.flags = doubled(this.flags, new Uint8Array(size));
    this.children = doubled(this.children, new Int32Array(size));
  }

  pack(compressed = true): Buffer {
    const columns: Column[] = [
      { id: COLUMN.ordinal, mode: 'delta', values: this.ordinal },
      { id: COLUMN.up, mode: 'offset', values: this.up },
      { id: COLUMN.root, mode: 'delta', values: this.root },
      { id: COLUMN.node, mode: 'offset', values: this.node },
      { id: COLUMN.end, mode: 'delta', values: this.end },
      { id: COLUMN.duration, mode: 'offset', values: this.duration },
      { id: COLUMN.covered, mode: 'offset', values: this.covered },
      { id: COLUMN.suspended, mode: 'offset', values: this.suspended },
      { id: COLUMN.laneShift, mode: 'offset', values: this.laneShift },
      { id: COLUMN.flags, mode: 'offset', values: this.flags },
      { id: COLUMN.children, mode: 'offset', values: this.children },
    ];
    return packTable(this.length, columns, compressed);
  }
}

function doubled<T extends Float64Array | Int32Array | Uint8Array>(old: T, bigger: T): T {
  bigger.set(old);
  return bigger;
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
