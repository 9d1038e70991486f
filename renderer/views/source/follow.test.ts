import { describe, expect, it } from 'vitest';
import type { StaticCallGraph } from '#contract';
import { follow } from './follow.ts';
import { callSitesOf } from './line-figures.ts';

const graph: StaticCallGraph = {
  functions: [
    { file: 'a.js', name: 'main', line: 1 },
    { file: 'b.js', name: 'Cart.total', line: 4 },
    { file: 'c.js', name: 'total', line: 9 },
  ],
  flags: new Uint8Array(3),
  calls: new Float64Array(3),
  edges: {
    length: 1,
    from: Int32Array.of(0),
    to: Int32Array.of(1),
    kinds: Uint8Array.of(1),
    calls: Float64Array.of(0),
    line: Int32Array.of(3),
  },
};
const from = (file: string, line: number, name: string) =>
  follow(graph, callSitesOf(graph, file), { file, line }, name);

describe('a name in the source', () => {
  it('leads to what is called on its line', () => {
    expect(from('a.js', 3, 'total')).toEqual({ file: 'b.js', line: 4 });
  });
  it('leads from a definition to its first caller', () => {
    expect(from('b.js', 4, 'total')).toEqual({ file: 'a.js', line: 3 });
    expect(from('a.js', 1, 'main')).toBeNull();
  });
  it('leads to the only function of that name, or to that of the same file, and else nowhere', () => {
    expect(from('b.js', 20, 'main')).toEqual({ file: 'a.js', line: 1 });
    expect(from('c.js', 20, 'total')).toEqual({ file: 'c.js', line: 9 });
    expect(from('a.js', 20, 'total')).toBeNull();
    expect(from('a.js', 20, 'gone')).toBeNull();
  });
});
