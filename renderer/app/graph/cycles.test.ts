import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circles } from './cycles.ts';

const of = (length: number, edges: readonly (readonly [number, number])[]) =>
  circles(
    length,
    edges.map(([from]) => from),
    edges.map(([, to]) => to),
  );

describe('circles of a graph', () => {
  it('hold what leads to each other, and nothing else', () => {
    const found = of(6, [
      [0, 1],
      [1, 2],
      [2, 1],
      [2, 3],
      [4, 5],
      [5, 4],
      [3, 3],
    ]);
    expect(found[1]).toBe(found[2]);
    expect(found[4]).toBe(found[5]);
    expect(found[1]).not.toBe(found[4]);
    expect([found[0], found[3]]).toEqual([-1, -1]);
  });

  it('are found in a chain a hundred thousand long', () => {
    const length = 100_000;
    const edges = Array.from({ length }, (_, at) => [at, (at + 1) % length] as const);
    expect(new Set(of(length, edges)).size).toBe(1);
  });

  it('are what reachability says, on any graph', () => {
    const graph = fc.integer({ min: 1, max: 12 }).chain((length) =>
      fc.record({
        length: fc.constant(length),
        edges: fc.array(fc.tuple(fc.nat(length - 1), fc.nat(length - 1)), { maxLength: 30 }),
      }),
    );
    fc.assert(
      fc.property(graph, ({ length, edges }) => {
        const reach = Array.from({ length }, (_, a) => {
          const seen = new Set<number>();
          const waiting = edges.filter(([from]) => from === a).map(([, to]) => to);
          for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
            if (seen.has(at)) continue;
            seen.add(at);
            waiting.push(...edges.filter(([from]) => from === at).map(([, to]) => to));
          }
          return seen;
        });
        const found = of(length, edges);
        for (let a = 0; a < length; a++) {
          for (let b = 0; b < length; b++) {
            if (a === b) continue;
            const together = reach[a]?.has(b) && reach[b]?.has(a);
            expect(found[a] !== -1 && found[a] === found[b]).toBe(together);
          }
        }
      }),
    );
  });
});
