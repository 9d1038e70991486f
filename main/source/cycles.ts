/** A directed graph: the successors of node `n` are `targets[offsets[n]] .. targets[offsets[n + 1] - 1]`. */
export interface Adjacency {
  /** One more than there are nodes. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
}

/** Counting sort of edges by their source. */
export function adjacency(nodes: number, from: ArrayLike<number>, to: ArrayLike<number>): Adjacency {
  const offsets = new Int32Array(nodes + 1);
  for (let e = 0; e < from.length; e++) {
    const slot = (from[e] ?? 0) + 1;
    offsets[slot] = (offsets[slot] ?? 0) + 1;
  }
  for (let n = 0; n < nodes; n++) offsets[n + 1] = (offsets[n + 1] ?? 0) + (offsets[n] ?? 0);
  const next = offsets.slice();
  const targets = new Int32Array(from.length);
  for (let e = 0; e < from.length; e++) {
    const node = from[e] ?? 0;
    const slot = next[node] ?? 0;
    targets[slot] = to[e] ?? 0;
    next[node] = slot + 1;
  }
  return { offsets, targets };
}

/**
 * Strongly connected components with more than one node, each in ascending order, the largest first and then by their
 * first node. Tarjan's algorithm (SIAM J. Comput. 1(2), 1972) with its own stack: import chains can be long.
 */
export function findCycles({ offsets, targets }: Adjacency): number[][] {
  const nodes = offsets.length - 1;
  /** Order of discovery from 1; 0: not seen yet. */
  const order = new Int32Array(nodes);
  const lowest = new Int32Array(nodes);
  const onStack = new Uint8Array(nodes);
  /** Position of the next edge to follow. */
  const next = offsets.slice(0, nodes);
  const stack: number[] = [];
  const path: number[] = [];
  const components: number[][] = [];
  let counter = 0;
  const enter = (node: number): void => {
    order[node] = lowest[node] = ++counter;
    onStack[node] = 1;
    stack.push(node);
    path.push(node);
  };
  const lower = (node: number, bound: number): void => {
    if (bound < (lowest[node] ?? 0)) lowest[node] = bound;
  };
  for (let root = 0; root < nodes; root++) {
    if (order[root] !== 0) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = next[node] ?? 0;
      if (edge < (offsets[node + 1] ?? 0)) {
        next[node] = edge + 1;
        const target = targets[edge] ?? 0;
        if (order[target] === 0) enter(target);
        else if (onStack[target] === 1) lower(node, order[target] ?? 0);
        continue;
      }
      path.pop();
      const caller = path.at(-1);
      if (caller !== undefined) lower(caller, lowest[node] ?? 0);
      if (lowest[node] !== order[node]) continue;
      const component = stack.splice(stack.lastIndexOf(node));
      for (const member of component) onStack[member] = 0;
      if (component.length > 1) components.push(component.sort((a, b) => a - b));
    }
  }
  return components.sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}
