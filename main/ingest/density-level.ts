import {
  BUCKETS,
  bucketWidth,
  DENSE_SPANS,
  DensityBlock,
  type DensityCells,
  LEVEL_RATIO,
  OPEN_BUCKETS,
  packDensity,
  vote,
} from '../store/density-block.ts';
import { grown } from '../store/grown.ts';

/** Receives the blocks that are dense enough to be kept; one that still grows comes again. */
export type BlockSink = (level: number, block: number, cells: DensityCells) => void;

/** Numbers of a lane in an open bucket, and their places. Function and lead are a majority vote: the candidate and its lead. */
export const LANE = 4;
export const L = { count: 0, errors: 1, function: 2, lead: 3 } as const;

/** Cells in a checkpoint are of no thread's block. */
const NOWHERE = { thread: 0, level: 0, block: 0 };

/** The lanes of an open bucket, and the numbers of each. */
export interface OpenBucketState {
  readonly lanes: Int32Array;
  readonly numbers: Int32Array;
}

export interface DensityLevelState {
  readonly newest: number;
  readonly block: number;
  readonly current: OpenBucketState;
  readonly previous: OpenBucketState;
  /** Packed cells of the block, unless it is dense: then they are in the recording. */
  readonly cells: Uint8Array | undefined;
}

/** The spans of one bucket by lane, while it is open. */
export class OpenBucket {
  /** Lanes with spans, in the order in which they came. */
  lanes = new Int32Array(16);
  length = 0;
  /** A lane that is not among `lanes` has a count of 0; its other numbers are of an earlier bucket. */
  numbers = new Int32Array(16 * LANE);

  add(lane: number, count: number, errors: number, functionIndex: number, weight: number): void {
    const at = lane * LANE;
    if (at >= this.numbers.length) this.#makeRoom(lane);
    const { numbers } = this;
    const before = numbers[at] as number;
    if (before === 0) {
      this.lanes[this.length++] = lane;
      numbers[at] = count;
      numbers[at + L.errors] = errors;
      numbers[at + L.function] = functionIndex;
      numbers[at + L.lead] = weight;
      return;
    }
    numbers[at] = before + count;
    numbers[at + L.errors] = (numbers[at + L.errors] as number) + errors;
    vote(numbers, at + L.function, functionIndex, weight);
  }

  clear(): void {
    for (let i = 0; i < this.length; i++) this.numbers[(this.lanes[i] as number) * LANE] = 0;
    this.length = 0;
  }

  save(): OpenBucketState {
    const lanes = this.lanes.slice(0, this.length);
    const numbers = new Int32Array(lanes.length * LANE);
    for (const [i, lane] of lanes.entries()) {
      numbers.set(this.numbers.subarray(lane * LANE, (lane + 1) * LANE), i * LANE);
    }
    return { lanes, numbers };
  }

  restore({ lanes, numbers }: OpenBucketState): void {
    for (const [i, lane] of lanes.entries()) {
      const of = (place: number): number => numbers[i * LANE + place] as number;
      this.add(lane, of(L.count), of(L.errors), of(L.function), of(L.lead));
    }
  }

  #makeRoom(lane: number): void {
    const size = Math.max(lane + 1, this.lanes.length * 2);
    this.lanes = grown(this.lanes, size);
    this.numbers = grown(this.numbers, size * LANE);
  }
}

/** Cells with room for more. */
class Cells implements DensityCells {
  length = 0;
  bucket = new Int32Array(64);
  lane = new Int32Array(64);
  count = new Int32Array(64);
  errors = new Int32Array(64);
  function = new Int32Array(64);

  reserve(more: number): void {
    if (this.length + more <= this.lane.length) return;
    const size = (this.length + more) * 2;
    this.bucket = grown(this.bucket, size);
    this.lane = grown(this.lane, size);
    this.count = grown(this.count, size);
    this.errors = grown(this.errors, size);
    this.function = grown(this.function, size);
  }

  add(bucket: number, lane: number, count: number, errors: number, functionIndex: number): void {
    const row = this.length++;
    this.bucket[row] = bucket;
    this.lane[row] = lane;
    this.count[row] = count;
    this.errors[row] = errors;
    this.function[row] = functionIndex;
  }
}

