import { describe, expect, it } from 'vitest';
import { addNodeSums, type NodeSums, packNodeSums } from './node-sums.ts';

const ROWS = 10_001;
const STRETCH = { from: 10, to: 20 };

/** Every other node: calls 1, 2, .., an error in every third, and a rest in every thousandth. */
const sums: NodeSums = {
  length: ROWS,
  node: Int32Array.from({ length: ROWS }, (_, i) => 2 * i),
  calls: Float64Array.from({ length: ROWS }, (_, i) => i + 1),
  errors: Float64Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? 1 : 0)),
  selfNs: Float64Array.from({ length: ROWS }, (_, i) => i * 2 ** 33),
  restNs: Float64Array.from({ length: ROWS }, (_, i) => (i % 1000 === 0 ? i - 5000 : 0)),
};

const figuresOf = (length: number) => ({
  calls: new Float64Array(length).fill(1),
  errors: new Float64Array(length).fill(1),
  selfNs: new Float64Array(length).fill(1),
  restNs: new Float64Array(length).fill(1),
});

describe('sums of call nodes', () => {
  it('are added row by row, however many there are', () => {
    const into = figuresOf(2 * ROWS);
    addNodeSums(packNodeSums(STRETCH, sums), STRETCH, 2 * ROWS, into);
    for (const column of ['calls', 'errors', 'selfNs', 'restNs'] as const) {
      const expected = Array.from({ length: 2 * ROWS }, (_, node) =>
        node % 2 === 0 ? 1 + (sums[column][node / 2] as number) : 1,
      );
      expect([...into[column]], column).toEqual(expected);
    }
  });

  it('are refused when they are of another stretch, or of a path that is not there', () => {
    const page = packNodeSums(STRETCH, sums);
    const add = (stretch: typeof STRETCH, nodes: number) => () =>
      addNodeSums(page, stretch, nodes, figuresOf(2 * ROWS));
    expect(add({ from: 10, to: 21 }, 2 * ROWS)).toThrow('not those that were written there');
    expect(add(STRETCH, 2 * ROWS - 2)).toThrow('a path that is not there');
  });
});
