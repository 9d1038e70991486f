import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adjacency, findCycles } from './cycles.ts';

/** Components by the definition: two nodes are together when each reaches the other. */
function naiveCycles(nodes: number, edges: readonly (readonly [number, number])[]): number[][] {
  const all = Array.from({ length: nodes }, (_, n) => n);
  const reachable = all.map((start) => {
    const seen = new Set([start]);
    for (const node of seen) for (const [from, to] of edges) if (from === node) seen.add(to);
    return seen;
  });
  const components = all.flatMap((a) => {
    const together = all.filter((b) => reachable[a]?.has(b) && reachable[b]?.has(a));
    return together.length > 1 && together[0] === a ? [together] : [];
  });
  return components.sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}

const cyclesOf = (nodes: number, edges: readonly (readonly [number, number])[]): number[][] =>
  findCycles(
    adjacency(
      nodes,
      edges.map(([from]) => from),
      edges.map(([, to]) => to),
    ),
  );

it('finds the components that reachability defines', () => {
  const graph = fc
    .integer({ min: 1, max: 14 })
    .chain((nodes) =>
      fc.tuple(
        fc.constant(nodes),
        fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: nodes * 2 }),
      ),
    );
  fc.assert(
    fc.property(graph, ([nodes, edges]) => {
      expect(cyclesOf(nodes, edges)).toEqual(naiveCycles(nodes, edges));
    }),
    { numRuns: 500 },
  );
});

it('follows a chain of 200,000 modules that closes', () => {
  const nodes = 200_000;
  const edges = Array.from({ length: nodes }, (_, n) => [n, (n + 1) % nodes] as const);
  expect(cyclesOf(nodes, edges).map((cycle) => cycle.length)).toEqual([nodes]);
});
