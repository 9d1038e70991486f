import { pack } from '../store/compression.ts';
import { PlaneWriter, widthOf } from '../store/plane-writer.ts';
import { MAX_PAGE_ROWS, SPAN_COLUMNS, type SpanPage, STORED_COLUMNS } from '../store/span-page.ts';
import { type CallNodes, I, IDENTITY } from './call-nodes.ts';
import type { PageFunctions } from './function-index.ts';
import { F, ROW, SpanBatch, T } from './span-batch.ts';

/** What the directory says of a page; columns of the table `pages`, ns since the thread's origin. */
export interface PageStatistics {
  readonly errors: number;
  readonly late: number;
  readonly minStart: number;
  readonly maxStart: number;
  readonly minEnd: number;
  readonly maxEnd: number;
  readonly minOrdinal: number;
  readonly maxOrdinal: number;
  /** -1: a span without a parent is among them. */
  readonly minParent: number;
  readonly maxParent: number;
  readonly minLane: number;
  readonly maxLane: number;
  readonly minRoot: number;
  readonly maxRoot: number;
}

/** Columns in memory: those that are stored, and the function, which follows from the node. */
const COLUMNS = STORED_COLUMNS + 1;
const FUNCTION = STORED_COLUMNS;
/** Numbers between two columns: without them a row of all columns would fall into one set of the processor's cache. */
const APART = 48;
const FIRST_ROWS = 64;
/** Rows whose numbers are below have codes of 32 bits. */
const NARROW = 2 ** 30;
const TWO_32 = 2 ** 32;

const C = SPAN_COLUMNS;
const writer = new PlaneWriter();
let shifted = new Int32Array(MAX_PAGE_ROWS);

/**
 * A page while it is being filled. Rows are turned into the codes of the stored columns as they come, 32 bits each in one array,
 * so that a page is read once more and no more when it is written. Rows must come in the order of their ends.
 */
export class PageBuilder {
  length = 0;
  readonly #limit: number;
  #capacity = 0;
  /** From one column to the next. */
  #stride = APART;
  #low = new Int32Array(0);
  /** Higher 32 bits of the codes; all 0 unless `#isWide`, and empty before there are any. */
  #high = new Int32Array(0);
  #isWide = false;
  /** By column: all bits of its codes, the lower 32. */
  readonly #bits = new Int32Array(STORED_COLUMNS);
  /** Where the differences of ordinals, roots and ends start from, and where they are now; NaN in an empty page. */
  readonly #first = { ordinal: Number.NaN, root: Number.NaN, end: Number.NaN };
  readonly #last = { ordinal: Number.NaN, root: Number.NaN, end: Number.NaN };
  #statistics = noStatistics();

  /** `limit`: rows at most. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.length === this.#limit;
  }

  get statistics(): PageStatistics {
    return { ...this.#statistics, minEnd: this.#first.end, maxEnd: this.#last.end };
  }

  /** By row; valid until more is added. */
  get functions(): Int32Array {
    return this.#column(FUNCTION);
  }

  get flags(): Int32Array {
    return this.#column(C.flags);
  }

