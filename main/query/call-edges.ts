import type { CallScope, FunctionNeighbours } from '#contract';
import { type NodeOrder, nodeOrder } from './call-tree.ts';
import { scopedFigures, wholeRunFigures } from './node-figures.ts';
import type { NodeFigures } from './node-table.ts';
import type { Query } from './query.ts';
import type { CallEdges } from './scan-types.ts';
import type { Snapshot } from './snapshot.ts';

interface Edge {
  calls: number;
  totalNs: number;
  /** Place in the depth-first order up to which nodes are nested in one of this edge. */
  nestedUntil: number;
}

const orders = new WeakMap<Snapshot, NodeOrder>();

/** Laid out once for a revision: every click on a function asks again. */
function orderOf(snapshot: Snapshot): NodeOrder {
  let order = orders.get(snapshot);
  if (!order) {
    order = nodeOrder(snapshot.nodes);
    orders.set(snapshot, order);
  }
  return order;
}

/**
 * Sums up the calls from one thing to another over the merged call tree. `keyOf` gives the edge of a node, called from `parent`
 * (-1 at a root), or `undefined` to leave it out. Time nested in time of the same edge counts once.
 */
function sumEdges(
  snapshot: Snapshot,
  figures: NodeFigures,
  keyOf: (functionIndex: number, parent: number) => number | undefined,
): Map<number, Edge> {
  const { nodes } = snapshot;
  const order = orderOf(snapshot);
  const edges = new Map<number, Edge>();
  for (let at = 0; at < order.nodes.length; at++) {
    const node = order.nodes[at] as number;
    const parent = nodes.function[nodes.parent[node] as number] as number;
    const key = keyOf(nodes.function[node] as number, parent);
    if (key === undefined) continue;
    let edge = edges.get(key);
    if (!edge) {
      edge = { calls: 0, totalNs: 0, nestedUntil: 0 };
      edges.set(key, edge);
    }
    edge.calls += figures.calls[node] as number;
    if (at < edge.nestedUntil) continue;
    edge.totalNs += figures.totalNs[node] as number;
    edge.nestedUntil = order.subtreeEnd[at] as number;
  }
  return edges;
}

export function callEdges(snapshot: Snapshot): CallEdges {
  const width = snapshot.functions.length;
  const edges = sumEdges(snapshot, wholeRunFigures(snapshot), (fn, parent) => (parent + 1) * width + fn);
  const keys = [...edges.keys()].sort((a, b) => a - b);
  return {
    length: keys.length,
    caller: Int32Array.from(keys, (key) => Math.floor(key / width) - 1),
    callee: Int32Array.from(keys, (key) => key % width),
    calls: Float64Array.from(keys, (key) => edges.get(key)?.calls ?? 0),
    totalNs: Float64Array.from(keys, (key) => edges.get(key)?.totalNs ?? 0),
  };
}

/** Callers and callees of a function in a scope, those with most time first. Calls from outside have no caller. */
export function neighbours(query: Query, functionIndex: number, scope: CallScope = {}): FunctionNeighbours {
  const { snapshot } = query;
  const figures = scopedFigures(query, scope);
  const callers = sumEdges(snapshot, figures, (fn, parent) =>
    fn === functionIndex && parent >= 0 ? parent : undefined,
  );
  const callees = sumEdges(snapshot, figures, (fn, parent) => (parent === functionIndex ? fn : undefined));
  const listed = (edges: Map<number, Edge>) =>
    [...edges]
      .filter(([, { calls, totalNs }]) => calls > 0 || totalNs > 0)
      .map(([fn, { calls, totalNs }]) => ({ function: fn, calls, totalNs }))
      .sort((a, b) => b.totalNs - a.totalNs || b.calls - a.calls || a.function - b.function);
  return { callers: listed(callers), callees: listed(callees) };
}
