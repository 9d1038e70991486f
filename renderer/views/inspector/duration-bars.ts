import type { Durations } from '#contract';

/** A bar of a histogram over a logarithmic scale of durations. */
export interface DurationBar {
  readonly fromNs: number;
  readonly toNs: number;
  readonly calls: number;
}

/** Durations below this are no longer told apart by their logarithm. */
const LEAST_NS = 1;

/**
 * The calls by how long they took, in bars that are equally wide on a logarithmic scale from the shortest to the longest. The buckets
 * are finer than bars are; one that reaches over a bound counts where its middle is.
 */
export function durationBars(durations: Durations, bars: number): readonly DurationBar[] {
  const { calls, minNs, maxNs, length, fromNs, toNs, count } = durations;
  if (calls === 0) return [];
  const low = Math.max(LEAST_NS, minNs);
  const ratio = Math.max(low, maxNs) / low;
  // All alike, or as good as that: one bar says it.
  const number = ratio < 1.05 ? 1 : bars;
  const bound = (bar: number): number => low * ratio ** (bar / number);
  const sums = new Float64Array(number);
  for (let i = 0; i < length; i++) {
    const middle = Math.max(LEAST_NS, ((fromNs[i] as number) + (toNs[i] as number) - 1) / 2);
    const place = ratio > 1 ? Math.floor((Math.log(middle / low) / Math.log(ratio)) * number) : 0;
    const bar = Math.min(number - 1, Math.max(0, place));
    sums[bar] = (sums[bar] as number) + (count[i] as number);
  }
  return Array.from(sums, (sum, bar) => ({
    fromNs: bar === 0 ? minNs : bound(bar),
    toNs: bar === number - 1 ? maxNs : bound(bar + 1),
    calls: sum,
  }));
}
