import { bucketOf, type Histogram, percentiles } from '../store/histogram.ts';

const SHARES = [0.5, 0.9, 0.95, 0.99];

/** Durations by key, in the buckets of the stored histograms. */
export class DurationsByKey {
  readonly #count: Float64Array;
  readonly #sum: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  /** By key: the buckets from its first to its last, with room for more. */
  readonly #buckets: (Histogram<Uint32Array> | undefined)[] = [];

  constructor(keys: number) {
    this.#count = new Float64Array(keys);
    this.#sum = new Float64Array(keys);
    this.#min = new Float64Array(keys).fill(Number.POSITIVE_INFINITY);
    this.#max = new Float64Array(keys).fill(Number.NEGATIVE_INFINITY);
  }

  add(key: number, duration: number): void {
    this.#count[key] = (this.#count[key] as number) + 1;
    this.#sum[key] = (this.#sum[key] as number) + duration;
    if (duration < (this.#min[key] as number)) this.#min[key] = duration;
    if (duration > (this.#max[key] as number)) this.#max[key] = duration;
    const bucket = bucketOf(duration);
    let buckets = this.#buckets[key];
    if (!buckets || bucket < buckets.first || bucket >= buckets.first + buckets.counts.length) {
      buckets = widened(buckets, bucket);
      this.#buckets[key] = buckets;
    }
    const at = bucket - buckets.first;
    buckets.counts[at] = (buckets.counts[at] as number) + 1;
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
    const buckets = this.#buckets[key];
    if (!buckets) return undefined;
    const [calls, min, max] = [this.#count[key], this.#min[key], this.#max[key]] as [number, number, number];
    const shares = percentiles(buckets, calls, SHARES, min, max);
    return { calls, avg: (this.#sum[key] as number) / calls, min, max, percentiles: shares, buckets };
  }
}

/** Buckets to spare on either side: the durations of a function lie close together. */
const SPARE = 32;

/** A histogram with the same counts and room for a bucket. */
function widened(old: Histogram<Uint32Array> | undefined, bucket: number): Histogram<Uint32Array> {
  const first = old && old.first <= bucket ? old.first : Math.max(0, bucket - SPARE);
  const end = old ? Math.max(old.first + old.counts.length, bucket + SPARE) : bucket + SPARE;
  const counts = new Uint32Array(end - first);
  if (old) counts.set(old.counts, old.first - first);
  return { first, counts };
}
