import { describe, expect, it } from 'vitest';
import { flameLayout, neighbourOf, pathOf } from './flame-layout.ts';
import { FLAME_ROW_HEIGHT, FlamePainter } from './flame-scene.ts';
import { flameMatches } from './flame-search.ts';
import { createDrawing } from './testing/drawing.ts';
import { callTreeFromText, tableOf } from './testing/notation.ts';
import { letterFit, letterLook } from './testing/scenes.ts';

const tree = callTreeFromText(`
  a 20
    b 12
      c 4
      d 6
    e 5 !1
  f 10
    b 10`);

/** One cell of 3 px per ns and row; the root's row is faded. */
function draw(table = tree, startNs = 0, scrollTop = 0): string[] {
  const layout = flameLayout(table);
  const drawing = createDrawing(30, 4, 3, FLAME_ROW_HEIGHT);
  new FlamePainter(letterFit).paint(drawing, {
    ...letterLook(90, 4 * FLAME_ROW_HEIGHT, { startNs, nsPerPx: 1 / 3 }),
    scrollTop,
    layout,
  });
  return drawing.picture().split('\n');
}

describe('the flame graph', () => {
  it('puts children under their parent, from the left, in the order of the table', () => {
    expect(draw()).toEqual([
      'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',
      'AAAAAAAAAAAAAAAAAAAAFFFFFFFFFF',
      'BBBBBBBBBBBBEEEEE   BBBBBBBBBB',
      'CCCCDDDDDD',
    ]);
  });

  it('keeps the ancestors on top when it shows a part', () => {
    expect(draw(tree, 12)).toEqual(['FFFFFFFFFFFFFFFFFF', 'AAAAAAAAFFFFFFFFFF', 'EEEEE   BBBBBBBBBB', '']);
  });

  it('paints only the rows on screen', () => {
    expect(draw(tree, 0, 2 * FLAME_ROW_HEIGHT).slice(0, 2)).toEqual([
      'BBBBBBBBBBBBEEEEE   BBBBBBBBBB',
      'CCCCDDDDDD',
    ]);
  });

  it('narrows children that ran side by side so that they fit their parent', () => {
    const layout = flameLayout(
      callTreeFromText(`
        a 10
          b 10
          c 10
            d 10`),
    );
    expect([...layout.boxes.start]).toEqual([0, 0, 0, 5, 5]);
    expect([...layout.boxes.end]).toEqual([10, 10, 5, 10, 10]);
  });

  it('lays out and searches a stack of 100,000 calls', () => {
    const deep = tableOf(
      Array.from({ length: 100_001 }, (_, depth) => ({
        function: depth - 1 === 99_999 ? 1 : 0,
        depth,
        totalNs: 100_001 - depth,
        calls: 1,
        errors: 0,
      })),
    );
    const layout = flameLayout(deep);
    expect(layout.lanes).toBe(100_001);
    expect(pathOf(deep, 100_000)).toHaveLength(100_000);
    expect([...flameMatches(deep, Uint8Array.of(0, 1)).rows]).toEqual([100_000]);
  });

  it('finds rows by function and counts time under nested matches once', () => {
    const nested = callTreeFromText(`
      a 20
        b 12
          a 8
      c 5`);
    const found = flameMatches(nested, Uint8Array.of(1, 0, 0));
    expect([...found.rows]).toEqual([1, 3]);
    expect(found.covered).toBe(20);
    expect([...found.unseen]).toEqual([]);
  });

  it('names the functions that match without a row of theirs', () => {
    const found = flameMatches(callTreeFromText('a 20\n  b 12'), Uint8Array.of(0, 1, 1, 0, 1));
    expect([...found.rows]).toEqual([2]);
    expect([...found.unseen]).toEqual([2, 4]);
  });

  it('leads the arrow keys to parents, siblings and the widest child', () => {
    const layout = flameLayout(tree);
    expect(neighbourOf(layout, 0, 'down')).toBe(1);
    expect(neighbourOf(layout, 2, 'down')).toBe(4);
    expect(neighbourOf(layout, 2, 'next')).toBe(5);
    expect(neighbourOf(layout, 5, 'next')).toBe(5);
    expect(neighbourOf(layout, 5, 'previous')).toBe(2);
    expect(neighbourOf(layout, 2, 'previous')).toBe(2);
    expect(neighbourOf(layout, 4, 'up')).toBe(2);
    expect(neighbourOf(layout, 0, 'up')).toBe(0);
    expect(neighbourOf(layout, 0, 'next')).toBe(0);
    expect(neighbourOf(layout, 7, 'down')).toBe(7);
    expect(pathOf(tree, 4)).toEqual([1, 2, 4]);
  });
});
