import { describe, expect, it } from 'vitest';
import type { FunctionTable } from './recordings.ts';
import { scaledTimes, timeScales } from './throttled.ts';

const table = {
  ...{ length: 4, name: ['a', 'b', 'a', 'c'], file: Int32Array.of(0, 0, 1, 1), files: ['x.js', 'y.js'] },
  ...{ line: Int32Array.of(1, 2, 1, 3), calls: Float64Array.of(100, 50, 7, 20) },
  ...{ totalNs: Float64Array.of(10, 20, 30, 40), selfNs: Float64Array.of(1, 2, 3, 4) },
} as unknown as FunctionTable;
const throttled = (name: string, file: string, line: number, counted: number) => ({
  ...{ name, file, line, counted, factor: 4, timeNs: 1, timed: 1 },
});

describe('times of throttled functions', () => {
  it('are multiplied by all calls over those that were timed, for the function at that place alone', () => {
    const scales = timeScales(table, [throttled('a', 'x.js', 1, 75), throttled('gone', 'x.js', 9, 5)]);
    expect([...(scales as Float64Array)]).toEqual([4, 1, 1, 1]);
    const { totalNs, selfNs, calls } = scaledTimes(table, scales);
    expect([[...totalNs], [...selfNs], [...calls]]).toEqual([
      [40, 20, 30, 40],
      [4, 2, 3, 4],
      [100, 50, 7, 20],
    ]);
    expect([...table.totalNs]).toEqual([10, 20, 30, 40]);
  });

  it('stay as they are where no call was timed, and where nothing was throttled', () => {
    expect([...(timeScales(table, [throttled('c', 'y.js', 3, 20)]) as Float64Array)]).toEqual([1, 1, 1, 1]);
    expect(timeScales(table, undefined)).toBeNull();
    expect(scaledTimes(table, null)).toBe(table);
  });
});
