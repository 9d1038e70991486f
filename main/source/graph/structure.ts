import { adjacency, findCycles } from '../cycles.ts';
import { LOADING } from '../edge-kinds.ts';
import type { StaticGraph } from '../static-graph.ts';

/** How the modules of a project lie to each other. */
export interface Structure {
  /**
   * By module: depth from what depends on nothing, from 0; modules that load each other at once share it. An import that waits counts unless it
   * closes a cycle, which it does not while modules are loaded.
   */
  readonly layer: Int32Array<ArrayBuffer>;
  /** By module: modules that load it, and modules it loads. */
  readonly fanIn: Int32Array<ArrayBuffer>;
  readonly fanOut: Int32Array<ArrayBuffer>;
  /** Those that close at once; and around them those that are larger where imports in functions count. */
  readonly cycles: readonly CycleCut[];
  /** Modules that know each other only by types: nothing of the cycle is left when the code runs. */
  readonly typeCycles: readonly (readonly number[])[];
}

export interface CycleCut {
  readonly members: readonly number[];
  /** The edge that costs least to give up, of those that break up most of the cycle. */
  readonly from: number;
  readonly to: number;
  /** Names that go over this edge. */
  readonly names: number;
  /** Modules that are still in cycles without it. */
  readonly left: number;
  /** Imports that wait until a function asks for them close it: each module is loaded whole before the next. */
  readonly isLate: boolean;
}

/**
 * @param names how many names a module takes of another: what it would cost to give up the edge
 */
export function structureOf(graph: StaticGraph, names: (from: number, to: number) => number): Structure {
  const nodes = graph.paths.length;
  const loading: [number[], number[]] = [[], []];
  const any: [number[], number[]] = [[], []];
  const atOnce: [number[], number[]] = [[], []];
  const fanIn = new Int32Array(nodes);
  const fanOut = new Int32Array(nodes);
  for (let e = 0; e < graph.from.length; e++) {
    const from = graph.from[e] ?? 0;
    const to = graph.to[e] ?? 0;
    any[0].push(from);
    any[1].push(to);
    if (((graph.kinds[e] ?? 0) & LOADING) === 0) continue;
    loading[0].push(from);
    loading[1].push(to);
    if (graph.late[e] !== 1) {
      atOnce[0].push(from);
      atOnce[1].push(to);
    }
    fanIn[to] = (fanIn[to] ?? 0) + 1;
    fanOut[from] = (fanOut[from] ?? 0) + 1;
  }
  const cyclesAtOnce = findCycles(adjacency(nodes, ...atOnce));
  const cycleOf = new Map(graph.cycles.flatMap((members, cycle) => members.map((member) => [member, cycle])));
  const known = new Set(graph.cycles.map((members) => members.join()));
  return {
    layer: layersOf(nodes, withoutLateInCycles(graph, cycleOf), cyclesAtOnce),
    fanIn,
    fanOut,
    cycles: graph.cycles.flatMap((members) => {
      const all = new Set(members);
      const tight = cyclesAtOnce.filter(([first = -1]) => all.has(first));
      const isWhole = tight.length === 1 && tight[0]?.length === members.length;
      return [
        // Giving up an edge that waits for a call would leave those that do not.
        ...tight.map((inner) => ({ ...cheapestCut(inner, atOnce, names), isLate: false })),
        ...(isWhole ? [] : [{ ...cheapestCut(members, loading, names), isLate: true }]),
      ];
    }),
    typeCycles: findCycles(adjacency(nodes, ...any)).filter((members) => !known.has(members.join())),
  };
}

type Edges = readonly [readonly number[], readonly number[]];

/** The edges that load, but for those that wait between modules of one cycle. */
function withoutLateInCycles(graph: StaticGraph, cycleOf: ReadonlyMap<number, number>): Edges {
  const edges: [number[], number[]] = [[], []];
  for (let e = 0; e < graph.from.length; e++) {
    const from = graph.from[e] ?? 0;
    const to = graph.to[e] ?? 0;
    if (((graph.kinds[e] ?? 0) & LOADING) === 0) continue;
    const cycle = cycleOf.get(from);
    if (graph.late[e] === 1 && cycle !== undefined && cycle === cycleOf.get(to)) continue;
    edges[0].push(from);
    edges[1].push(to);
  }
  return edges;
}

/** The longest way down, counted over components: cycles would have no depth. */
function layersOf(
  nodes: number,
  [from, to]: Edges,
  cycles: readonly (readonly number[])[],
): Int32Array<ArrayBuffer> {
  const component = Int32Array.from({ length: nodes }, (_, node) => node);
  for (const members of cycles) for (const member of members) component[member] = members[0] ?? member;
  /** Components still to be settled below each, and who waits for each. */
  const below = new Int32Array(nodes);
  const above = new Map<number, number[]>();
  from.forEach((node, e) => {
    const a = component[node] ?? 0;
    const b = component[to[e] ?? 0] ?? 0;
    if (a === b) return;
    below[a] = (below[a] ?? 0) + 1;
    const waiting = above.get(b);
    if (waiting === undefined) above.set(b, [a]);
    else waiting.push(a);
  });
  const layer = new Int32Array(nodes);
  const ready: number[] = [];
  for (let node = 0; node < nodes; node++)
    if (component[node] === node && below[node] === 0) ready.push(node);
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const user of above.get(node) ?? []) {
      layer[user] = Math.max(layer[user] ?? 0, (layer[node] ?? 0) + 1);
      below[user] = (below[user] ?? 0) - 1;
      if (below[user] === 0) ready.push(user);
    }
  }
  return layer.map((_, node) => layer[component[node] ?? node] ?? 0);
}

/** Trying every edge is quadratic; above this, those with the fewest names are tried. */
const MAX_TRIED = 300;

function cheapestCut(
  members: readonly number[],
  [from, to]: Edges,
  names: (from: number, to: number) => number,
): Omit<CycleCut, 'isLate'> {
  const local = new Map(members.map((member, index) => [member, index]));
  const edges: { from: number; to: number; names: number }[] = [];
  from.forEach((node, e) => {
    const target = to[e] ?? 0;
    if (local.has(node) && local.has(target))
      edges.push({ from: node, to: target, names: names(node, target) });
  });
  const at = (node: number): number => local.get(node) ?? 0;
  edges.sort((a, b) => a.names - b.names || a.from - b.from || a.to - b.to);
  let best: Omit<CycleCut, 'isLate'> | null = null;
  for (const cut of edges.slice(0, MAX_TRIED)) {
    const rest = edges.filter((edge) => edge !== cut);
    const cycles = findCycles(
      adjacency(
        members.length,
        rest.map((e) => at(e.from)),
        rest.map((e) => at(e.to)),
      ),
    );
    const left = cycles.reduce((sum, cycle) => sum + cycle.length, 0);
    if (best === null || left < best.left) best = { members, ...cut, left };
    if (left === 0) break;
  }
  if (best === null) throw new Error('A cycle without an edge');
  return best;
}
