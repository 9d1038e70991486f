import { expect, it } from 'vitest';
import type { HeatMap } from '#contract';
import { heatGrid } from './heat-grid.ts';

const map = (cell: readonly number[], count: readonly number[]): HeatMap => ({
  ...{ revision: 1, range: { startNs: 0, endNs: 30 }, columns: 3 },
  boundsNs: Float64Array.of(0, 1, 2, 4, 8, 16),
  cell: Int32Array.from(cell),
  count: Float64Array.from(count),
  errors: new Float64Array(count.length),
});

it('a heat map is cut to the durations that there were, and summed along both axes', () => {
  // Rows 1 (1-2 ns) and 3 (4-8 ns) of three columns.
  const grid = heatGrid(map([3, 5, 10], [2, 1, 7]));
  expect(grid).toMatchObject({ rows: 3, columns: 3, most: 7 });
  expect([...(grid?.boundsNs ?? [])]).toEqual([1, 2, 4, 8]);
  expect([...(grid?.byColumn ?? [])]).toEqual([2, 7, 1]);
  expect([...(grid?.byRow ?? [])]).toEqual([3, 0, 7]);
  expect(grid?.count[2 * 3 + 1]).toBe(7);
  expect(heatGrid(map([], []))).toBeNull();
});
