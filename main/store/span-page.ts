import { packTable, Table } from './columns.ts';
import { grown } from './grown.ts';

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

/** Spans being gathered for a page, as columns; the names are those of the stored columns. */
export class SpanColumns {
  length = 0;
  capacity: number;
  ordinal: Float64Array;
  up: Float64Array;
  root: Float64Array;
  node: Int32Array;
  end: Float64Array;
  duration: Float64Array;
  covered: Float64Array;
  suspended: Float64Array;
  laneShift: Int32Array;
  flags: Int32Array;
  children: Int32Array;
  /** Not stored, but wanted when the page is described: the lane itself, and the function. */
  lane: Int32Array;
  function: Int32Array;

  constructor(capacity = 32) {
    this.capacity = capacity;
    this.ordinal = new Float64Array(capacity);
    this.up = new Float64Array(capacity);
    this.root = new Float64Array(capacity);
    this.node = new Int32Array(capacity);
    this.end = new Float64Array(capacity);
    this.duration = new Float64Array(capacity);
    this.covered = new Float64Array(capacity);
    this.suspended = new Float64Array(capacity);
    this.laneShift = new Int32Array(capacity);
    this.flags = new Int32Array(capacity);
    this.children = new Int32Array(capacity);
    this.lane = new Int32Array(capacity);
    this.function = new Int32Array(capacity);
  }

  grow(): void {
    const size = this.capacity * 2;
    this.capacity = size;
    this.ordinal = grown(this.ordinal, size);
    this.up = grown(this.up, size);
    this.root = grown(this.root, size);
    this.node = grown(this.node, size);
    this.end = grown(this.end, size);
    this.duration = grown(this.duration, size);
    this.covered = grown(this.covered, size);
    this.suspended = grown(this.suspended, size);
    this.laneShift = grown(this.laneShift, size);
    this.flags = grown(this.flags, size);
    this.children = grown(this.children, size);
    this.lane = grown(this.lane, size);
    this.function = grown(this.function, size);
  }

  pack(compressed = true): Buffer {
    return packTable(
      this.length,
      [
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
      ],
      compressed,
    );
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
