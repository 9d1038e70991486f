import { describe, expect, it } from 'vitest';
import { fittedView, type Room } from './fitted-view.ts';

const room: Room = {
  ...{ width: 800, height: 600, least: 0.01, most: 1.25 },
  corner: { width: 250, height: 150 },
};
const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
const across = (x: number, { zoom, pan }: ReturnType<typeof fittedView>) => zoom * x + pan.x;
const down = (y: number, { zoom, pan }: ReturnType<typeof fittedView>) => zoom * y + pan.y;

describe('the place of a graph in its room', () => {
  it('is the middle, as large as it fits, where nothing lies below the corner', () => {
    const wide = box(0, 0, 1000, 200);
    const view = fittedView(wide, [wide], room);
    expect(view.zoom).toBeCloseTo((800 - 64) / 1000);
    expect(across(0, view)).toBeCloseTo(32);
    expect(down(100, view)).toBeCloseTo(300);
  });

  it('is beside the corner for a high one, which is no smaller there', () => {
    const high = box(0, 0, 400, 1000);
    const view = fittedView(high, [high], room);
    expect(view.zoom).toBeCloseTo((600 - 64) / 1000);
    expect(across(0, view)).toBeGreaterThan(250);
    expect(across(400, view)).toBeLessThanOrEqual(800 - 32);
  });

  it('stays in the middle where only empty room is below the corner', () => {
    const view = fittedView(box(0, 0, 400, 1000), [box(0, 0, 400, 100), box(380, 900, 400, 1000)], room);
    expect(across(200, view)).toBeCloseTo(400);
  });

  it('is above the corner for a wide one that reaches down to it', () => {
    const wide = box(0, 0, 1000, 520);
    const view = fittedView(wide, [wide], room);
    expect(down(520, view)).toBeLessThanOrEqual(600 - 150);
    expect(across(500, view)).toBeCloseTo(400);
  });

  it('goes below the corner before it becomes too small to be read', () => {
    const large = box(0, 0, 1000, 800);
    const narrow = { ...room, corner: { width: 500, height: 400 } };
    const view = fittedView(large, [large], narrow);
    expect(view.zoom).toBeCloseTo((600 - 64) / 800);
  });
});
