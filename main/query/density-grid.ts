import { BUCKETS, type DensityBlock, type LaneCells, vote } from '../store/density-block.ts';

/** Part of a block that is wanted; buckets are those of the block's level and count from the thread's origin. */
export interface BlockPart {
  /** Bucket in which the block begins. */
  readonly origin: number;
  /** Those that count, end exclusive. */
  readonly from: number;
  readonly to: number;
  /** So many are one bucket of the grid. */
  readonly ratio: number;
}

/** Numbers of a cell, and their places. Function and lead are a majority vote: the candidate and its lead. */
const CELL = 4;
const C = { count: 0, errors: 1, function: 2, lead: 3 } as const;

/**
 * Lanes that nobody uses now, all empty; making new ones takes longer than filling them. A lane has its cells, and from its end
 * backwards a bit for each that is not empty.
 */
const spare: Int32Array[] = [];
/** Numbers of all of them together, at most: 8 MB. */
const MAX_SPARE = 2 ** 21;
let spareNumbers = 0;

function keep(lane: Int32Array): void {
  if (spareNumbers + lane.length > MAX_SPARE) return;
  spareNumbers += lane.length;
  spare.push(lane);
}

/** Where the bit of the cell `x` stands; never among cells, however wide the grids are that use the lane. */
const wordOf = (lane: Int32Array, x: number): number => lane.length - 1 - (x >> 5);

/** The first cell from `x` on that is not empty; `width` when all are. */
function nextCell(lane: Int32Array, x: number, width: number): number {
  for (let from = x; from < width; from = (from | 31) + 1) {
    const left = (lane[wordOf(lane, from)] as number) & (-1 << (from & 31));
    if (left !== 0) return (from & ~31) + 31 - Math.clz32(left & -left);
  }
  return width;
}

/** Cells of a block that are one lane's, in the order of time, and are cells of the grid as they stand. */
interface Run {
  readonly block: DensityBlock;
  /** Rows of the block, end exclusive. */
  readonly from: number;
  readonly to: number;
  /** Cell of the grid from which the step of the first row counts. */
  readonly before: number;
}

const NO_RUNS: readonly Run[] = [];

/**
 * Density of one thread by bucket of time and lane. The buckets are those in which the recording counts, so that most of it is what
 * blocks have counted already: such cells stay where they are until they are written into the answer. Only what is counted
 * besides has cells of its own, made where something falls into them.
 */
export class DensityGrid {
  /** Bucket in which it begins, counted from the thread's origin. */
  readonly first: number;
  readonly bucketNs: number;
  /** At least as many as there are cells with something in them: one of a block and one of its own may be the same. */
  cells = 0;
  readonly #width: number;
  readonly #minLane: number;
  readonly #maxLane: number;
  #lanes: (Int32Array | undefined)[] = [];
  /** By lane, in the order of time. */
  #runs: (Run[] | undefined)[] = [];

  /** `width` in buckets. What falls outside the lanes is left out. */
  constructor(first: number, bucketNs: number, width: number, minLane: number, maxLane: number) {
    this.first = first;
    this.bucketNs = bucketNs;
    this.#width = width;
    this.#minLane = minLane;
    this.#maxLane = maxLane;
  }

