import {
  BUCKETS,
  bucketWidth,
  DENSE_SPANS,
  type DensityCells,
  MAX_LEVEL,
  MIN_LEVEL,
  OPEN_BUCKETS,
} from '../store/density-block.ts';

/** Receives the blocks that are dense enough to be kept; a block that still grows comes again. */
export type BlockSink = (level: number, block: number, cells: DensityCells) => void;

/** The spans of one bucket by lane, while it is open. */
class OpenBucket {
  count = new Uint32Array(16);
  errors = new Uint32Array(16);
  /** Majority vote: the candidate and its lead. */
  function = new Int32Array(16);
  lead = new Uint32Array(16);
  lanes: number[] = [];

  add(lane: number, count: number, errors: number, functionIndex: number, weight: number): void {
    if (lane >= this.count.length) this.#grow(lane);
    const before = this.count[lane] as number;
    if (before === 0) {
      this.lanes.push(lane);
      this.errors[lane] = 0;
      this.lead[lane] = 0;
    }
    this.count[lane] = before + count;
    this.errors[lane] = (this.errors[lane] as number) + errors;
    const lead = this.lead[lane] as number;
    if (this.function[lane] === functionIndex) this.lead[lane] = lead + weight;
    else if (weight > lead) {
      this.function[lane] = functionIndex;
      this.lead[lane] = weight - lead;
    } else this.lead[lane] = lead - weight;
  }

  clear(): void {
    for (const lane of this.lanes) this.count[lane] = 0;
    this.lanes.length = 0;
  }

  #grow(lane: number): void {
    const size = Math.max(lane + 1, this.count.length * 2);
    const bigger = (old: Uint32Array) => {
      const column = new Uint32Array(size);
      column.set(old);
      return column;
    };
    this.count = bigger(this.count);
    this.errors = bigger(this.errors);
    this.lead = bigger(this.lead);
    const functions = new Int32Array(size);
    functions.set(this.function);
    this.function = functions;
  }
}

/** Cells of the block of a level that is being filled. */
class Cells implements DensityCells {
  length = 0;
  bucket = new Float64Array(256);
  lane = new Int32Array(256);
  count = new Float64Array(256);
  errors = new Float64Array(256);
  function = new Int32Array(256);

  push(bucket: number, lane: number, from: OpenBucket): void {
    if (this.length === this.bucket.length) this.#grow();
    const row = this.length++;
    this.bucket[row] = bucket;
    this.lane[row] = lane;
    this.count[row] = from.count[lane] as number;
    this.errors[row] = from.errors[lane] as number;
    this.function[row] = from.function[lane] as number;
  }

  #grow(): void {
    const float64 = (old: Float64Array) => {
      const column = new Float64Array(old.length * 2);
      column.set(old);
      return column;
    };
    const int32 = (old: Int32Array) => {
      const column = new Int32Array(old.length * 2);
      column.set(old);
      return column;
    };
    this.bucket = float64(this.bucket);
    this.lane = int32(this.lane);
    this.count = float64(this.count);
    this.errors = float64(this.errors);
    this.function = int32(this.function);
  }
}

/** One level: the two newest buckets are open, older ones are cells of the block. */
class Level {
  readonly width: number;
  /** The newest bucket that is open; the one before it is open too. */
  newest = 0;
  readonly #level: number;
  readonly #sink: BlockSink;
  readonly #above: Level | undefined;
  #open: [OpenBucket, OpenBucket] = [new OpenBucket(), new OpenBucket()];
  #cells = new Cells();
  #block = 0;
  #spans = 0;
  #unwritten = false;

  constructor(level: number, above: Level | undefined, sink: BlockSink) {
    this.#level = level;
    this.width = bucketWidth(level);
    this.#above = above;
    this.#sink = sink;
  }

  add(
    bucket: number,
    lane: number,
    count: number,
    errors: number,
    functionIndex: number,
    weight: number,
  ): void {
    if (bucket > this.newest) this.advance(bucket);
    const open = this.#open[bucket === this.newest ? 1 : 0];
    open.add(lane, count, errors, functionIndex, weight);
  }

  /** Closes the buckets that are `OPEN_BUCKETS` or more behind `bucket`. */
  advance(bucket: number): void {
    if (bucket <= this.newest) return;
    this.#close(this.newest - 1, this.#open[0]);
    if (bucket >= this.newest + OPEN_BUCKETS) this.#close(this.newest, this.#open[1]);
    else this.#open.reverse();
    this.newest = bucket;
  }

  /** Closes everything: no span will come. */
  finish(): void {
    this.#close(this.newest - 1, this.#open[0]);
    this.#close(this.newest, this.#open[1]);
    this.write();
  }

  /** Hands out the block as it is, if it is dense and changed. */
  write(): void {
    if (!this.#unwritten || this.#spans < DENSE_SPANS) return;
    this.#unwritten = false;
    this.#sink(this.#level, this.#block, this.#cells);
  }

  #close(bucket: number, open: OpenBucket): void {
    if (open.lanes.length === 0) return;
    const block = Math.floor(bucket / BUCKETS);
    if (block !== this.#block) {
      this.write();
      this.#cells.length = 0;
      this.#spans = 0;
      this.#block = block;
    }
    const upper = this.#above;
    const upperBucket = Math.floor(bucket / 4);
    for (const lane of open.lanes) {
      const count = open.count[lane] as number;
      this.#cells.push(bucket, lane, open);
      this.#spans += count;
      upper?.add(
        upperBucket,
        lane,
        count,
        open.errors[lane] as number,
        open.function[lane] as number,
        open.lead[lane] as number,
      );
    }
    this.#unwritten = true;
    open.clear();
  }
}

/** Counts the spans of a thread for every zoom, as they end. */
export class DensityBuilder {
  /** By level; those below `MIN_LEVEL` are left out. */
  readonly #levels: Level[] = [];

  constructor(sink: BlockSink) {
    for (let level = MAX_LEVEL; level >= MIN_LEVEL; level--) {
      this.#levels[level - MIN_LEVEL] = new Level(level, this.#levels[level + 1 - MIN_LEVEL], sink);
    }
  }

  /** A span of the class that ended now, at `end`. */
  add(
    spanClass: number,
    start: number,
    end: number,
    lane: number,
    functionIndex: number,
    error: number,
  ): void {
    const index = Math.max(0, spanClass + 1 - MIN_LEVEL);
    const level = this.#levels[index];
    // Spans of hours are never narrower than a pixel.
    if (!level) return;
    if (end >= (level.newest + 1) * level.width) this.#advance(index, end);
    level.add(Math.floor(start / level.width), lane, 1, error, functionIndex, 1);
  }

  /** Brings every level to `now` and hands out the blocks that changed. */
  write(now: number): void {
    this.#advance(this.#levels.length - 1, now);
    for (const level of this.#levels) level.write();
  }

  finish(): void {
    for (const level of this.#levels) level.finish();
  }

  /** From the finest level up: what a level closes goes into the one above, which must still be open for it. */
  #advance(upTo: number, now: number): void {
    for (let i = 0; i <= upTo; i++) {
      const level = this.#levels[i] as Level;
      level.advance(Math.floor(now / level.width));
    }
  }
}
