import type { CallTreeTable, FunctionTable, ModuleGraph } from '#contract';
import { connectivityRatio } from './connectivity.ts';
import { EDGE, MODULE } from './edge-kinds.ts';
import { isTest } from './find-files.ts';
import { foldCallTree } from './fold-call-tree.ts';
import type { StaticGraph } from './static-graph.ts';

/** What a run did. The table is as new as the tree or newer, so that it knows every function of the tree. */
export interface RunCalls {
  readonly tree: CallTreeTable;
  readonly functions: FunctionTable;
}

/**
 * Joins what the source says with what a run did. Modules that only the run knows stand behind the others; an edge stands
 * once, with the bits of everything that makes it.
 */
export function joinRun(
  graph: StaticGraph,
  entryPoints: ReadonlySet<string>,
  run: RunCalls | null,
): ModuleGraph {
  const seen = run === null ? [] : filesSeen(run.functions);
  const known = new Set(graph.paths);
  const path = [...graph.paths, ...seen.filter((file) => !known.has(file)).sort()];
  const indexOf = new Map(path.map((file, index) => [file, index]));
  const length = path.length;
  const modules = {
    length,
    path,
    functions: new Int32Array(length).fill(-1),
    calls: new Float64Array(length),
    totalNs: new Float64Array(length),
    selfNs: new Float64Array(length),
    errors: new Float64Array(length),
    cycle: new Int32Array(length).fill(-1),
    flags: Uint8Array.from(
      path,
      (file) => (entryPoints.has(file) ? MODULE.entry : 0) | (isTest(file) ? MODULE.test : 0),
    ),
  };
  modules.functions.set(graph.functions);
  for (let m = 0; m < graph.paths.length; m++) modules.flags[m] = (modules.flags[m] ?? 0) | MODULE.inSource;
  for (const file of seen) {
    const m = indexOf.get(file) ?? 0;
    modules.flags[m] = (modules.flags[m] ?? 0) | MODULE.inRun;
  }
  graph.cycles.forEach((members, cycle) => {
    for (const member of members) modules.cycle[member] = cycle;
  });

  const edges = staticEdges(graph);
  if (run !== null) addRun(run, indexOf, modules, edges);
  const rows = [...edges.values()].sort((a, b) => a.from - b.from || a.to - b.to);
  const from = Int32Array.from(rows, (edge) => edge.from);
  const to = Int32Array.from(rows, (edge) => edge.to);
  return {
    revision: run?.functions.revision ?? 0,
    modules,
    edges: {
      length: rows.length,
      from,
      to,
      kinds: Uint8Array.from(rows, (edge) => edge.kinds),
      calls: Float64Array.from(rows, (edge) => edge.calls),
      totalNs: Float64Array.from(rows, (edge) => edge.totalNs),
    },
    cycles: graph.cycles,
    unresolved: graph.unresolved,
    packages: graph.packages,
    packageUses: graph.packageUses,
    connectivityRatio: connectivityRatio(length, from, to),
    unreadable: graph.unreadable,
  };
}

interface Edge {
  readonly from: number;
  readonly to: number;
  kinds: number;
  calls: number;
  totalNs: number;
}

/** One number for a pair of modules: 2^26 modules fit below 2^53. */
const edgeKey = (from: number, to: number): number => from * 2 ** 26 + to;

function staticEdges(graph: StaticGraph): Map<number, Edge> {
  const edges = new Map<number, Edge>();
  for (let e = 0; e < graph.from.length; e++) {
    const from = graph.from[e] ?? 0;
    const to = graph.to[e] ?? 0;
    edges.set(edgeKey(from, to), { from, to, kinds: graph.kinds[e] ?? 0, calls: 0, totalNs: 0 });
  }
  return edges;
}

/** Files with at least one call; the table also lists functions that were loaded and never called. */
function filesSeen({ length, file, files, calls }: FunctionTable): string[] {
  const seen = new Set<number>();
  for (let f = 0; f < length; f++) if ((calls[f] ?? 0) > 0) seen.add(file[f] ?? 0);
  return [...seen].map((index) => files[index] ?? '');
}

function addRun(
  { functions, tree }: RunCalls,
  indexOf: ReadonlyMap<string, number>,
  modules: ModuleGraph['modules'],
  edges: Map<number, Edge>,
): void {
  /** Module of each file of the function table; -1 for a file of which nothing was called. */
  const moduleOf = Int32Array.from(functions.files, (file) => indexOf.get(file) ?? -1);
  const add = (column: Float64Array, module: number, value: number): void => {
    column[module] = (column[module] ?? 0) + value;
  };
  for (let f = 0; f < functions.length; f++) {
    const module = moduleOf[functions.file[f] ?? 0] ?? -1;
    if (module === -1) continue;
    add(modules.calls, module, functions.calls[f] ?? 0);
    add(modules.errors, module, functions.errors[f] ?? 0);
    add(modules.selfNs, module, functions.selfNs[f] ?? 0);
  }
  const folded = foldCallTree(tree, functions.file, functions.files.length);
  moduleOf.forEach((module, file) => {
    if (module !== -1) add(modules.totalNs, module, folded.totalNs[file] ?? 0);
  });
  for (const { from, to, calls, totalNs } of folded.edges) {
    const caller = moduleOf[from] ?? -1;
    const callee = moduleOf[to] ?? -1;
    if (caller === -1 || callee === -1)
      throw new Error(`A call between files ${from} and ${to} is not counted`);
    const key = edgeKey(caller, callee);
    const edge = edges.get(key) ?? { from: caller, to: callee, kinds: 0, calls: 0, totalNs: 0 };
    edge.kinds |= EDGE.runtime;
    edge.calls += calls;
    edge.totalNs += totalNs;
    edges.set(key, edge);
  }
}
