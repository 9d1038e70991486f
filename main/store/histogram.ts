import { VarintReader, VarintWriter } from './varint.ts';

/**
 * Log-linear histograms of durations in whole ns. Durations below 128 have a bucket each. Above, every power of two
 * [2^e, 2^(e+1)) is cut into 64 buckets of 2^(e-6) ns; a bucket is represented by the middle of the whole numbers in it, so
 * the error is at most (2^(e-6) - 1) / 2 / 2^e < 1/128: below 0.8% of the true value.
 */
const SUB = 64;
const BIAS = (1023 + 6) * SUB - SUB;

const asDouble = new Float64Array(1);
const asWords = new Uint32Array(asDouble.buffer);

/** `duration`: a whole number, 0 to 2^53. */
export function bucketOf(duration: number): number {
  if (duration < SUB) return duration;
  if (duration < 0x40000000) {
    const shift = 25 - Math.clz32(duration);
    return (shift << 6) + (duration >>> shift);
  }
  // The exponent and the six highest bits of the mantissa, as they stand in the double.
  asDouble[0] = duration;
  return ((asWords[1] as number) >>> 14) - BIAS;
}

/** The value that stands for a bucket. */
export function bucketValue(bucket: number): number {
  if (bucket < 2 * SUB) return bucket;
  const width = 2 ** (Math.floor(bucket / SUB) - 1);
  return (SUB + (bucket % SUB)) * width + (width - 1) / 2;
}

/** Smallest duration of a bucket. */
export function bucketStart(bucket: number): number {
  if (bucket < 2 * SUB) return bucket;
  return (SUB + (bucket % SUB)) * 2 ** (Math.floor(bucket / SUB) - 1);
}

/** Counts of the buckets from `first` on. */
export interface Histogram<Counts = Uint32Array | Float64Array> {
  readonly first: number;
  readonly counts: Counts;
}

/**
 * Nearest-rank percentiles: for each share the value of rank ceil(share * n). `shares` ascending, 0-1. NaN when empty.
 * `min` and `max` are known exactly and bound the answer.
 */
export function percentiles(
  histogram: Histogram,
  n: number,
  shares: readonly number[],
  min: number,
  max: number,
): number[] {
  if (n === 0) return shares.map(() => Number.NaN);
  const { first, counts } = histogram;
  let seen = 0;
  let i = -1;
  return shares.map((share) => {
    const rank = Math.max(1, Math.ceil(share * n));
    while (seen < rank && i + 1 < counts.length) seen += counts[++i] as number;
    return Math.min(max, Math.max(min, bucketValue(first + Math.max(0, i))));
  });
}

const writer = new VarintWriter();

/** Pairs of (zeros before, count) behind the first bucket. */
export function encodeHistogram({ first, counts }: Histogram): Uint8Array {
  writer.put(first);
  let zeros = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (count === 0) zeros++;
    else {
      writer.put(zeros);
      writer.put(count);
      zeros = 0;
    }
  }
  return writer.take();
}

export function decodeHistogram(bytes: Uint8Array): Histogram {
  const head = new VarintReader(bytes);
  const first = head.take();
  let length = 0;
  for (const reader = head.copy(); !reader.done; reader.take()) length += reader.take() + 1;
  const counts = new Float64Array(length);
  for (let at = 0; !head.done; at++) {
    at += head.take();
    counts[at] = head.take();
  }
  return { first, counts };
}
