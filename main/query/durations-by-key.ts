import { grown } from '../store/grown.ts';
import { bucketOf, type Histogram, percentiles } from '../store/histogram.ts';

const SHARES = [0.5, 0.9, 0.95, 0.99];
/** Buckets to spare on either side: the durations of a function lie close together. */
const SPARE = 32;
/** Of a key, with those that it leaves as it moves. */
const FIRST_BUCKETS = 512;
/** Places that are noted before they are counted. */
const NOTED = 1024;

/** Numbers of a key in `#figures`. */
const FIGURES = 3;
const SUM = 0;
const MIN = 1;
const MAX = 2;
/** Numbers of a key in `#places`: its buckets, end exclusive, and where the count of bucket 0 would stand. */
const PLACES = 3;
const FIRST = 0;
const END = 1;
const OFFSET = 2;

/**
 * Durations by key, in the buckets of the stored histograms. In flat arrays: each call goes to another function, so what counts is how
 * many places in memory it touches.
 */
export class DurationsByKey {
  readonly #figures: Float64Array;
  readonly #places: Int32Array;
  /**
   * The counts of all histograms, modulo 256 and the rest: most are small, and bytes of them stay in the processor's cache. A histogram
   * that outgrows its place moves to the end.
   */
  #low: Uint8Array;
  #high: Uint32Array;
  #used = 0;
  /** Places that are to be counted. */
  readonly #noted = new Int32Array(NOTED);
  #notes = 0;

  constructor(keys: number) {
    this.#low = new Uint8Array(keys * FIRST_BUCKETS);
    this.#high = new Uint32Array(keys * FIRST_BUCKETS);
    this.#figures = new Float64Array(keys * FIGURES);
    this.#places = new Int32Array(keys * PLACES);
    for (let key = 0; key < keys; key++) {
      this.#figures[key * FIGURES + MIN] = Number.POSITIVE_INFINITY;
      this.#figures[key * FIGURES + MAX] = Number.NEGATIVE_INFINITY;
    }
  }

  add(key: number, duration: number): void {
    const f = key * FIGURES;
    const figures = this.#figures;
    figures[f + SUM] = (figures[f + SUM] as number) + duration;
    if (duration < (figures[f + MIN] as number)) figures[f + MIN] = duration;
    if (duration > (figures[f + MAX] as number)) figures[f + MAX] = duration;
    const bucket = bucketOf(duration);
    const p = key * PLACES;
    if (bucket < (this.#places[p + FIRST] as number) || bucket >= (this.#places[p + END] as number)) {
      this.#widen(p, bucket);
    }
    this.#noted[this.#notes++] = (this.#places[p + OFFSET] as number) + bucket;
    if (this.#notes === NOTED) this.#count();
  }

  /** Apart from what finds the places: so short a loop that the processor waits for many of them at a time. */
  #count(): void {
    const [low, noted, notes] = [this.#low, this.#noted, this.#notes];
    for (let i = 0; i < notes; i++) {
      const at = noted[i] as number;
      const count = (low[at] as number) + 1;
      low[at] = count;
      if (count === 256) this.#high[at] = (this.#high[at] as number) + 256;
    }
    this.#notes = 0;
  }

  /** `undefined` without any. Percentiles: p50, p90, p95, p99. */
  of(key: number):
    | {
        readonly calls: number;
        readonly avg: number;
        readonly min: number;
        readonly max: number;
        readonly percentiles: number[];
        readonly buckets: Histogram<Uint32Array>;
      }
    | undefined {
    const [first, end, offset] = this.#places.subarray(key * PLACES) as unknown as [number, number, number];
    if (end === 0) return undefined;
    const [sum, min, max] = this.#figures.subarray(key * FIGURES) as unknown as [number, number, number];
    this.#count();
    const buckets = { first, counts: this.#high.slice(offset + first, offset + end) };
    for (let i = 0; i < buckets.counts.length; i++) {
      buckets.counts[i] = (buckets.counts[i] as number) + (this.#low[offset + first + i] as number);
    }
    let calls = 0;
    for (const count of buckets.counts) calls += count;
    return {
      ...{ calls, min, max, buckets },
      avg: sum / calls,
      percentiles: percentiles(buckets, calls, SHARES, min, max),
    };
  }

  /** Makes room for a bucket in the histogram of the key whose places stand at `p`. */
  #widen(p: number, bucket: number): void {
    // What is noted of its old place is counted before it moves.
    this.#count();
    const places = this.#places;
    const [oldFirst, oldEnd] = [places[p + FIRST] as number, places[p + END] as number];
    const old = (places[p + OFFSET] as number) + oldFirst;
    const length = oldEnd - oldFirst;
    // By half of what it has, so that the places it leaves add up to little.
    const spare = Math.max(SPARE, length >> 1);
    const first = length > 0 && bucket >= oldFirst ? oldFirst : Math.max(0, bucket - spare);
    const end = length > 0 && bucket < oldEnd ? oldEnd : bucket + spare;
    const moved = this.#used;
    this.#used += end - first;
    if (this.#used > this.#low.length) {
      this.#low = grown(this.#low, this.#used * 2);
      this.#high = grown(this.#high, this.#used * 2);
    }
    this.#low.copyWithin(moved + oldFirst - first, old, old + length);
    this.#high.copyWithin(moved + oldFirst - first, old, old + length);
    places[p + FIRST] = first;
    places[p + END] = end;
    places[p + OFFSET] = moved - first;
  }
}
