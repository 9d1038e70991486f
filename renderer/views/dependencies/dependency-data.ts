import type { ModuleGraph } from '#contract';
import { EDGE_MARK, type GraphData, MARK } from '#renderer/app/graph/graph-data.ts';
import { moduleData } from '#renderer/app/graph/module-data.ts';

/** The folder in which the packages stand. */
export const packagesFolder = 'packages from outside';

/** The modules with the packages that they import, which stand in a folder of their own. */
export function dependencyData(graph: ModuleGraph): GraphData {
  const { packages, packageUses } = graph;
  const { edges, ...own } = moduleData(graph);
  const length = own.length + packages.length;
  const uses = packageUses.module.length;
  return {
    ...own,
    length,
    path: [...own.path, ...packages.map(({ name }) => `${packagesFolder}/${name}`)],
    module: [...own.module, ...packages.map(({ name }) => name)],
    calls: longer(own.calls, length),
    errors: longer(own.errors, length),
    marks: Uint8Array.from({ length }, (_, at) => own.marks[at] ?? MARK.outside),
    edges: {
      length: edges.length + uses,
      from: Int32Array.from([...edges.from, ...packageUses.module]),
      to: Int32Array.from([...edges.to, ...packageUses.package.map((at) => own.length + at)]),
      marks: Uint8Array.from([...edges.marks, ...new Uint8Array(uses).fill(EDGE_MARK.static)]),
      calls: longer(edges.calls, edges.length + uses),
    },
  };
}

/** The same figures, and zeros behind them. */
function longer(figures: Float64Array, length: number): Float64Array {
  const all = new Float64Array(length);
  all.set(figures);
  return all;
}
