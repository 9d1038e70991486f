import { describe, expect, it } from 'vitest';
import type { Durations } from '#contract';
import { durationBars } from './duration-bars.ts';

/** Of durations below 128 ns, which have a bucket each. */
function durationsOf(...all: readonly number[]): Durations {
  const sorted = [...all].sort((a, b) => a - b);
  const different = [...new Set(sorted)];
  const nothing = { p50Ns: 0, p90Ns: 0, p95Ns: 0, p99Ns: 0, avgNs: 0 };
  return {
    ...{ revision: 1, calls: all.length, ...nothing },
    minNs: sorted[0] ?? Number.NaN,
    maxNs: sorted.at(-1) ?? Number.NaN,
    length: different.length,
    fromNs: Float64Array.from(different),
    toNs: Float64Array.from(different, (ns) => ns + 1),
    count: Float64Array.from(different, (ns) => all.filter((each) => each === ns).length),
  };
}

describe('the bars of durations', () => {
  it('are equally wide by the logarithm, from the shortest call to the longest', () => {
    const bars = durationBars(durationsOf(1, 1, 3, 9, 20, 99, 100), 2);
    expect(bars).toEqual([
      { fromNs: 1, toNs: 10, calls: 4 },
      { fromNs: 10, toNs: 100, calls: 3 },
    ]);
  });

  it('have every call once, however many bars there are', () => {
    const durations = durationsOf(0, 0, 1, 2, 2, 5, 64, 127);
    for (const number of [1, 3, 24, 100]) {
      const bars = durationBars(durations, number);
      expect(bars.length).toBe(number);
      expect(bars.reduce((sum, { calls }) => sum + calls, 0)).toBe(8);
    }
  });

  it('is one where all calls took as long, and none without calls', () => {
    expect(durationBars(durationsOf(7, 7), 24)).toEqual([{ fromNs: 7, toNs: 7, calls: 2 }]);
    expect(durationBars(durationsOf(0), 24)).toEqual([{ fromNs: 0, toNs: 0, calls: 1 }]);
    expect(durationBars(durationsOf(), 24)).toEqual([]);
  });
});
