import type { FindingSeverity } from '#contract';

/** How grave it is that something takes `ratio` times what it may: critical above 3, high from 2, medium from 1.5, low from 1. */
export function severityOf(ratio: number): FindingSeverity {
  if (ratio > 3) return 'critical';
  if (ratio >= 2) return 'high';
  return ratio >= 1.5 ? 'medium' : 'low';
}

const MIN_CALLS = 10;
const MIN_RATIO = 4;
const MIN_DIFFERENCE_MS = 20;

/** Whether a few calls take far longer than the others: the 99th percentile 4 times the median and 20 ms more, in 10 calls or more. */
export function isUnsteady(calls: number, p50Ms: number, p99Ms: number): boolean {
  return calls >= MIN_CALLS && p99Ms >= MIN_RATIO * p50Ms && p99Ms - p50Ms >= MIN_DIFFERENCE_MS;
}
