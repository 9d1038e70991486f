import { expect, it } from 'vitest';
import type { MetricSeries } from '#contract';
import { growingMemory } from './memory.ts';

const MB = 2 ** 20;

/** A sample a second. */
const series = (name: string, megabytes: readonly number[]): MetricSeries => ({
  pid: 7,
  thread: 0,
  name,
  unit: 'bytes',
  timeNs: Float64Array.from(megabytes, (_, at) => at * 1e9),
  value: Float64Array.from(megabytes, (n) => n * MB),
});
const ramp = (from: number, step: number, n = 20): number[] =>
  Array.from({ length: n }, (_, at) => from + at * step);

it('sees memory that grows all through a run, and how fast', () => {
  const [growth] = growingMemory([series('memory.rss', ramp(50, 2))]);
  expect(growth).toMatchObject({ pid: 7, samples: 16 });
  expect(growth?.bytesPerSecond).toBeCloseTo(2 * MB);
  expect(growth?.bytes).toBeCloseTo(30 * MB);
  expect(growth?.fit).toBeCloseTo(1);
});

it('takes what a program fills at its beginning, and what goes up and down, for no growth', () => {
  const filled = [10, 40, 80, 120, ...ramp(120, 0, 16)];
  const saw = ramp(0, 0, 20).map((_, at) => 50 + 10 * (at % 5));
  expect(growingMemory([series('memory.rss', filled)])).toEqual([]);
  expect(growingMemory([series('memory.rss', saw)])).toEqual([]);
  expect(growingMemory([series('memory.rss', ramp(50, 2, 6))])).toEqual([]);
  expect(growingMemory([series('memory.rss', ramp(50, 0.1))])).toEqual([]);
  expect(growingMemory([])).toEqual([]);
});

it('believes what the program allocated more than what is resident', () => {
  const steady = series('memory.heap', ramp(20, 0.01));
  expect(growingMemory([series('memory.rss', ramp(50, 2)), steady])).toEqual([]);
});
