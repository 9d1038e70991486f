import { type Column, encodeTable, Table } from './columns.ts';
import { damaged, pack, unpack } from './compression.ts';

/**
 * Density at level j: for buckets of 2^j ns, how many spans begin in each, by lane. Those count whose duration class is below
 * `classesAt(j)`, so that they last half a bucket at most. A block holds 256 buckets and is written only where it counts at
 * least `DENSE_SPANS` spans; elsewhere the pages themselves are cheap to read.
 *
 * Its bytes: u32 length of the first table, with bit 31 set; u32 thread, u32 level and f64 block, for one block looks like another;
 * (up to version 11: the length without bit 31, and nothing more of a head;) a table of the lanes, ascending, with the number of their cells; a table of the
 * cells, by lane and then by bucket. Who wants the upper lanes unpacks no others.
 */
export const BUCKETS = 256;
export const DENSE_SPANS = 2048;
/** Buckets of 4 us. Where finer ones would be wanted, so few spans are in a window that reading them takes less than a frame. */
export const MIN_LEVEL = 12;
/** Buckets of 2^46 ns (20 hours). */
export const MAX_LEVEL = 46;
/** A bucket is closed when this many newer ones have begun: a span shorter than a bucket ends at most in the next one. */
export const OPEN_BUCKETS = 2;
/** Buckets that one of the next level covers. */
export const LEVEL_RATIO = 2;

export const bucketWidth = (level: number): number => 2 ** level;
/** Spans of the duration classes below this one count at the level. */
export const classesAt = (level: number): number => Math.max(0, Math.floor((level - 1) / 2));
/** The finest level at which a span of the class counts. */
export const finestLevel = (spanClass: number): number => Math.max(MIN_LEVEL, 2 * spanClass + 3);

/** The first `length` cells of a block in the order of their buckets. `bucket` counts from where the block begins. */
export interface DensityCells {
  readonly length: number;
  readonly bucket: Int32Array;
  readonly lane: Int32Array;
  readonly count: Int32Array;
  readonly errors: Int32Array;
  /** The function that most spans of the cell have, as far as a majority vote tells. */
  readonly function: Int32Array;
}

const LANE_COLUMN = { lane: 1, cells: 2 } as const;
/** `step`: buckets since the lane's cell before, or since the block's begin. */
const CELL_COLUMN = { step: 1, count: 2, errors: 3, function: 4 } as const;

/** Reused between blocks, by cell: its row in the block as it is packed, and the columns of that. */
let order = new Int32Array(8192);
let steps = new Int32Array(8192);
let counts = new Int32Array(8192);
let errors = new Int32Array(8192);
let functions = new Int32Array(8192);

/** Which block it is. */
export interface BlockPlace {
  readonly thread: number;
  readonly level: number;
  readonly block: number;
}

const PLACED = 2 ** 31;
const HEAD_BYTES = 20;
const OLD_HEAD_BYTES = 4;

/** Not compressed: blocks are so small that setting a compressor up costs more than what it saves, in reading too. */
export function packDensity(cells: DensityCells, place: BlockPlace): Buffer {
  const { length } = cells;
  if (length > order.length) {
    order = new Int32Array(length * 2);
    steps = new Int32Array(length * 2);
    counts = new Int32Array(length * 2);
    errors = new Int32Array(length * 2);
    functions = new Int32Array(length * 2);
  }
  const { lanes, cellsOf } = orderByLane(cells);
  for (let lane = 0, at = 0; lane < lanes.length; lane++) {
    let before = 0;
    for (const end = at + (cellsOf[lane] as number); at < end; at++) {
      const cell = order[at] as number;
      const bucket = cells.bucket[cell] as number;
      steps[at] = bucket - before;
      before = bucket;
      counts[at] = cells.count[cell] as number;
      errors[at] = cells.errors[cell] as number;
      functions[at] = cells.function[cell] as number;
    }
  }
  const lanesOf: Column[] = [
    { id: LANE_COLUMN.lane, mode: 'delta', values: lanes },
    { id: LANE_COLUMN.cells, mode: 'offset', values: cellsOf },
  ];
  const cellColumns: Column[] = [
    { id: CELL_COLUMN.step, mode: 'offset', values: steps },
    { id: CELL_COLUMN.count, mode: 'offset', values: counts },
    { id: CELL_COLUMN.errors, mode: 'offset', values: errors },
    { id: CELL_COLUMN.function, mode: 'offset', values: functions },
  ];
  const first = Buffer.from(encodeTable(lanes.length, lanesOf));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(PLACED + first.length, 0);
  head.writeUInt32LE(place.thread, 4);
  head.writeUInt32LE(place.level, 8);
  head.writeDoubleLE(place.block, 12);
  return pack(Buffer.concat([head, first, encodeTable(length, cellColumns)]), false);
}

