import { describe, expect, it } from 'vitest';
import type { StaticCallGraph } from '#contract';
import { EDGE_MARK, MARK } from '#renderer/app/graph/graph-data.ts';
import { callData } from './call-data.ts';

const graph: StaticCallGraph = {
  functions: [
    { file: 'src/a.js', name: 'main', line: 1 },
    { file: 'src/a.js', name: '<anonymous>', line: 4 },
    { file: 'src/a.js', name: '<anonymous>', line: 9 },
    { file: 'b.js', name: 'GET /x', line: 2 },
  ],
  flags: Uint8Array.of(3, 1, 4, 2),
  calls: Float64Array.of(2, 0, 0, 5),
  edges: {
    length: 4,
    from: Int32Array.of(-1, 0, 1, 0),
    to: Int32Array.of(0, 1, 0, 3),
    kinds: Uint8Array.of(4, 1, 2 | 4, 4),
    calls: Float64Array.of(2, 0, 3, 5),
    totalNs: Float64Array.of(0, 0, 300, 500),
    line: Int32Array.of(0, 2, 5, 0),
  },
};

describe('the calls as a graph', () => {
  it('put each function in its file, told apart by line where a name stands twice', () => {
    const { path, files } = callData(graph);
    expect(path).toEqual([
      'src/a.js/main',
      'src/a.js/<anonymous>:4',
      'src/a.js/<anonymous>:9',
      'b.js/GET \u2215x',
    ]);
    expect([...files]).toEqual(['src/a.js', 'b.js']);
  });

  it('mark what is called from outside, what is dead, and what leads back to itself', () => {
    expect([...callData(graph).marks]).toEqual([MARK.entry | MARK.cycle, MARK.cycle, MARK.dead, 0]);
  });

  it('tell calls of the source from calls of the run', () => {
    const { edges } = callData(graph);
    expect([...edges.from]).toEqual([0, 1, 0]);
    expect([...edges.marks]).toEqual([
      EDGE_MARK.static | EDGE_MARK.cycle,
      EDGE_MARK.static | EDGE_MARK.runtime | EDGE_MARK.cycle,
      EDGE_MARK.runtime,
    ]);
    expect([...edges.calls]).toEqual([0, 3, 5]);
  });
});