/** One zoom: the two newest buckets are open, older ones are cells of the block. */
export class DensityLevel {
  readonly width: number;
  /** The newest bucket that is open; the one before it is open too. */
  newest = 0;
  current = new OpenBucket();
  previous = new OpenBucket();
  readonly #level: number;
  readonly #sink: BlockSink;
  readonly #above: DensityLevel | undefined;
  readonly #cells = new Cells();
  #block = 0;
  #spans = 0;
  #unwritten = false;

  constructor(level: number, above: DensityLevel | undefined, sink: BlockSink) {
    this.#level = level;
    this.width = bucketWidth(level);
    this.#above = above;
    this.#sink = sink;
  }

  /** Adds what the level below has closed: all levels go on together, so that its bucket is open here. */
  add(
    bucket: number,
    lane: number,
    count: number,
    errors: number,
    functionIndex: number,
    weight: number,
  ): void {
    const open = bucket === this.newest ? this.current : this.previous;
    open.add(lane, count, errors, functionIndex, weight);
  }

  /** Closes the buckets that are `OPEN_BUCKETS` or more behind `bucket`. */
  advance(bucket: number): void {
    if (bucket <= this.newest) return;
    const previous = this.previous;
    this.#close(this.newest - 1, previous);
    if (bucket >= this.newest + OPEN_BUCKETS) this.#close(this.newest, this.current);
    else {
      this.previous = this.current;
      this.current = previous;
    }
    this.newest = bucket;
  }

  /** Closes everything: no span will come. */
  finish(): void {
    this.#close(this.newest - 1, this.previous);
    this.#close(this.newest, this.current);
    this.write();
  }

  /** Hands out the block as it is, if it is dense and changed. */
  write(): void {
    if (!this.#unwritten || this.#spans < DENSE_SPANS) return;
    this.#unwritten = false;
    this.#sink(this.#level, this.#block, this.#cells);
  }

  /** Once the block has been written as it is. */
  save(): DensityLevelState {
    return {
      newest: this.newest,
      block: this.#block,
      current: this.current.save(),
      previous: this.previous.save(),
      cells: this.#spans < DENSE_SPANS ? packDensity(this.#cells, NOWHERE) : undefined,
    };
  }

  /** `stored`: the block as it is in the recording. */
  restore(state: DensityLevelState, stored: (level: number, block: number) => Uint8Array): void {
    this.newest = state.newest;
    this.#block = state.block;
    this.current.restore(state.current);
    this.previous.restore(state.previous);
    const block = new DensityBlock(state.cells ?? stored(this.#level, this.#block));
    const length = block.cellsOf.reduce((sum, count) => sum + count, 0);
    const cells = block.cells(0, length);
    this.#cells.reserve(length);
    for (const [i, lane] of block.lanes.entries()) {
      let bucket = 0;
      for (let left = block.cellsOf[i] as number; left > 0; left--) {
        const row = this.#cells.length;
        const count = cells.count[row] as number;
        bucket += cells.step[row] as number;
        this.#cells.add(bucket, lane, count, cells.errors[row] as number, cells.function[row] as number);
        this.#spans += count;
      }
    }
  }

  #close(bucket: number, open: OpenBucket): void {
    if (open.length === 0) return;
    const block = Math.floor(bucket / BUCKETS);
    if (block !== this.#block) {
      this.write();
      this.#cells.length = 0;
      this.#spans = 0;
      this.#block = block;
    }
    this.#cells.reserve(open.length);
    const upper = this.#above;
    const upperBucket = Math.floor(bucket / LEVEL_RATIO);
    const cells = this.#cells;
    const { numbers, lanes } = open;
    const place = bucket - block * BUCKETS;
    for (let i = 0; i < open.length; i++) {
      const lane = lanes[i] as number;
      const at = lane * LANE;
      const count = numbers[at + L.count] as number;
      const errors = numbers[at + L.errors] as number;
      const functionIndex = numbers[at + L.function] as number;
      cells.add(place, lane, count, errors, functionIndex);
      this.#spans += count;
      upper?.add(upperBucket, lane, count, errors, functionIndex, numbers[at + L.lead] as number);
    }
    this.#unwritten = true;
    open.clear();
  }
}
