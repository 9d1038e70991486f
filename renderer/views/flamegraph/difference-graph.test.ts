import { describe, expect, it } from 'vitest';
import type { Difference } from '#contract';
import { callTreeFromText } from '../../canvas/testing/notation.ts';
import { changeSlot, differenceGraph } from './difference-graph.ts';

const shape = callTreeFromText(`
  a 30
    b 10
    c 20`);
const columns = (base: readonly number[], next: readonly number[]) => ({
  baseTotalNs: Float64Array.from(base),
  nextTotalNs: Float64Array.from(next),
  baseSelfNs: new Float64Array(4),
  nextSelfNs: new Float64Array(4),
  baseCalls: Float64Array.of(0, 1, 2, 3),
  nextCalls: Float64Array.of(0, 1, 2, 0),
});
const difference = {
  revision: 1,
  functions: { length: 3, next: Int32Array.of(4, 2, -1) },
  tree: { ...shape, ...columns([30, 30, 10, 20], [40, 40, 40, 0]) },
} as unknown as Difference;

describe('the differential flame graph', () => {
  it('makes a row as wide as in the run where it is wider, so that what is gone is seen', () => {
    const { layout, changeOf } = differenceGraph(difference);
    expect([...layout.table.weight]).toEqual([40, 40, 40, 20]);
    expect(layout.boxes.end[3]).toBeGreaterThan(layout.boxes.start[3] as number);
    expect(changeOf(3)).toEqual({ baseNs: 20, nextNs: 0, baseCalls: 3, nextCalls: 0 });
  });

  it('colours rows from gone to new', () => {
    const { layout } = differenceGraph(difference);
    expect([...(layout.boxes.slots ?? [])]).toEqual([6, 6, 8, 1]);
    expect([changeSlot(0, 5), changeSlot(5, 0), changeSlot(5, 5), changeSlot(0, 0)]).toEqual([9, 1, 5, 5]);
  });

  it('knows a row again in a finer answer, where other rows stand before it', () => {
    const finer = callTreeFromText(`
      a 30
        d 1
          c 1
        b 10
        c 20`);
    const sums = { baseTotalNs: finer.totalNs, nextTotalNs: finer.totalNs };
    const idsIn = (value: Difference) => [...differenceGraph(value).layout.table.node];
    const coarse = idsIn(difference);
    const fine = idsIn({ ...difference, tree: { ...finer, ...sums } } as unknown as Difference);
    expect(new Set(fine).size).toBe(6);
    expect(coarse).toEqual([0, 1, 4, 5].map((row) => fine[row]));
  });

  it('leads from its functions to those of the run', () => {
    const { functionOf } = differenceGraph(difference);
    expect([0, 1, 2, -1, -3].map(functionOf)).toEqual([4, 2, -1, -1, -1]);
  });
});