  clear(): void {
    this.length = 0;
    if (this.#isWide) this.#high.fill(0);
    this.#isWide = false;
    this.#bits.fill(0);
    this.#statistics = noStatistics();
  }

  /** Appends the rows of the batch that `rows[from]` to `rows[to]` name, until the page is full; how many. */
  append({ times, facts }: SpanBatch, rows: Int32Array, from: number, to: number): number {
    const count = Math.min(to - from, this.#limit - this.length);
    if (this.length + count > this.#capacity) this.#grow(this.length + count);
    if (this.length === 0) this.#begin(times, (rows[from] as number) * ROW);
    const low = this.#low;
    const stride = this.#stride;
    const last = this.#last;
    const s = this.#statistics;
    let { ordinal: lastOrdinal, root: lastRoot, end: lastEnd } = last;
    let { minStart, maxStart, minOrdinal, maxOrdinal, minParent, maxParent, minLane, maxLane } = s;
    let { minRoot, maxRoot } = s;
    let { errors, late } = s;
    let row = this.length;
    let ordinalBits = 0;
    let upBits = 0;
    let rootBits = 0;
    let nodeBits = 0;
    let endBits = 0;
    let durationBits = 0;
    let coveredBits = 0;
    let suspendedBits = 0;
    let shiftBits = 0;
    let flagBits = 0;
    let childBits = 0;
    for (let i = from; i < from + count; i++, row++) {
      const at = (rows[i] as number) * ROW;
      const ordinal = times[at + T.ordinal] as number;
      const parent = times[at + T.parent] as number;
      const root = times[at + T.root] as number;
      const start = times[at + T.start] as number;
      const end = times[at + T.end] as number;
      const duration = times[at + T.duration] as number;
      const lane = facts[at + F.lane] as number;
      const flags = facts[at + F.flags] as number;
      const up = parent < 0 ? 0 : ordinal - parent;
      if (ordinal < NARROW && duration < NARROW && end - lastEnd < NARROW) {
        const byOrdinal = (ordinal - lastOrdinal) | 0;
        const byRoot = (root - lastRoot) | 0;
        const ordinalCode = (byOrdinal << 1) ^ (byOrdinal >> 31);
        const rootCode = (byRoot << 1) ^ (byRoot >> 31);
        const endCode = (end - lastEnd) << 1;
        const covered = (times[at + T.covered] as number) | 0;
        const suspended = (times[at + T.suspended] as number) | 0;
        low[row + C.ordinal * stride] = ordinalCode;
        low[row + C.up * stride] = up;
        low[row + C.root * stride] = rootCode;
        low[row + C.end * stride] = endCode;
        low[row + C.duration * stride] = duration;
        low[row + C.covered * stride] = covered;
        low[row + C.suspended * stride] = suspended;
        ordinalBits |= ordinalCode;
        upBits |= up;
        rootBits |= rootCode;
        endBits |= endCode;
        durationBits |= duration;
        coveredBits |= covered;
        suspendedBits |= suspended;
      } else {
        this.#put(C.ordinal, row, zigzag(ordinal - lastOrdinal));
        this.#put(C.up, row, up);
        this.#put(C.root, row, zigzag(root - lastRoot));
        this.#put(C.end, row, zigzag(end - lastEnd));
        this.#put(C.duration, row, duration);
        this.#put(C.covered, row, times[at + T.covered] as number);
        this.#put(C.suspended, row, times[at + T.suspended] as number);
      }
      const node = facts[at + F.node] as number;
      const shift = lane - (facts[at + F.depth] as number);
      const children = facts[at + F.children] as number;
      low[row + C.node * stride] = node;
      low[row + C.laneShift * stride] = shift;
      low[row + C.flags * stride] = flags;
      low[row + C.children * stride] = children;
      low[row + FUNCTION * stride] = facts[at + F.function] as number;
      nodeBits |= node;
      shiftBits |= shift;
      flagBits |= flags;
      childBits |= children;
      lastOrdinal = ordinal;
      lastRoot = root;
      lastEnd = end;
      errors += flags & 1;
      late += (flags >> 4) & 1;
      if (start < minStart) minStart = start;
      if (start > maxStart) maxStart = start;
      if (ordinal < minOrdinal) minOrdinal = ordinal;
      if (ordinal > maxOrdinal) maxOrdinal = ordinal;
      if (parent < minParent) minParent = parent;
      if (parent > maxParent) maxParent = parent;
      if (root < minRoot) minRoot = root;
      if (root > maxRoot) maxRoot = root;
      if (lane < minLane) minLane = lane;
      if (lane > maxLane) maxLane = lane;
    }
    last.ordinal = lastOrdinal;
    last.root = lastRoot;
    last.end = lastEnd;
    s.minStart = minStart;
    s.maxStart = maxStart;
    s.minOrdinal = minOrdinal;
    s.maxOrdinal = maxOrdinal;
    s.minParent = minParent;
    s.maxParent = maxParent;
    s.minLane = minLane;
    s.maxLane = maxLane;
    s.minRoot = minRoot;
    s.maxRoot = maxRoot;
    s.errors = errors;
    s.late = late;
    const bits = this.#bits;
    bits[C.ordinal] = (bits[C.ordinal] as number) | ordinalBits;
    bits[C.up] = (bits[C.up] as number) | upBits;
    bits[C.root] = (bits[C.root] as number) | rootBits;
    bits[C.node] = (bits[C.node] as number) | nodeBits;
    bits[C.end] = (bits[C.end] as number) | endBits;
    bits[C.duration] = (bits[C.duration] as number) | durationBits;
    bits[C.covered] = (bits[C.covered] as number) | coveredBits;
    bits[C.suspended] = (bits[C.suspended] as number) | suspendedBits;
    bits[C.laneShift] = (bits[C.laneShift] as number) | shiftBits;
    bits[C.flags] = (bits[C.flags] as number) | flagBits;
    bits[C.children] = (bits[C.children] as number) | childBits;
    this.length = row;
    return count;
  }

  /** The page as it is stored; see `SpanPage`. `compressed`: it will not be written again. */
  pack(compressed: boolean): Buffer {
    writer.start(this.length, STORED_COLUMNS);
    this.#write(C.ordinal, this.#first.ordinal);
    this.#write(C.up);
    this.#write(C.root, this.#first.root);
    this.#write(C.node);
    this.#write(C.end, this.#first.end);
    this.#write(C.duration);
    this.#write(C.covered);
    this.#write(C.suspended);
    this.#writeShifted(C.laneShift);
    this.#write(C.flags);
    this.#write(C.children);
    return pack(writer.take(), compressed);
  }

  /** Codes as they are; those of a column of differences start from `first`. */
  #write(column: number, first?: number): void {
    const from = column * this.#stride;
    const high = this.#isWide ? bitsOf(this.#high, from, this.length) : 0;
    const width = widthOf(this.#bits[column] as number, high);
    const mode = first === undefined ? 'offset' : 'delta';
    writer.column(column + 1, mode, first ?? 0, width, from, this.#low, this.#high);
  }

  /** A column of 32-bit numbers, less the smallest of them. */
  #writeShifted(column: number): void {
    const numbers = this.#column(column);
    // Nearly always all are 0.
    const seen = this.#bits[column] === 0 ? 0 : numbers.length;
    let min = this.length > 0 ? (numbers[0] as number) : 0;
    let max = min;
    for (let i = 1; i < seen; i++) {
      const number = numbers[i] as number;
      if (number < min) min = number;
      if (number > max) max = number;
    }
    if (shifted.length < numbers.length) shifted = new Int32Array(numbers.length * 2);
    if (max > min) for (let i = 0; i < numbers.length; i++) shifted[i] = (numbers[i] as number) - min;
    writer.column(column + 1, 'offset', min, widthOf(max - min, 0), 0, shifted, this.#high);
  }

  #column(column: number): Int32Array {
    const from = column * this.#stride;
    return this.#low.subarray(from, from + this.length);
  }

  #begin(times: Float64Array, at: number): void {
    const first = this.#first;
    first.ordinal = times[at + T.ordinal] as number;
    first.root = times[at + T.root] as number;
    first.end = times[at + T.end] as number;
    Object.assign(this.#last, first);
  }

  #put(column: number, row: number, code: number): void {
    const at = row + column * this.#stride;
    this.#low[at] = code;
    this.#bits[column] = (this.#bits[column] as number) | code;
    if (code < TWO_32) return;
    if (this.#high.length === 0) this.#high = new Int32Array(this.#low.length);
    this.#high[at] = Math.floor(code / TWO_32);
    this.#isWide = true;
  }

  #grow(rows: number): void {
    let capacity = Math.max(FIRST_ROWS, this.#capacity);
    while (capacity < rows) capacity *= 8;
    const stride = Math.min(capacity, Math.max(rows, this.#limit)) + APART;
    this.#low = restrided(this.#low, this.#stride, stride, this.length);
    if (this.#high.length > 0) this.#high = restrided(this.#high, this.#stride, stride, this.length);
    this.#stride = stride;
    this.#capacity = stride - APART;
  }
}

/** The spans of a page that was written, as they were before they were filed. */
export function batchOf(page: SpanPage, { identity }: CallNodes): SpanBatch {
  const { rows, ordinal, up, root, node, end, duration, covered, suspended, laneShift, flags, children } =
    page;
  const batch = new SpanBatch(rows);
  batch.length = rows;
  for (let i = 0; i < rows; i++) {
    const at = i * ROW;
    const [o, u, e, d] = [ordinal[i], up[i], end[i], duration[i]] as [number, number, number, number];
    const n = (node[i] as number) * IDENTITY;
    const depth = identity[n + I.depth] as number;
    const times = [o, u === 0 ? -1 : o - u, root[i], e - d, e, d, covered[i], suspended[i]] as number[];
    const lane = (laneShift[i] as number) + depth;
    const facts = [node[i], identity[n + I.function], depth, lane, flags[i], children[i]] as number[];
    batch.times.set(times, at);
    batch.facts.set(facts, at);
  }
  return batch;
}

/** The functions of a page that was written. */
export function functionsOf({ rows, node, flags }: SpanPage, { identity }: CallNodes): PageFunctions {
  const functions = node.map((one) => identity[one * IDENTITY + I.function] as number);
  return { length: rows, functions, flags };
}

const zigzag = (difference: number): number => (difference < 0 ? -2 * difference - 1 : 2 * difference);

function bitsOf(words: Int32Array, from: number, length: number): number {
  let bits = 0;
  for (let i = from; i < from + length; i++) bits |= words[i] as number;
  return bits;
}

function restrided(
  old: Int32Array,
  oldStride: number,
  stride: number,
  rows: number,
): Int32Array<ArrayBuffer> {
  const words = new Int32Array(stride * COLUMNS);
  for (let column = 0; rows > 0 && column < COLUMNS; column++) {
    words.set(old.subarray(column * oldStride, column * oldStride + rows), column * stride);
  }
  return words;
}

/** Doubles where doubles will stand: an object whose numbers change their kind undoes what was compiled for it. */
const noStatistics = () => ({
  errors: 0,
  late: 0,
  minStart: Number.POSITIVE_INFINITY,
  maxStart: Number.NEGATIVE_INFINITY,
  minOrdinal: Number.POSITIVE_INFINITY,
  maxOrdinal: Number.NEGATIVE_INFINITY,
  minParent: Number.POSITIVE_INFINITY,
  maxParent: Number.NEGATIVE_INFINITY,
  minLane: 0x7fffffff,
  maxLane: -1,
  minRoot: Number.POSITIVE_INFINITY,
  maxRoot: Number.NEGATIVE_INFINITY,
});
