import { describe, expect, it } from 'vitest';
import type { CallTreeTable, FunctionTable } from '#contract';
import { functionsInRange } from './in-range.ts';

/** A call tree from lines `<indent><function> <total> <self>`, depth first, below the row of the whole run. */
function treeOf(text: string): CallTreeTable {
  const lines = text.split('\n').filter((line) => line.trim());
  const depth = [0, ...lines.map((line) => 1 + line.search(/\S/) / 2)];
  const cells = lines.map((line) => line.trim().split(' ').map(Number));
  const column = (at: number, first: number) => [first, ...cells.map((row) => row[at] as number)];
  const end = (row: number) => {
    const next = depth.findIndex((d, other) => other > row && d <= (depth[row] as number));
    return next < 0 ? depth.length : next;
  };
  return {
    revision: 1,
    length: depth.length,
    node: Int32Array.from(depth.keys()),
    function: Int32Array.from(column(0, -1)),
    parent: new Int32Array(depth.length),
    subtreeEnd: Int32Array.from(depth.keys(), end),
    depth: Int32Array.from(depth),
    calls: new Float64Array(depth.length).fill(1),
    errors: new Float64Array(depth.length),
    totalNs: Float64Array.from(column(1, 0)),
    selfNs: Float64Array.from(column(2, 0)),
    weight: Float64Array.from(column(1, 0)),
    omitted: 0,
  };
}

const table = { revision: 1, length: 3, name: ['a', 'b', 'never'] } as unknown as FunctionTable;

describe('the functions of a time range', () => {
  it('count a recursive call once in the total, and every call in calls and self time', () => {
    const tree = treeOf(`
0 100 10
  1 90 20
    0 70 30
      0 40 40
0 5 5
`);
    const { calls, totalNs, selfNs, avgNs } = functionsInRange(table, tree);
    expect([...calls]).toEqual([4, 1, 0]);
    expect([...totalNs]).toEqual([105, 90, 0]);
    expect([...selfNs]).toEqual([85, 20, 0]);
    expect(avgNs[0]).toBe(105 / 4);
    expect(avgNs[2]).toBeNaN();
  });

  it('know no percentiles', () => {
    expect(functionsInRange(table, treeOf('0 1 1')).p99Ns[0]).toBeNaN();
  });
});
