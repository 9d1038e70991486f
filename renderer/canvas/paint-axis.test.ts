import { describe, expect, it } from 'vitest';
import { paintAxis } from './paint-axis.ts';
import { createDrawing } from './testing/drawing.ts';
import { letters } from './testing/scenes.ts';

const scene = {
  size: { widthPx: 400, heightPx: 24, pixelRatio: 1 },
  view: { startNs: 0, nsPerPx: 1, widthPx: 400 },
  theme: { ...letters, accent: 'R' },
  marked: null,
};

describe('the axis', () => {
  const painted = (range: { startNs: number; endNs: number } | null) => {
    const drawing = createDrawing(50, 3, 8, 8);
    paintAxis(drawing, { ...scene, range });
    return drawing.picture();
  };

  it('says how long the selected range is, over its middle', () => {
    const line = painted({ startNs: 100, endNs: 300 }).split('\n')[1] ?? '';
    expect(line).toContain('200 ns');
    expect(Math.abs(line.indexOf('200 ns') + 3 - 25)).toBeLessThanOrEqual(1);
  });

  it('leaves out a time that the edge would cut', () => {
    const drawing = createDrawing(50, 3, 8, 8);
    paintAxis(drawing, { ...scene, view: { ...scene.view, startNs: 210 }, range: null });
    const line = drawing.picture().split('\n')[1] ?? '';
    expect(line).toContain('400 ns');
    expect(line).not.toMatch(/60/);
  });

  it('says nothing of a range that is off the screen', () => {
    expect(painted({ startNs: 500, endNs: 700 })).toBe(painted(null));
  });
});
