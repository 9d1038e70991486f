import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adjacency, findCycles } from '../cycles.ts';
import { EDGE } from '../edge-kinds.ts';
import type { StaticGraph } from '../static-graph.ts';
import { structureOf } from './structure.ts';

type Edge = readonly [number, number];

function graphOf(
  nodes: number,
  edges: readonly Edge[],
  types: readonly Edge[] = [],
  late: readonly Edge[] = [],
): StaticGraph {
  const all = [...edges, ...late, ...types];
  const loading = [...edges, ...late];
  const from = loading.map(([a]) => a);
  const to = loading.map(([, b]) => b);
  return {
    paths: Array.from({ length: nodes }, (_, n) => `m${n}.js`),
    functions: new Int32Array(nodes),
    from: Int32Array.from(all, ([a]) => a),
    to: Int32Array.from(all, ([, b]) => b),
    kinds: Uint8Array.from(all, (_, e) => (e < loading.length ? EDGE.import : EDGE.type)),
    late: Uint8Array.from(all, (_, e) => (e >= edges.length && e < loading.length ? 1 : 0)),
    cycles: findCycles(adjacency(nodes, from, to)),
    unresolved: [],
    packages: [],
    packageUses: { module: new Int32Array(), package: new Int32Array() },
    unreadable: [],
  };
}

/** Whether there is a way of at least one edge, found by trying all. */
function leads(edges: readonly Edge[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const waiting = edges.filter(([a]) => a === from).map(([, b]) => b);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === to) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...edges.filter(([a]) => a === node).map(([, b]) => b));
  }
  return false;
}

const drawn = fc.integer({ min: 1, max: 9 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc
      .uniqueArray(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { selector: String, maxLength: 24 })
      .map((edges) => edges.filter(([a, b]) => a !== b)),
  }),
);

it('puts modules into one cycle exactly when each leads to the other', () => {
  fc.assert(
    fc.property(drawn, ({ nodes, edges }) => {
      const { cycles } = graphOf(nodes, edges);
      for (let a = 0; a < nodes; a++) {
        for (let b = 0; b < nodes; b++) {
          if (a === b) continue;
          const together = cycles.some((members) => members.includes(a) && members.includes(b));
          expect(together).toBe(leads(edges, a, b) && leads(edges, b, a));
        }
      }
    }),
  );
});

it('puts every module above all it loads, except those of its cycle', () => {
  fc.assert(
    fc.property(drawn, ({ nodes, edges }) => {
      const { layer } = structureOf(graphOf(nodes, edges), () => 1);
      for (const [a, b] of edges) {
        if (leads(edges, b, a)) expect(layer[a]).toBe(layer[b]);
        else expect(layer[a]).toBeGreaterThan(layer[b] ?? 0);
      }
    }),
  );
});

it('cuts the edge that leaves the fewest modules in cycles, as trying all shows', () => {
  fc.assert(
    fc.property(drawn, ({ nodes, edges }) => {
      for (const { members, from, to, left } of structureOf(graphOf(nodes, edges), () => 1).cycles) {
        const inside = edges.filter(([a, b]) => members.includes(a) && members.includes(b));
        const leftWithout = (cut: Edge): number => {
          const rest = inside.filter((edge) => edge !== cut);
          return members.filter((member) => leads(rest, member, member)).length;
        };
        const found = inside.find(([a, b]) => a === from && b === to);
        expect(found && leftWithout(found)).toBe(left);
        expect(left).toBe(Math.min(...inside.map(leftWithout)));
      }
    }),
  );
});

it('prefers the edge over which the fewest names go', () => {
  const names = (from: number): number => (from === 0 ? 5 : 1);
  const { cycles } = structureOf(
    graphOf(2, [
      [0, 1],
      [1, 0],
    ]),
    names,
  );
  expect(cycles).toEqual([{ members: [0, 1], from: 1, to: 0, names: 1, left: 0, isLate: false }]);
});

it('keeps cycles that only types make apart', () => {
  const structure = structureOf(
    graphOf(
      4,
      [
        [0, 1],
        [2, 3],
        [3, 2],
      ],
      [[1, 0]],
    ),
    () => 1,
  );
  expect(structure.typeCycles).toEqual([[0, 1]]);
  expect(structure.cycles.map(({ members }) => members)).toEqual([[2, 3]]);
  expect([...structure.fanIn]).toEqual([0, 1, 1, 1]);
});

it('tells cycles that close at once from what functions add to them, and cuts no late edge of the former', () => {
  const { cycles } = structureOf(
    graphOf(
      5,
      [
        [0, 1],
        [2, 3],
        [3, 2],
        [4, 2],
      ],
      [],
      [
        [1, 0],
        [3, 4],
      ],
    ),
    (from) => (from === 3 ? 1 : 5),
  );
  expect(cycles).toMatchObject([
    { members: [2, 3], from: 3, to: 2, left: 0, isLate: false },
    { members: [2, 3, 4], isLate: true },
    { members: [0, 1], isLate: true },
  ]);
});

it('lays modules of a cycle that an import in a function closes in layers of their own', () => {
  const layers = (edges: readonly Edge[], late: readonly Edge[]) => [
    ...structureOf(graphOf(4, edges, [], late), () => 1).layer,
  ];
  // 0 needs 1, 1 needs 2, and 2 asks for 0 when it is called; 3 asks for 0 when it is called.
  const down: Edge[] = [
    [0, 1],
    [1, 2],
  ];
  const waiting: Edge[] = [
    [2, 0],
    [3, 0],
  ];
  expect(layers(down, waiting)).toEqual([2, 1, 0, 3]);
  expect(layers([...down, [2, 0]], [[3, 0]])).toEqual([0, 0, 0, 1]);
});
