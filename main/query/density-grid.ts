import { type DensityBlock, vote } from '../store/density-block.ts';

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
 * backwards a bit for each that is not empty: most are, and who looks for the others need not look at all.
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
    if (x >= 0 && x < this.#width) this.#add(this.#lane(lane), x, 1, error, fn);
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
        this.#add(lane, x, count[at] as number, errors[at] as number, functions[at] as number);
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
      for (let x = 0; x < this.#width; x += 32) {
        const word = wordOf(lane, x);
        let left = lane[word] as number;
        lane[word] = 0;
        for (; left !== 0; left &= left - 1) {
          const place = x + 31 - Math.clz32(left & -left);
          const c = place * CELL;
          into.lane[row] = index;
          into.startNs[row] = (first + place) * bucketNs + offsetNs;
          into.count[row] = lane[c] as number;
          into.errors[row] = lane[c + C.errors] as number;
          into.function[row] = lane[c + C.function] as number;
          lane[c] = 0;
          row++;
        }
      }
      keep(lane);
    }
    this.#lanes = [];
    this.cells = 0;
  }

  #add(lane: Int32Array, x: number, count: number, errors: number, fn: number): void {
    const c = x * CELL;
    const before = lane[c] as number;
    lane[c] = before + count;
    if (before === 0) {
      this.cells++;
      const word = wordOf(lane, x);
      lane[word] = (lane[word] as number) | (1 << (x & 31));
      lane[c + C.errors] = errors;
      lane[c + C.function] = fn;
      lane[c + C.lead] = count;
      return;
    }
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

/** What `DensityGrid.write` fills in; times in ns since the recording's origin. */
export interface DensityColumns {
  readonly lane: Int32Array;
  readonly startNs: Float64Array;
  readonly count: Float64Array;
  readonly errors: Float64Array;
  readonly function: Int32Array;
}