/** Puts the cells by lane, those of one lane in their order, into `order`. The lanes, ascending, and how many cells each has. */
function orderByLane({ length, lane }: DensityCells) {
  let deepest = -1;
  for (let i = 0; i < length; i++) if ((lane[i] as number) > deepest) deepest = lane[i] as number;
  const next = new Int32Array(deepest + 2);
  for (let i = 0; i < length; i++) {
    const at = (lane[i] as number) + 1;
    next[at] = (next[at] as number) + 1;
  }
  let count = 0;
  for (let l = 0; l <= deepest; l++) if ((next[l + 1] as number) > 0) count++;
  const lanes = new Int32Array(count);
  const cellsOf = new Int32Array(count);
  for (let l = 0, place = 0; l <= deepest; l++) {
    const cells = next[l + 1] as number;
    next[l + 1] = cells + (next[l] as number);
    if (cells === 0) continue;
    lanes[place] = l;
    cellsOf[place++] = cells;
  }
  for (let i = 0; i < length; i++) {
    const l = lane[i] as number;
    const at = next[l] as number;
    order[at] = i;
    next[l] = at + 1;
  }
  return { lanes, cellsOf };
}

/** Cells of some lanes, by lane and then by bucket. */
export interface LaneCells {
  readonly step: Int32Array;
  readonly count: Int32Array;
  readonly errors: Int32Array;
  readonly function: Int32Array;
}

/** Those that were read last. */
let cellsRead: LaneCells = roomFor(8192);

/** A block as read; throws `damaged`. */
export class DensityBlock {
  /** Ascending. */
  readonly lanes: Int32Array;
  /** By place in `lanes`. */
  readonly cellsOf: Int32Array;
  /** Unpacked. */
  readonly bytes: number;
  readonly #cells: Table;
  readonly #place: BlockPlace | undefined;

  constructor(page: Uint8Array) {
    const bytes = unpack(page);
    if (bytes.length < OLD_HEAD_BYTES) throw damaged('a block of density has no head');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const stated = view.getUint32(0, true);
    const isPlaced = stated >= PLACED;
    if (isPlaced && bytes.length < HEAD_BYTES) throw damaged('a block of density has no head');
    const begin = isPlaced ? HEAD_BYTES : OLD_HEAD_BYTES;
    const middle = begin + (isPlaced ? stated - PLACED : stated);
    if (isPlaced) {
      const [thread, level] = [view.getUint32(4, true), view.getUint32(8, true)];
      this.#place = { thread, level, block: view.getFloat64(12, true) };
    }
    const lanes = new Table(bytes.subarray(begin, middle));
    this.lanes = lanes.int32(LANE_COLUMN.lane);
    this.cellsOf = lanes.int32(LANE_COLUMN.cells);
    this.#cells = new Table(bytes.subarray(middle));
    this.bytes = bytes.length;
  }

  /** Whether it is the block of this place; true of one that does not say. */
  isAt({ thread, level, block }: BlockPlace): boolean {
    const own = this.#place;
    return !own || (own.thread === thread && own.level === level && own.block === block);
  }

  /** The cells from one row to before another, from row 0 of the columns on; valid until cells are read again. */
  cells(from: number, to: number): LaneCells {
    if (to - from > cellsRead.step.length) cellsRead = roomFor((to - from) * 2);
    const cells = this.#cells;
    cells.readInt32(CELL_COLUMN.step, from, to, cellsRead.step);
    cells.readInt32(CELL_COLUMN.count, from, to, cellsRead.count);
    cells.readInt32(CELL_COLUMN.errors, from, to, cellsRead.errors);
    cells.readInt32(CELL_COLUMN.function, from, to, cellsRead.function);
    return cellsRead;
  }
}

function roomFor(cells: number): LaneCells {
  return {
    step: new Int32Array(cells),
    count: new Int32Array(cells),
    errors: new Int32Array(cells),
    function: new Int32Array(cells),
  };
}

/**
 * Takes `weight` spans of a function into a majority vote (Boyer and Moore): `numbers[at]` is the candidate, `numbers[at + 1]` by how
 * much it leads. Without a branch, for no processor can guess which function comes next.
 */
export function vote(numbers: Int32Array, at: number, functionIndex: number, weight: number): void {
  const candidate = numbers[at] as number;
  const differs = candidate ^ functionIndex;
  // -1 where they differ, else 0.
  const against = (differs | (0 - differs)) >> 31;
  const lead = (numbers[at + 1] as number) + ((weight ^ against) - against);
  const isBeaten = lead >> 31;
  numbers[at] = candidate ^ (differs & isBeaten);
  numbers[at + 1] = (lead ^ isBeaten) - isBeaten;
}

/** The last ns covered by closed buckets (exclusive) once a thread has come to `lastNs`. */
export function coveredUntil(level: number, lastNs: number, ended: boolean): number {
  if (ended) return Number.POSITIVE_INFINITY;
  const width = bucketWidth(level);
  return Math.max(0, Math.floor(lastNs / width) - OPEN_BUCKETS + 1) * width;
}
