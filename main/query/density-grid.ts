import type { DensityBlock } from '../store/density-block.ts';

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

/** Cells of a lane that nobody uses now, all empty; making new ones takes longer than filling them. */
const spare: Int32Array[] = [];
const MAX_SPARE = 512;

/**
 * Density of one thread: a cell for each bucket of time and lane, made where something falls into it. The buckets are those in
 * which the recording counts, so that what is counted already is taken over as it is.
 */
export class DensityGrid {
  /** Bucket in which it begins, counted from the thread's origin. */
  readonly first: number;
  readonly bucketNs: number;
  /** Cells with something in them. */
  cells = 0;
  readonly #width: number;
  readonly #minLane: number;
  readonly #maxLane: number;
  #lanes: (Int32Array | undefined)[] = [];

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
    if (x >= 0 && x < this.#width) this.#add(this.#lane(lane), x * CELL, 1, error, fn);
  }

  /** What a block has counted. */
  addBlock(block: DensityBlock, { origin, from, to, ratio }: BlockPart): void {
    const { lanes, cellsOf } = block;
    let begin = 0;
    let place = 0;
    while (place < lanes.length && (lanes[place] as number) < this.#minLane)
      begin += cellsOf[place++] as number;
    const firstPlace = place;
    let end = begin;
    while (place < lanes.length && (lanes[place] as number) <= this.#maxLane)
      end += cellsOf[place++] as number;
    if (end === begin) return;
    const { step, count, errors, function: functions } = block.cells(begin, end);
    const shift = origin - this.first * ratio;
    const [since, until] = [from - origin, to - origin];
    for (let p = firstPlace, at = 0; p < place; p++) {
      const lane = this.#lane(lanes[p] as number);
      const last = at + (cellsOf[p] as number);
      let bucket = 0;
      for (; at < last; at++) {
        bucket += step[at] as number;
        if (bucket < since || bucket >= until) continue;
        const x = ratio === 1 ? bucket + shift : Math.floor((bucket + shift) / ratio);
        this.#add(lane, x * CELL, count[at] as number, errors[at] as number, functions[at] as number);
      }
    }
  }

  /**
   * Writes every cell by lane, then time, into the columns from row `at` on; `offsetNs` is where the thread's origin lies. The
   * grid is empty afterwards.
   */
  write(into: DensityColumns, at: number, offsetNs: number): void {
    let row = at;
    const { first, bucketNs } = this;
    for (let index = 0; index < this.#lanes.length; index++) {
      const lane = this.#lanes[index];
      if (!lane) continue;
      for (let x = 0, c = 0; x < this.#width; x++, c += CELL) {
        const count = lane[c] as number;
        if (count === 0) continue;
        lane[c] = 0;
        into.lane[row] = index;
        into.startNs[row] = (first + x) * bucketNs + offsetNs;
        into.count[row] = count;
        into.errors[row] = lane[c + C.errors] as number;
        into.function[row] = lane[c + C.function] as number;
        row++;
      }
      if (spare.length < MAX_SPARE) spare.push(lane);
    }
    this.#lanes = [];
    this.cells = 0;
  }

  #add(lane: Int32Array, c: number, count: number, errors: number, fn: number): void {
    const before = lane[c] as number;
    lane[c] = before + count;
    if (before === 0) {
      this.cells++;
      lane[c + C.errors] = errors;
      lane[c + C.function] = fn;
      lane[c + C.lead] = count;
      return;
    }
    if (errors > 0) lane[c + C.errors] = (lane[c + C.errors] as number) + errors;
    // The function with more than half of the spans wins, if there is one.
    const lead = lane[c + C.lead] as number;
    if (lane[c + C.function] === fn) lane[c + C.lead] = lead + count;
    else if (count > lead) {
      lane[c + C.function] = fn;
      lane[c + C.lead] = count - lead;
    } else lane[c + C.lead] = lead - count;
  }

  #lane(lane: number): Int32Array {
    const known = this.#lanes[lane];
    if (known) return known;
    const room = this.#width * CELL;
    const last = spare.pop();
    const made = last && last.length >= room ? last : new Int32Array(Math.max(room, 1024 * CELL));
    this.#lanes[lane] = made;
    return made;
  }
}

/** What `DensityGrid.write` fills in; times in ns since the recording's origin. */
export interface DensityColumns {
  readonly lane: Int32Array;
  readonly startNs: Float64Array;
  readonly count: Float64Array;
  readonly errors: Float64Array;
  readonly function: Int32Array;
}
