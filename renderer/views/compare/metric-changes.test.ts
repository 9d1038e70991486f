import { expect, it } from 'vitest';
import type { MetricSeries, Metrics } from '#contract';
import { growth, metricChanges } from './metric-changes.ts';

const series = (name: string, unit: string, ...value: number[]): MetricSeries =>
  ({ name, unit, value: Float64Array.from(value) }) as MetricSeries;
const metrics = (...all: MetricSeries[]): Metrics => ({ revision: 1, series: all });

it('figures of two runs are compared by their peak and end, or by their sum, over all processes', () => {
  const base = metrics(
    series('memory.rss', 'bytes', 10, 40, 20),
    series('memory.rss', 'bytes', 5, 5),
    series('cpu.user', 'ns', 0, 100),
  );
  const next = metrics(
    series('memory.rss', 'bytes', 10, 90, 30),
    series('cpu.user', 'ns', 0, 80, 300),
    series('threads', 'count', 3),
  );
  expect(metricChanges(base, next)).toEqual([
    { name: 'cpu.user', of: 'sum', unit: 'ns', base: 100, next: 300 },
    { name: 'memory.rss', of: 'peak', unit: 'bytes', base: 45, next: 90 },
    { name: 'memory.rss', of: 'end', unit: 'bytes', base: 25, next: 30 },
    { name: 'threads', of: 'peak', unit: 'count', base: Number.NaN, next: 3 },
    { name: 'threads', of: 'end', unit: 'count', base: Number.NaN, next: 3 },
  ]);
  expect(growth({ base: 0, next: 4 })).toBe(Number.POSITIVE_INFINITY);
});
