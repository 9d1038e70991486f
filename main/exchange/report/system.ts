import type { MetricSeries } from '#contract';
import { growingMemory } from '../../findings/index.ts';

/** The memory of a run's processes, added up. */
export interface SystemFacts {
  readonly processes: number;
  /** Averages over the samples of each process, and the most of each, in bytes. */
  readonly avgMemory: number;
  readonly peakMemory: number;
  /** `increasing` where the memory of a process grows all through the run, by a line that fits it. */
  readonly trend: 'increasing' | 'stable';
  /** Of those that grow, bytes a second. */
  readonly bytesPerSecond: number;
}

/** `null` without a sample of memory. */
export function systemFacts(series: readonly MetricSeries[]): SystemFacts | null {
  const memory = series.filter(({ name, value }) => name === 'memory.rss' && value.length > 0);
  if (memory.length === 0) return null;
  const average = (value: Float64Array): number => value.reduce((sum, n) => sum + n, 0) / value.length;
  const add = (of: (value: Float64Array) => number): number =>
    Math.round(memory.reduce((sum, { value }) => sum + of(value), 0));
  const growing = growingMemory(series);
  return {
    processes: new Set(memory.map(({ pid }) => pid)).size,
    avgMemory: add(average),
    peakMemory: add((value) => value.reduce((most, n) => Math.max(most, n), 0)),
    trend: growing.length > 0 ? 'increasing' : 'stable',
    bytesPerSecond: Math.round(growing.reduce((sum, one) => sum + one.bytesPerSecond, 0)),
  };
}
