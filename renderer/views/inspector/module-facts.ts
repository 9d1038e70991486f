import type { FunctionTable, ModuleGraph } from '#contract';

/** Another module at the end of an edge. */
export interface ModuleNeighbour {
  readonly path: string;
  readonly calls: number;
  /** Bits of `ModuleGraph.edges.kinds`. */
  readonly kinds: number;
}

/** Where a module stands in the graph; -1 when the graph does not know it. */
export function moduleIndex(graph: ModuleGraph, path: string): number {
  return graph.modules.path.indexOf(path);
}

/** Modules it depends on and modules that depend on it, those with most calls first. */
export function moduleNeighbours(
  { edges, modules }: ModuleGraph,
  index: number,
): { readonly uses: readonly ModuleNeighbour[]; readonly usedBy: readonly ModuleNeighbour[] } {
  const uses: ModuleNeighbour[] = [];
  const usedBy: ModuleNeighbour[] = [];
  for (let edge = 0; edge < edges.length; edge++) {
    const from = edges.from[edge] as number;
    const to = edges.to[edge] as number;
    if (from === to || (from !== index && to !== index)) continue;
    const side = from === index ? uses : usedBy;
    side.push({
      path: modules.path[from === index ? to : from] as string,
      calls: edges.calls[edge] as number,
      kinds: edges.kinds[edge] as number,
    });
  }
  const byCalls = (a: ModuleNeighbour, b: ModuleNeighbour) => b.calls - a.calls || (a.path < b.path ? -1 : 1);
  return { uses: uses.sort(byCalls), usedBy: usedBy.sort(byCalls) };
}

const kindNames: readonly (readonly [number, string])[] = [
  [1, 'import'],
  [2, 'require'],
  [4, 'dynamic import'],
  [8, 'type only'],
  [16, 're-export'],
  [32, 'calls'],
];

/** `import, calls` */
export function edgeKinds(kinds: number): string {
  return kindNames
    .filter(([bit]) => kinds & bit)
    .map(([, name]) => name)
    .join(', ');
}

/** The functions of a file that ran, those with most self time first. */
export function functionsOf(table: FunctionTable, path: string): readonly number[] {
  const file = table.files.indexOf(path);
  const found: number[] = [];
  if (file < 0) return found;
  for (let at = 0; at < table.length; at++) if (table.file[at] === file) found.push(at);
  return found.sort((a, b) => (table.selfNs[b] as number) - (table.selfNs[a] as number));
}
