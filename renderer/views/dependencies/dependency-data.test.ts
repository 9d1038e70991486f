import { describe, expect, it } from 'vitest';
import type { ModuleGraph } from '#contract';
import { EDGE_MARK, MARK } from '#renderer/app/graph/graph-data.ts';
import { dependencyData } from './dependency-data.ts';

describe('the dependencies as a graph', () => {
  it('add the packages to the modules, with an edge from each that imports one', () => {
    const graph = {
      modules: {
        length: 2,
        path: ['a.js', 'b.js'],
        calls: Float64Array.of(3, 4),
        errors: new Float64Array(2),
        cycle: Int32Array.of(-1, -1),
        flags: Uint8Array.of(5, 1),
      },
      edges: {
        length: 1,
        from: Int32Array.of(0),
        to: Int32Array.of(1),
        kinds: Uint8Array.of(33),
        calls: Float64Array.of(9),
      },
      packages: [
        { name: '@s/x', modules: 2 },
        { name: 'y', modules: 1 },
      ],
      packageUses: { module: Int32Array.of(0, 1, 1), package: Int32Array.of(0, 0, 1) },
    } as unknown as ModuleGraph;
    const data = dependencyData(graph);
    expect(data.path).toEqual(['a.js', 'b.js', 'packages from outside/@s/x', 'packages from outside/y']);
    expect([...data.marks]).toEqual([MARK.entry, 0, MARK.outside, MARK.outside]);
    expect([...data.edges.from].map((from, at) => `${from}>${data.edges.to[at]}`)).toEqual([
      '0>1',
      '0>2',
      '1>2',
      '1>3',
    ]);
    expect([...data.edges.marks]).toEqual([
      EDGE_MARK.static | EDGE_MARK.runtime,
      ...[EDGE_MARK.static, EDGE_MARK.static, EDGE_MARK.static],
    ]);
    expect([...data.calls]).toEqual([3, 4, 0, 0]);
    expect(data.edges.calls).toHaveLength(4);
  });
});
