/**
 * Which circle each node of a directed graph belongs to: nodes that lead to each other have the same number, those in no circle
 * -1. A node that leads only to itself is in none. Tarjan's strongly connected components, without recursion.
 */
export function circles(length: number, from: ArrayLike<number>, to: ArrayLike<number>): Int32Array {
  const { start, ends } = outgoing(length, from, to);
  const order = new Int32Array(length).fill(-1);
  const low = new Int32Array(length);
  const next = Int32Array.from(start.subarray(0, length));
  const onStack = new Uint8Array(length);
  const stack: number[] = [];
  const circle = new Int32Array(length).fill(-1);
  let visited = 0;
  let found = 0;
  const visit = (node: number, way: number[]) => {
    order[node] = low[node] = visited++;
    onStack[node] = 1;
    stack.push(node);
    way.push(node);
  };
  for (let root = 0; root < length; root++) {
    if (order[root] !== -1) continue;
    const way: number[] = [];
    visit(root, way);
    for (let node = way.at(-1); node !== undefined; node = way.at(-1)) {
      const at = next[node] as number;
      if (at < (start[node + 1] as number)) {
        next[node] = at + 1;
        const end = ends[at] as number;
        if (order[end] === -1) visit(end, way);
        else if (onStack[end]) low[node] = Math.min(low[node] as number, order[end] as number);
        continue;
      }
      way.pop();
      const above = way.at(-1);
      if (above !== undefined) low[above] = Math.min(low[above] as number, low[node] as number);
      if (low[node] !== order[node]) continue;
      const members = stack.splice(stack.lastIndexOf(node));
      for (const member of members) onStack[member] = 0;
      if (members.length > 1) {
        for (const member of members) circle[member] = found;
        found++;
      }
    }
  }
  return circle;
}

/** The ends of node n's edges are `ends[start[n]]` to below `ends[start[n + 1]]`. Edges from outside (-1) are left out. */
function outgoing(length: number, from: ArrayLike<number>, to: ArrayLike<number>) {
  const start = new Int32Array(length + 1);
  for (let at = 0; at < from.length; at++) {
    const node = from[at] as number;
    if (node >= 0) start[node + 1] = (start[node + 1] as number) + 1;
  }
  for (let node = 0; node < length; node++)
    start[node + 1] = (start[node + 1] as number) + (start[node] as number);
  const ends = new Int32Array(start[length] as number);
  const fill = Int32Array.from(start);
  for (let at = 0; at < from.length; at++) {
    const node = from[at] as number;
    if (node < 0) continue;
    ends[fill[node] as number] = to[at] as number;
    fill[node] = (fill[node] as number) + 1;
  }
  return { start, ends };
}
