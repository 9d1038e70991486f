import { describe, expect, it } from 'vitest';
import { callTreeFromText } from '../../canvas/testing/notation.ts';
import { minShareFor, rowOfNode } from './row-of-node.ts';

describe('rows of call nodes', () => {
  it('are found by the node’s id, whatever order the table has', () => {
    const table = callTreeFromText(`
      a 10
        b 5`);
    table.node.set([7, 3, 9]);
    expect([rowOfNode(table, 9), rowOfNode(table, 7), rowOfNode(table, 4), rowOfNode(table, null)]).toEqual([
      2, 0, -1, -1,
    ]);
  });
});

describe('the share below which rows are left out', () => {
  it('is never more than half a pixel, and never less than an eighth of that', () => {
    for (const nsPerPx of [1e6, 3e5, 777, 0.01]) {
      const half = (0.5 * nsPerPx) / 1e9;
      const share = minShareFor(nsPerPx, 1e9);
      expect(share).toBeLessThanOrEqual(half * 1.000001);
      expect(share).toBeGreaterThan(half / 8.000001);
    }
  });

  it('stays the same over small zooms', () => {
    expect(minShareFor(1e6, 1e9)).toBe(minShareFor(0.9e6, 1e9));
  });
});
