import { describe, expect, it } from 'vitest';
import { clearOverlay, paintHover, paintRange, paintSelected } from './overlay.ts';
import { createDrawing } from './testing/drawing.ts';
import { letters } from './testing/scenes.ts';

const size = { widthPx: 16, heightPx: 8, pixelRatio: 1 };

describe('the overlay', () => {
  it('frames the selected box from outside, so that its label stays readable', () => {
    const drawing = createDrawing(16, 8, 1, 1);
    paintSelected(drawing, { left: 4, top: 3, width: 6, height: 2 }, size, letters);
    expect(drawing.picture().split('\n')).toEqual([
      '',
      '  TTTTTTTTTT',
      '  TTTTTTTTTT',
      '  TT      TT',
      '  TT      TT',
      '  TTTTTTTTTT',
      '  TTTTTTTTTT',
      '',
    ]);
  });

  it('keeps the frame of a box that reaches past the screen inside it', () => {
    const drawing = createDrawing(16, 8, 1, 1);
    paintSelected(drawing, { left: 0, top: 3, width: 16, height: 2 }, size, letters);
    expect(drawing.picture().split('\n')[3]).toBe('TT            TT');
  });

  it('shades the selected range between two lines', () => {
    const drawing = createDrawing(16, 8, 1, 1);
    const accent = { ...letters, accent: 'R' };
    paintRange(drawing, { startNs: 40, endNs: 100 }, { startNs: 0, nsPerPx: 10, widthPx: 16 }, size, accent);
    expect(drawing.picture().split('\n')[0]).toBe('    RrrrrR');
  });

  it('shows nothing of a range that is off the screen', () => {
    const drawing = createDrawing(16, 8, 1, 1);
    paintRange(
      drawing,
      { startNs: 400, endNs: 500 },
      { startNs: 0, nsPerPx: 10, widthPx: 16 },
      size,
      letters,
    );
    expect(drawing.picture().trim()).toBe('');
  });

  it('darkens the box under the pointer, and is clean again after clearing', () => {
    const drawing = createDrawing(16, 8, 1, 1);
    paintHover(drawing, { left: 2, top: 1, width: 3, height: 1 }, letters);
    expect(drawing.picture().split('\n')[1]).toBe('  ttt');
    clearOverlay(drawing, size);
    expect(drawing.picture().trim()).toBe('');
  });
});
