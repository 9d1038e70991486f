import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layersOf } from './layers.ts';

describe('the layers of a graph', () => {
  it('put a node below everything that points at it', () => {
    expect(
      layersOf(4, [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 3],
      ]),
    ).toEqual([[0], [1], [2], [3]]);
  });

  it('cut a cycle once and keep the rest in order', () => {
    expect(
      layersOf(3, [
        [0, 1],
        [1, 2],
        [2, 1],
      ]),
    ).toEqual([[0], [1], [2]]);
  });

  it('put what has no edges last', () => {
    expect(layersOf(3, [[2, 0]])).toEqual([[2], [0], [1]]);
  });

  it('untangle two crossing edges', () => {
    const [top = [], bottom = []] = layersOf(4, [
      [0, 3],
      [1, 2],
    ]);
    expect(top.map((node) => 3 - node)).toEqual(bottom);
  });

  it('hold every node once, whatever the edges', () => {
    const graphs = fc.integer({ min: 1, max: 25 }).chain((length) => {
      const node = fc.nat(length - 1);
      return fc.record({
        length: fc.constant(length),
        edges: fc.array(fc.tuple(node, node), { maxLength: 60 }),
      });
    });
    fc.assert(
      fc.property(graphs, ({ length, edges }) => {
        const all = layersOf(length, edges).flat();
        expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, node) => node));
      }),
    );
  });

  it('are pressed into as many as asked, in the same order', () => {
    const chain = [0, 1, 2, 3, 4].map((node) => [node, node + 1] as const);
    expect(layersOf(6, chain, 3)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  it('cope with a chain of twenty thousand modules', () => {
    const length = 20_000;
    const edges = Array.from({ length: length - 1 }, (_, node) => [node, node + 1] as const);
    expect(layersOf(length, edges)).toHaveLength(length);
  });
});
