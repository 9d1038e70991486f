/**
 * Layers of a directed graph for drawing it from top to bottom, after Sugiyama: edges that close a cycle are ignored, a node
 * stands below everything that points at it (longest path), and nodes in a layer are ordered by the mean place of their
 * neighbours. Without recursion. Nodes without edges make a last layer of their own. More than `most` layers are pressed into so
 * many, or a long chain would make a picture that is all height.
 */
export function layersOf(
  length: number,
  edges: readonly (readonly [number, number])[],
  most = Number.POSITIVE_INFINITY,
): readonly (readonly number[])[] {
  const acyclic = withoutBackEdges(length, edges);
  const rank = longestPaths(length, acyclic);
  const linked = new Set(edges.flat());
  const depth = rank.reduce((deepest, at) => Math.max(deepest, at + 1), 0);
  const press = Math.min(1, most / depth);
  const layers: number[][] = [];
  for (let node = 0; node < length; node++) {
    if (!linked.has(node)) continue;
    const at = Math.floor((rank[node] as number) * press);
    while (layers.length <= at) layers.push([]);
    (layers[at] as number[]).push(node);
  }
  const ordered = reduceCrossings(layers, neighbours(length, acyclic));
  const loose = Array.from({ length }, (_, node) => node).filter((node) => !linked.has(node));
  return loose.length > 0 ? [...ordered, loose] : ordered;
}

function outgoing(length: number, edges: readonly (readonly [number, number])[]): number[][] {
  const out = Array.from({ length }, (): number[] => []);
  for (const [from, to] of edges) if (from !== to) out[from]?.push(to);
  return out;
}

/** Depth first from the nodes that nothing points at; an edge back to a node on the way is left out. */
function withoutBackEdges(
  length: number,
  edges: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const out = outgoing(length, edges);
  const indegree = new Int32Array(length);
  for (const [from, to] of edges) if (from !== to) indegree[to] = (indegree[to] as number) + 1;
  const roots = Array.from({ length }, (_, node) => node).sort(
    (a, b) => (indegree[a] as number) - (indegree[b] as number),
  );
  const state = new Uint8Array(length);
  const next = new Int32Array(length);
  const kept: [number, number][] = [];
  for (const root of roots) {
    if (state[root] !== 0) continue;
    const way = [root];
    state[root] = 1;
    for (let node = way.at(-1); node !== undefined; node = way.at(-1)) {
      const to = out[node]?.[next[node] as number];
      if (to === undefined) {
        state[node] = 2;
        way.pop();
        continue;
      }
      next[node] = (next[node] as number) + 1;
      if (state[to] === 1) continue;
      kept.push([node, to]);
      if (state[to] === 0) {
        state[to] = 1;
        way.push(to);
      }
    }
  }
  return kept;
}

/** The number of edges on the longest way to each node of an acyclic graph. */
function longestPaths(length: number, edges: readonly (readonly [number, number])[]): Int32Array {
  const out = outgoing(length, edges);
  const waitsFor = new Int32Array(length);
  for (const [, to] of edges) waitsFor[to] = (waitsFor[to] as number) + 1;
  const rank = new Int32Array(length);
  const ready = Array.from({ length }, (_, node) => node).filter((node) => waitsFor[node] === 0);
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const to of out[node] ?? []) {
      rank[to] = Math.max(rank[to] as number, (rank[node] as number) + 1);
      waitsFor[to] = (waitsFor[to] as number) - 1;
      if (waitsFor[to] === 0) ready.push(to);
    }
  }
  return rank;
}

function neighbours(
  length: number,
  edges: readonly (readonly [number, number])[],
): readonly (readonly number[])[] {
  const all = Array.from({ length }, (): number[] => []);
  for (const [from, to] of edges) {
    all[from]?.push(to);
    all[to]?.push(from);
  }
  return all;
}

const sweeps = 6;

function reduceCrossings(
  layers: readonly (readonly number[])[],
  near: readonly (readonly number[])[],
): number[][] {
  const ordered = layers.map((layer) => [...layer]);
  // Places are shares of the layer's width, so that layers of different lengths compare.
  const place = new Map<number, number>();
  const settle = (layer: readonly number[]) =>
    layer.forEach((node, at) => {
      place.set(node, (at + 0.5) / layer.length);
    });
  ordered.forEach(settle);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const turn = sweep % 2 === 0 ? ordered : [...ordered].reverse();
    for (const layer of turn) {
      const mean = new Map(layer.map((node) => [node, meanPlace(node, near, place)]));
      layer.sort((a, b) => (mean.get(a) as number) - (mean.get(b) as number));
      settle(layer);
    }
  }
  return ordered;
}

function meanPlace(
  node: number,
  near: readonly (readonly number[])[],
  place: ReadonlyMap<number, number>,
): number {
  const around = near[node] ?? [];
  if (around.length === 0) return place.get(node) ?? 0;
  return around.reduce((sum, other) => sum + (place.get(other) ?? 0), 0) / around.length;
}
