import { BUCKETS, type DensityBlock, type LaneCells } from '../store/density-block.ts';
import { C, DensityCells } from './density-cells.ts';

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
  readonly #width: number;
  readonly #minLane: number;
  readonly #maxLane: number;
  readonly #own: DensityCells;
  /** By lane, in the order of time. */
  #runs: (Run[] | undefined)[] = [];
  #cellsOfRuns = 0;

  /** `width` in buckets. What falls outside the lanes is left out. */
  constructor(first: number, bucketNs: number, width: number, minLane: number, maxLane: number) {
    this.first = first;
    this.bucketNs = bucketNs;
    this.#width = width;
    this.#minLane = minLane;
    this.#maxLane = maxLane;
    this.#own = DensityCells.take(width);
  }

  /** At least as many as there are cells with something in them: one of a block and one of its own may be the same. */
  get cells(): number {
    return this.#cellsOfRuns + this.#own.length;
  }

  /** A span of a function that begins at `time`, ns since the thread's origin. */
  add(lane: number, time: number, error: number, fn: number): void {
    if (lane < this.#minLane || lane > this.#maxLane) return;
    const x = Math.floor(time / this.bucketNs) - this.first;
    if (x >= 0 && x < this.#width) this.#own.add(lane, x, 1, error, fn);
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
    const own = this.#own;
    const lanes = Math.max(own.lanes, this.#runs.length);
    let row = at;
    for (let lane = 0; lane < lanes; lane++) {
      const begin = row;
      let next = own.next(lane, 0);
      for (const run of this.#runs[lane] ?? NO_RUNS) {
        ({ row, next } = this.#writeRun(into, row, run, lane, next));
      }
      for (; next < this.#width; next = own.next(lane, next + 1)) writeOwn(into, row++, own, lane, next);
      into.lane.fill(lane, begin, row);
    }
    own.release();
    const { bucketNs } = this;
    const begin = this.first * bucketNs + offsetNs;
    for (let i = at; i < row; i++) into.startNs[i] = (into.startNs[i] as number) * bucketNs + begin;
    this.#runs = [];
    this.#cellsOfRuns = 0;
    return row;
  }

  /** The cells of a run, and those of its own that stand between them; `next` is the first of these that is not written. */
  #writeRun(into: DensityColumns, at: number, run: Run, lane: number, first: number) {
    const { step, count, errors, function: functions } = run.block.cells(run.from, run.to);
    const own = this.#own;
    const length = run.to - run.from;
    let x = run.before;
    let next = first;
    let row = at;
    for (let i = 0; i < length; i++, row++) {
      x += step[i] as number;
      for (; next < x; next = own.next(lane, next + 1)) writeOwn(into, row++, own, lane, next);
      into.startNs[row] = x;
      into.count[row] = count[i] as number;
      into.errors[row] = errors[i] as number;
      into.function[row] = functions[i] as number;
      if (next !== x) continue;
      addOwn(into, row, own, lane, x);
      next = own.next(lane, x + 1);
    }
    return { row, next };
  }

  /** A run of which only some rows may be wanted. */
  #addRun(lane: number, run: Run, { origin, from, to }: BlockPart): void {
    const [since, until] = [from - origin, to - origin];
    const wanted = since > 0 || until < BUCKETS ? within(run, since, until) : run;
    if (wanted.to === wanted.from) return;
    this.#cellsOfRuns += wanted.to - wanted.from;
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
    let bucket = 0;
    for (let i = 0; i < length; i++) {
      bucket += step[i] as number;
      if (bucket < since || bucket >= until) continue;
      const x = Math.floor((bucket + shift) / ratio);
      this.#own.add(lane, x, count[i] as number, errors[i] as number, functions[i] as number);
    }
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
function writeOwn(into: DensityColumns, row: number, own: DensityCells, lane: number, x: number): void {
  const { numbers } = own;
  const c = own.placeOf(lane, x);
  into.startNs[row] = x;
  into.count[row] = numbers[c + C.count] as number;
  into.errors[row] = numbers[c + C.errors] as number;
  into.function[row] = numbers[c + C.function] as number;
}

/** Counts a cell of its own into the cell of a block, whose function is taken to be all of its spans'. */
function addOwn(into: DensityColumns, row: number, own: DensityCells, lane: number, x: number): void {
  const { numbers } = own;
  const c = own.placeOf(lane, x);
  const counted = into.count[row] as number;
  into.count[row] = counted + (numbers[c + C.count] as number);
  into.errors[row] = (into.errors[row] as number) + (numbers[c + C.errors] as number);
  if ((numbers[c + C.lead] as number) >= counted) into.function[row] = numbers[c + C.function] as number;
}

/** What `DensityGrid.write` fills in; times in ns since the recording's origin. */
export interface DensityColumns {
  readonly lane: Int32Array;
  readonly startNs: Float64Array;
  readonly count: Int32Array;
  readonly errors: Int32Array;
  readonly function: Int32Array;
}
