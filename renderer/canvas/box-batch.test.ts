import { describe, expect, it } from 'vitest';
import { BoxBatch } from './box-batch.ts';
import { createDrawing } from './testing/drawing.ts';

describe('a batch of boxes', () => {
  it('sets each colour once, however the boxes come', () => {
    const drawing = createDrawing(8, 1, 1, 1);
    const batch = new BoxBatch();
    for (let x = 0; x < 8; x++) batch.add(x % 3, x, 0, 1, 1);
    batch.flush(drawing, ['A', 'B', 'C']);
    expect(drawing.picture()).toBe('ABCABCAB');
    expect(drawing.styleChanges).toBe(3);
  });

  it('joins boxes that touch in one colour and row', () => {
    const batch = new BoxBatch();
    batch.add(0, 0, 0, 2, 1);
    batch.add(0, 2, 0, 3, 1);
    expect(batch.length).toBe(1);
    batch.add(0, 6, 0, 1, 1);
    batch.add(1, 7, 0, 1, 1);
    batch.add(1, 8, 1, 1, 1);
    expect(batch.length).toBe(4);
    const drawing = createDrawing(9, 2, 1, 1);
    batch.flush(drawing, ['A', 'B']);
    expect(drawing.picture()).toBe('AAAAA AB\n        B');
  });

  it('has crowded rows painted as pictures, and the boxes of others one by one', () => {
    const rows: string[] = [];
    const pictures = {
      begin: (top: number, height: number, fills: readonly string[]) =>
        rows.push(`${top} ${height} ${fills}: `),
      box: (left: number, width: number, slot: number) => {
        rows[rows.length - 1] += `${left}+${width}=${slot} `;
      },
      flush: () => rows.push('flush'),
    };
    const batch = new BoxBatch(pictures);
    const crowd = Array.from({ length: 60 }, (_, i) => i);
    const fills = ['A', 'B'];
    batch.beginRow(0, 1, 2, fills);
    batch.add(0, 0, 0, 2, 1);
    batch.beginRow(1, 2, 60, fills);
    for (const i of crowd) batch.add(i % 2, 2 * i, 1, 1, 2);
    batch.beginRow(0, 1, 1, fills);
    batch.add(1, 4, 0, 2, 1);
    expect(batch.length).toBe(62);
    const drawing = createDrawing(8, 3, 1, 1);
    batch.flush(drawing, fills);
    expect(rows).toEqual([`1 2 A,B: ${crowd.map((i) => `${2 * i}+1=${i % 2} `).join('')}`, 'flush']);
    expect(drawing.picture()).toBe('AA  BB\n\n');
    expect(batch.length).toBe(0);
  });

  it('grows, and is empty again after a flush', () => {
    const batch = new BoxBatch();
    for (let i = 0; i < 5000; i++) batch.add(i % 2, i, 0, 1, 1);
    expect(batch.length).toBe(5000);
    const drawing = createDrawing(5000, 1, 1, 1);
    batch.flush(drawing, ['A', 'B']);
    expect(drawing.picture()).toBe('AB'.repeat(2500));
    expect(batch.length).toBe(0);
  });
});
