import type { ModuleGraph } from '#contract';
import { EDGE_MARK, type GraphData, MARK } from './graph-data.ts';

/** Bits of `ModuleGraph.edges.kinds`. */
const staticKinds = 1 | 2 | 4 | 8 | 16;
const runtimeKind = 32;

/** The modules as a graph to walk in. An edge is in a cycle when both ends are in the same one, by the source. A
 * module that only the run knows is outside of it. */
export function moduleData({ modules, edges }: ModuleGraph): GraphData {
  const { path, calls, errors, flags, cycle } = modules;
  const marks = Uint8Array.from(flags, (bits, at) => {
    const known = (bits & 1 ? 0 : MARK.outside) | (bits & 4 ? MARK.entry : 0) | (bits & 8 ? MARK.test : 0);
    return known | ((cycle[at] as number) >= 0 ? MARK.cycle : 0);
  });
  const edgeMarks = Uint8Array.from(edges.kinds, (kinds, at) => {
    const isStatic = (kinds & staticKinds) !== 0;
    const ring = cycle[edges.from[at] as number] as number;
    const closes = isStatic && ring >= 0 && ring === cycle[edges.to[at] as number];
    return (
      (isStatic ? EDGE_MARK.static : 0) |
      (kinds & runtimeKind ? EDGE_MARK.runtime : 0) |
      (closes ? EDGE_MARK.cycle : 0)
    );
  });
  return {
    length: modules.length,
    path,
    module: path,
    calls,
    errors,
    marks,
    files: new Set(),
    edges: { length: edges.length, from: edges.from, to: edges.to, marks: edgeMarks, calls: edges.calls },
  };
}
