import { describe, expect, it } from 'vitest';
import type { StaticCallGraph } from '#contract';
import { callSitesOf } from '#renderer/app/line-figures/index.ts';
import { follow } from './follow.ts';

const graph: StaticCallGraph = {
  functions: [
    { file: 'a.js', name: 'main', line: 1 },
    { file: 'b.js', name: 'Cart.total', line: 4 },
    { file: 'c.js', name: 'total', line: 9 },
  ],
  flags: new Uint8Array(3),
  calls: new Float64Array(3),
  edges: {
    length: 2,
    from: Int32Array.of(0, 2),
    to: Int32Array.of(1, 1),
    kinds: Uint8Array.of(1, 4),
    calls: Float64Array.of(0, 5),
    totalNs: Float64Array.of(0, 700),
    line: Int32Array.of(3, 0),
  },
};
const from = (file: string, line: number, name: string) =>
  follow(graph, callSitesOf(graph, file), { file, line }, name);

describe('a name in the source', () => {
  it('leads to what is called on its line', () => {
    expect(from('a.js', 3, 'total')).toMatchObject([{ file: 'b.js', line: 4 }]);
  });
  it('leads from a definition to its callers, those that called most first', () => {
    expect(from('b.js', 4, 'total')).toEqual([
      { file: 'c.js', line: 9, name: 'total', calls: 5 },
      { file: 'a.js', line: 3, name: 'main', calls: 0 },
    ]);
    expect(from('a.js', 1, 'main')).toEqual([]);
  });
  it('leads to the only function of that name, or to that of the same file, and else nowhere', () => {
    expect(from('b.js', 20, 'main')).toMatchObject([{ file: 'a.js', line: 1 }]);
    expect(from('c.js', 20, 'total')).toMatchObject([{ file: 'c.js', line: 9 }]);
    expect(from('a.js', 20, 'total')).toEqual([]);
    expect(from('a.js', 20, 'gone')).toEqual([]);
  });
});
