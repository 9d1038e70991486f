import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  bucketStart,
  bucketValue,
  decodeHistogram,
  encodeHistogram,
  percentiles,
} from './histogram.ts';

/** Durations from 0 ns to days, evenly over the powers of ten. */
const duration = fc
  .tuple(fc.nat(15), fc.double({ min: 1, max: 10, noNaN: true }))
  .map(([power, factor]) => Math.floor(factor * 10 ** power) - 1);

describe('a histogram', () => {
  it('represents every duration with an error below 1%', () => {
    fc.assert(
      fc.property(duration, (value) => {
        const estimate = bucketValue(bucketOf(value));
        expect(Math.abs(estimate - value)).toBeLessThanOrEqual(value * 0.0079);
      }),
      { numRuns: 5000 },
    );
  });

  it('has buckets that follow each other without gap or overlap', () => {
    for (let bucket = 0; bucket < 2500; bucket++) {
      const start = bucketStart(bucket);
      expect(bucketOf(start)).toBe(bucket);
      if (start > 0) expect(bucketOf(start - 1)).toBe(bucket - 1);
    }
  });

  it('gives percentiles within 1% of the exact nearest rank', () => {
    const shares = [0.01, 0.5, 0.9, 0.95, 0.99, 1];
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 500 }), (durations) => {
        const sorted = Float64Array.from(durations).sort();
        const counts = new Uint32Array(bucketOf(sorted.at(-1) as number) + 1);
        for (const value of durations) counts[bucketOf(value)] = (counts[bucketOf(value)] as number) + 1;
        const encoded = decodeHistogram(encodeHistogram({ first: 0, counts }));
        const estimates = percentiles(
          encoded,
          sorted.length,
          shares,
          sorted[0] as number,
          sorted.at(-1) as number,
        );
        for (const [i, share] of shares.entries()) {
          const exact = sorted[Math.ceil(share * sorted.length) - 1] as number;
          expect(Math.abs((estimates[i] as number) - exact)).toBeLessThanOrEqual(exact * 0.01);
        }
      }),
    );
  });

  it('has no percentiles without a duration', () => {
    expect(percentiles({ first: 0, counts: new Uint32Array(0) }, 0, [0.5], 0, 0)).toEqual([Number.NaN]);
  });
});
