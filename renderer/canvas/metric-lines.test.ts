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

  it('is nothing in a recording without samples', () => {
    expect(lines()).toBeNull();
    expect(lines(series('threads', [0, 10], [4, 4]))).toBeNull();
  });
});
