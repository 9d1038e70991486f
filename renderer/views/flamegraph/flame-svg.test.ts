import { describe, expect, it } from 'vitest';
import { flameLayout } from '../../canvas/index.ts';
import { callTreeFromText } from '../../canvas/testing/notation.ts';
import { letterColours, letterFit } from '../../canvas/testing/scenes.ts';
import { flameSvg } from './flame-svg.ts';

const names = {
  length: 2,
  name: ['main<T>', 'a & b'],
  file: Int32Array.of(0, 0),
  files: ['a.js'],
  line: Int32Array.of(1, 2),
};
const layout = flameLayout(
  callTreeFromText(`
    a 100
      b 40`),
);
const picture = (startNs: number, nsPerPx: number) =>
  flameSvg({
    ...{ layout, names, colours: letterColours, background: '#fff', fontFamily: 'sans', fontPx: 10 },
    ...{ view: { startNs, nsPerPx, widthPx: 100 }, fit: letterFit, about: (row) => `row ${row}` },
  });
const rects = (svg: string) =>
  [...svg.matchAll(/<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"/g)].map(([, ...n]) => n.map(Number));

describe('a flame graph as SVG', () => {
  it('has a box for each row, as wide as on the screen, with what is known of it', () => {
    const svg = picture(0, 1);
    expect(rects(svg)).toEqual([
      [0, 0, 99],
      [0, 19, 99],
      [0, 38, 39],
    ]);
    expect(svg).toContain('<title>row 2</title>');
    expect(svg).toContain('width="100" height="57"');
  });

  it('shows the part that is zoomed to', () => {
    expect(rects(picture(50, 0.5))).toEqual([
      [0, 0, 99],
      [0, 19, 99],
    ]);
  });

  it('writes names so that they stay text', () => {
    expect(picture(0, 1)).toContain('>main&#60;T&#62;</text>');
    expect(picture(0, 1)).toContain('>a &#38; b</text>');
  });
});