  /** A span of a function that begins at `time`, ns since the thread's origin. */
  add(lane: number, time: number, error: number, fn: number): void {
    if (lane < this.#minLane || lane > this.#maxLane) return;
    const x = Math.floor(time / this.bucketNs) - this.first;
    if (x >= 0 && x < this.#width) this.#add(this.#lane(lane), x, 1, error, fn);
  }

  /** What a block has counted. Those whose buckets are the grid's come in the order of time. */
  addBlock(block: DensityBlock, part: BlockPart): void {
    const { lanes, cellsOf } = block;
    const shift = part.origin - this.first * part.ratio;
    for (let place = 0, from = 0; place < lanes.length; place++) {
      const lane = lanes[place] as number;
      if (lane > this.#maxLane) break;
      const to = from + (cellsOf[place] as number);
      if (lane >= this.#minLane && to > from) {
        if (part.ratio === 1) this.#addRun(lane, { block, from, to, before: shift }, part);
        else this.#addFiner(lane, block.cells(from, to), to - from, shift, part);
      }
      from = to;
    }
  }

  /**
   * Writes every cell by lane, then time, into the columns from row `at` on; the row behind the last one. `offsetNs` is where the
   * thread's origin lies. The grid is empty afterwards.
   */
  write(into: DensityColumns, at: number, offsetNs: number): number {
    const lanes = Math.max(this.#lanes.length, this.#runs.length);
    let row = at;
    for (let lane = 0; lane < lanes; lane++) {
      const own = this.#lanes[lane];
      const runs = this.#runs[lane] ?? NO_RUNS;
      const begin = row;
      let next = own ? nextCell(own, 0, this.#width) : this.#width;
      for (const run of runs) {
        ({ row, next } = this.#writeRun(into, row, run, own, next));
      }
      while (own && next < this.#width) {
        writeOwn(into, row++, own, next);
        next = nextCell(own, next + 1, this.#width);
      }
      into.lane.fill(lane, begin, row);
      if (!own) continue;
      own.fill(0, own.length - 1 - (this.#width >> 5));
      keep(own);
    }
    const { bucketNs } = this;
    const begin = this.first * bucketNs + offsetNs;
    for (let i = at; i < row; i++) into.startNs[i] = (into.startNs[i] as number) * bucketNs + begin;
    this.#lanes = [];
    this.#runs = [];
    this.cells = 0;
    return row;
  }

  /** The cells of a run, and those of its own that stand between them; `next` is the first of these that is not written. */
  #writeRun(into: DensityColumns, at: number, run: Run, own: Int32Array | undefined, first: number) {
    const { step, count, errors, function: functions } = run.block.cells(run.from, run.to);
    const length = run.to - run.from;
    let x = run.before;
    let next = first;
    let row = at;
    for (let i = 0; i < length; i++, row++) {
      x += step[i] as number;
      while (own && next < x) {
        writeOwn(into, row++, own, next);
        next = nextCell(own, next + 1, this.#width);
      }
      into.startNs[row] = x;
      into.count[row] = count[i] as number;
      into.errors[row] = errors[i] as number;
      into.function[row] = functions[i] as number;
      if (!own || next !== x) continue;
      addOwn(into, row, own, x);
      next = nextCell(own, x + 1, this.#width);
    }
    return { row, next };
  }

  /** A run of which only some rows may be wanted. */
  #addRun(lane: number, run: Run, { origin, from, to }: BlockPart): void {
    const [since, until] = [from - origin, to - origin];
    const wanted = since > 0 || until < BUCKETS ? within(run, since, until) : run;
    if (wanted.to === wanted.from) return;
    this.cells += wanted.to - wanted.from;
    const runs = this.#runs[lane];
    if (runs) runs.push(wanted);
    else this.#runs[lane] = [wanted];
  }

  /** Cells of which several are one of the grid. */
  #addFiner(
    lane: number,
    cells: LaneCells,
    length: number,
    shift: number,
    { origin, from, to, ratio }: BlockPart,
  ) {
    const [since, until] = [from - origin, to - origin];
    const { step, count, errors, function: functions } = cells;
    const own = this.#lane(lane);
    let bucket = 0;
    for (let i = 0; i < length; i++) {
      bucket += step[i] as number;
      if (bucket < since || bucket >= until) continue;
      const x = Math.floor((bucket + shift) / ratio);
      this.#add(own, x, count[i] as number, errors[i] as number, functions[i] as number);
    }
  }

  #add(lane: Int32Array, x: number, count: number, errors: number, fn: number): void {
    const c = x * CELL;
    const word = wordOf(lane, x);
    const bits = lane[word] as number;
    const bit = 1 << (x & 31);
    if ((bits & bit) === 0) {
      this.cells++;
      lane[word] = bits | bit;
      lane[c + C.count] = count;
      lane[c + C.errors] = errors;
      lane[c + C.function] = fn;
      lane[c + C.lead] = count;
      return;
    }
    lane[c] = (lane[c] as number) + count;
    lane[c + C.errors] = (lane[c + C.errors] as number) + errors;
    // The function with more than half of the spans wins, if there is one.
    vote(lane, c + C.function, fn, count);
  }

  #lane(lane: number): Int32Array {
    const known = this.#lanes[lane];
    if (known) return known;
    const room = this.#width * CELL + (this.#width >> 5) + 1;
    const last = spare.pop();
    if (last) spareNumbers -= last.length;
    const made = last && last.length >= room ? last : new Int32Array(Math.max(room, 1024 * (CELL + 1)));
    this.#lanes[lane] = made;
    return made;
  }
}

/** The rows of a run whose buckets, counted from where the block begins, are in [since, until). */
function within({ block, from, to, before }: Run, since: number, until: number): Run {
  const { step } = block.cells(from, to);
  let bucket = 0;
  let first = from;
  let skipped = 0;
  for (let row = from; row < to; row++) {
    bucket += step[row - from] as number;
    if (bucket >= until) return { block, from: first, to: row, before: before + skipped };
    if (bucket >= since) continue;
    first = row + 1;
    skipped = bucket;
  }
  return { block, from: first, to, before: before + skipped };
}

/** A cell of its own; where it begins is counted in cells of the grid until all are written. */
function writeOwn(into: DensityColumns, row: number, own: Int32Array, x: number): void {
  const c = x * CELL;
  into.startNs[row] = x;
  into.count[row] = own[c + C.count] as number;
  into.errors[row] = own[c + C.errors] as number;
  into.function[row] = own[c + C.function] as number;
}

/** Counts a cell of its own into the cell of a block, whose function is taken to be all of its spans'. */
function addOwn(into: DensityColumns, row: number, own: Int32Array, x: number): void {
  const c = x * CELL;
  const counted = into.count[row] as number;
  into.count[row] = counted + (own[c + C.count] as number);
  into.errors[row] = (into.errors[row] as number) + (own[c + C.errors] as number);
  if ((own[c + C.lead] as number) >= counted) into.function[row] = own[c + C.function] as number;
}

/** What `DensityGrid.write` fills in; times in ns since the recording's origin. */
export interface DensityColumns {
  readonly lane: Int32Array;
  readonly startNs: Float64Array;
  readonly count: Float64Array;
  readonly errors: Float64Array;
  readonly function: Int32Array;
}
