import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clamp, endOf, panBy, type Viewport, zoomAt } from '../../canvas/index.ts';
import { planWindow, type WindowNeed } from './window-plan.ts';

const bounds = { startNs: 0, endNs: 1e9 };
const view: Viewport = { startNs: 4e8, nsPerPx: 1e5, widthPx: 1000 };
const need = (change: Partial<WindowNeed> = {}): WindowNeed => ({
  view,
  bounds,
  pixelRatio: 1,
  maxLane: 10,
  ...change,
});

describe('the window asked of the engine', () => {
  it('is half a screen wider on both sides, at a pixel a column', () => {
    expect(planWindow(null, need())).toEqual({
      range: { startNs: 3.5e8, endNs: 5.5e8 },
      widthPx: 2000,
      maxLane: 32,
    });
  });

  it('stays the same while the person pans within it', () => {
    const plan = planWindow(null, need());
    expect(planWindow(plan, need({ view: panBy(view, 400) }))).toBe(plan);
    expect(planWindow(plan, need({ view: panBy(view, 600) }))).not.toBe(plan);
  });

  it('is asked for anew when the zoom needs finer columns, another lane or other threads', () => {
    const plan = planWindow(null, need());
    expect(planWindow(plan, need({ view: zoomAt(view, 500, 0.9) }))).not.toBe(plan);
    expect(planWindow(plan, need({ maxLane: 40 })).maxLane).toBe(64);
    expect(planWindow(plan, need({ threads: [1] })).threads).toEqual([1]);
  });

  it.each([
    ['in', 0.9],
    ['out', 1.1],
  ])('changes far less often than the frames of a zoom %s', (_, factor) => {
    let at: Viewport = { ...view, nsPerPx: factor < 1 ? 1e5 : 1e3 };
    let plan = planWindow(null, need({ view: at }));
    let changes = 0;
    for (let frame = 0; frame < 42; frame++) {
      at = clamp(zoomAt(at, 500, factor), bounds);
      const next = planWindow(plan, need({ view: at }));
      if (next !== plan) changes++;
      plan = next;
    }
    // By 80 times in all, which is doubled six times and a bit.
    expect(changes).toBeLessThanOrEqual(7);
  });

  it('is never asked for in more columns than the engine gives', () => {
    const wide = { ...view, widthPx: 6000 };
    const plan = planWindow(null, need({ view: wide, pixelRatio: 1 }));
    const finer = planWindow(plan, need({ view: zoomAt(wide, 500, 0.9) }));
    expect(finer.widthPx).toBeLessThanOrEqual(16_384);
    expect(planWindow(finer, need({ view: zoomAt(wide, 500, 0.9) }))).toBe(finer);
  });

  it('has a column for each device pixel', () => {
    expect(planWindow(null, need({ pixelRatio: 2 })).widthPx).toBe(4000);
  });

  it('always covers what is on screen at its resolution, whatever was asked before', () => {
    const moves = fc.array(
      fc.record({
        x: fc.integer({ min: 0, max: 1000 }),
        factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
        pan: fc.integer({ min: -3000, max: 3000 }),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(moves, (steps) => {
        let at = view;
        let plan = planWindow(null, need());
        for (const { x, factor, pan } of steps) {
          at = clamp(panBy(zoomAt(at, x, factor), pan), bounds);
          plan = planWindow(plan, need({ view: at }));
          expect(plan.range.startNs).toBeLessThanOrEqual(Math.max(at.startNs, 0));
          expect(plan.range.endNs).toBeGreaterThanOrEqual(Math.min(endOf(at), bounds.endNs) - 1e-6);
          expect((plan.range.endNs - plan.range.startNs) / plan.widthPx).toBeLessThanOrEqual(
            at.nsPerPx * 1.02,
          );
        }
      }),
    );
  });
});
