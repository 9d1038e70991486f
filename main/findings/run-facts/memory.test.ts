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
  expect(growth).toMatchObject({ pid: 7, samples: 14, isCollected: false });
  expect(growth?.bytesPerSecond).toBeCloseTo(2 * MB);
  expect(growth?.bytes).toBeCloseTo(26 * MB);
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

it('looks behind collections of the heap alone where they were counted, and takes the rest for garbage', () => {
  const counted = (counts: readonly number[]): MetricSeries => ({
    ...series('gc.major', []),
    ...{ timeNs: Float64Array.from(counts, (_, at) => at * 1e9), value: Float64Array.from(counts) },
  });
  /** A collection every third sample, so that those in the middle of the run are at 6, 9, 12 and 15. */
  const often = counted(ramp(0, 1).map((at) => Math.floor(at / 3)));
  const heap = series('memory.heap', ramp(50, 4));
  expect(growingMemory([heap, counted(ramp(1, 0))])).toEqual([]);
  expect(growingMemory([heap, counted(ramp(0, 1).map((at) => Math.floor(at / 6)))])).toEqual([]);
  expect(growingMemory([heap, often])).toMatchObject([{ samples: 4, isCollected: true, bytes: 36 * MB }]);
  // Up by 30 MB a sample, and down to what there was by each collection.
  const garbage = ramp(0, 1).map((at) => 50 + 30 * (at % 3));
  expect(growingMemory([series('memory.heap', garbage), often])).toEqual([]);
  const both = garbage.map((n, at) => n + 4 * at);
  expect(growingMemory([series('memory.heap', both), often])).toMatchObject([{ bytes: 36 * MB }]);
  // 36 MB more of a heap of 500 may be what was allocated since the collection.
  expect(growingMemory([series('memory.heap', ramp(500, 4)), often])).toEqual([]);
});

it('believes what the program allocated more than what is resident', () => {
  const steady = series('memory.heap', ramp(20, 0.01));
  expect(growingMemory([series('memory.rss', ramp(50, 2)), steady])).toEqual([]);
});
