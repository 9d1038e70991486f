import { describe, expect, it } from 'vitest';
import { neighbourOf } from './flame-layout.ts';
import { FLAME_ROW_HEIGHT, FlamePainter } from './flame-scene.ts';
import { sandwichLayout } from './sandwich-layout.ts';
import { createDrawing } from './testing/drawing.ts';
import { tableOf } from './testing/notation.ts';
import { letterFit, letterLook } from './testing/scenes.ts';

const row = (name: string, depth: number, totalNs: number) => ({
  ...{ function: name.charCodeAt(0) - 97, depth, totalNs },
  ...{ calls: 1, errors: 0 },
});

/** `s` was called by `a` for 20 and by `b` for 10, which `c` called; it called `d` and `e`. */
const layout = sandwichLayout(
  tableOf([row('s', 0, 30), row('a', 1, 20), row('b', 1, 10), row('c', 2, 10)]),
  tableOf([row('s', 0, 30), row('d', 1, 9), row('e', 1, 12)]),
);

describe('a sandwich', () => {
  it('has the callers above the function, the direct ones next to it, and what it called below', () => {
    const drawing = createDrawing(30, 4, 3, FLAME_ROW_HEIGHT);
    new FlamePainter(letterFit).paint(drawing, {
      ...letterLook(90, 4 * FLAME_ROW_HEIGHT, { nsPerPx: 1 / 3 }),
      scrollTop: 0,
      layout,
    });
    expect(drawing.picture().split('\n')).toEqual([
      '                    CCCCCCCCCC',
      'AAAAAAAAAAAAAAAAAAAABBBBBBBBBB',
      'SSSSSSSSSSSSSSSSSSSSSSSSSSSSSS',
      'DDDDDDDDDEEEEEEEEEEEE',
    ]);
  });

  it('has the bytes of both sides, where it is by memory', () => {
    const [callers, callees] = [
      tableOf([row('s', 0, 3), row('a', 1, 2)]),
      tableOf([row('s', 0, 3), row('d', 1, 1)]),
    ];
    const inBytes = (total: number[], self: number[]) => ({
      ...{ measure: 'retained' as const },
      ...{ totalBytes: Float64Array.from(total), selfBytes: Float64Array.from(self) },
    });
    const { table } = sandwichLayout(
      { ...callers, memory: inBytes([3, 2], [1, 2]) },
      { ...callees, memory: inBytes([3, 1], [2, 1]) },
    );
    expect([...(table.memory?.totalBytes ?? [])]).toEqual([3, 1, 2]);
    expect([...(table.memory?.selfBytes ?? [])]).toEqual([2, 1, 2]);
    expect(layout.table.memory).toBeUndefined();
  });

  it('leads the arrow keys to callers upwards and to callees downwards', () => {
    const { table } = layout;
    const named = (name: string) => table.function.indexOf(name.charCodeAt(0) - 97);
    expect(neighbourOf(layout, 0, 'up')).toBe(named('a'));
    expect(neighbourOf(layout, 0, 'down')).toBe(named('e'));
    expect(neighbourOf(layout, named('b'), 'up')).toBe(named('c'));
    expect(neighbourOf(layout, named('c'), 'down')).toBe(named('b'));
    expect(neighbourOf(layout, named('d'), 'up')).toBe(0);
    expect(neighbourOf(layout, named('e'), 'next')).toBe(named('e'));
    expect(neighbourOf(layout, named('e'), 'previous')).toBe(named('d'));
  });
});
