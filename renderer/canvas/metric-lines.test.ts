import { describe, expect, it } from 'vitest';
import type { Metrics } from '#contract';
import { metricLines } from './metric-lines.ts';

const series = (name: string, times: readonly number[], values: readonly number[]) => ({
  ...{ pid: 1, thread: 0, name, unit: '' },
  ...{ timeNs: Float64Array.from(times), value: Float64Array.from(values) },
});
const lines = (...all: ReturnType<typeof series>[]) =>
  metricLines({ revision: 1, series: all } as Metrics, { startNs: 0, endNs: 40 }, 4);

describe('what the processes used', () => {
  it('is the processor time added between two samples, user and system together', () => {
    const found = lines(
      series('cpu.user', [0, 10, 30], [100, 105, 125]),
      series('cpu.system', [0, 20], [0, 10]),
    );
    expect([...(found?.cpu ?? [])]).toEqual([1, 1.5, 1, Number.NaN]);
    expect(found?.mostCpu).toBe(1.5);
  });

  it('is the memory of all processes from one sample to the next', () => {
    const found = lines(series('memory.rss', [0, 20, 30], [8, 4, 1]), series('memory.rss', [10, 20], [2, 9]));
    expect([...(found?.memory ?? [])]).toEqual([8, 10, 4, Number.NaN]);
  });

  it('is the longest delay of an event loop, at most as far back as it can have been', () => {
    const late = 1e9;
    const of = (times: readonly number[], values: readonly number[]) =>
      metricLines(
        {
          revision: 1,
          series: [series('loop.delay', times, values), series('loop.delay', [0, 8e9], [0, 5e8])],
        },
        { startNs: 0, endNs: 16e9 },
        8,
      );
    const found = of([0, 2e9, 12e9], [0, 0, late]);
    expect(found?.mostDelay).toBe(late);
    expect([...(found?.delay ?? [])].slice(3)).toEqual([5e8, Number.NaN, late, Number.NaN, Number.NaN]);
  });

  it('is nothing in a recording without samples', () => {
    expect(lines()).toBeNull();
    expect(lines(series('threads', [0, 10], [4, 4]))).toBeNull();
  });
});
