import { describe, expect, it } from 'vitest';
import type { ModuleGraph } from '#contract';
import { EDGE_MARK, MARK } from './graph-data.ts';
import { moduleData } from './module-data.ts';

describe('the modules as a graph', () => {
  it('tell imports from calls, mark a cycle where imports close it, and what only the run knows', () => {
    const graph = {
      modules: {
        length: 4,
        path: ['a.js', 'b.js', 'c.test.js', 'made.js'],
        calls: new Float64Array(4),
        errors: new Float64Array(4),
        cycle: Int32Array.of(0, 0, -1, -1),
        flags: Uint8Array.of(5, 1, 9, 2),
      },
      edges: {
        length: 4,
        from: Int32Array.of(0, 1, 1, 2),
        to: Int32Array.of(1, 0, 0, 0),
        kinds: Uint8Array.of(1 | 32, 2, 32, 8),
        calls: Float64Array.of(7, 0, 2, 0),
      },
    } as unknown as ModuleGraph;
    const { marks, edges } = moduleData(graph);
    expect([...marks]).toEqual([MARK.entry | MARK.cycle, MARK.cycle, MARK.test, MARK.outside]);
    const { static: byImport, runtime, cycle } = EDGE_MARK;
    expect([...edges.marks]).toEqual([byImport | runtime | cycle, byImport | cycle, runtime, byImport]);
  });
});
