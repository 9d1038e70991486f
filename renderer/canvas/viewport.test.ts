import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clamp,
  endOf,
  fit,
  frame,
  MIN_NS_PER_PX,
  panBy,
  rangeOf,
  reveal,
  timeAt,
  type Viewport,
  xAt,
  zoomAt,
} from './viewport.ts';

const DAY_NS = 86_400e9;
const view = (startNs: number, nsPerPx: number, widthPx = 1000): Viewport => ({ startNs, nsPerPx, widthPx });

const anyView = fc.record({
  startNs: fc.double({ min: 0, max: DAY_NS, noNaN: true }),
  nsPerPx: fc.double({ min: MIN_NS_PER_PX, max: 1e8, noNaN: true }),
  widthPx: fc.integer({ min: 1, max: 8000 }),
});

describe('a viewport', () => {
  it('returns from pixels to within a nanosecond of any time, a day into the recording and at the deepest zoom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: DAY_NS, noNaN: true }),
        fc.double({ min: MIN_NS_PER_PX, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 8000, noNaN: true }),
        (startNs, nsPerPx, x) => {
          const at = view(startNs, nsPerPx, 8000);
          const time = timeAt(at, x);
          expect(Math.abs(timeAt(at, xAt(at, time)) - time)).toBeLessThan(0.05);
          expect(Math.abs(xAt(at, time) - x) * nsPerPx).toBeLessThan(0.05);
        },
      ),
    );
  });

  it('tells neighbouring nanoseconds apart ten hours into the recording', () => {
    const at = view(36_000e9, 0.01);
    expect(xAt(at, 36_000e9 + 1)).toBeCloseTo(100, 6);
    expect(xAt(at, 36_000e9 + 2)).toBeCloseTo(200, 6);
  });

  it('keeps the time under the cursor where it is while zooming', () => {
    fc.assert(
      fc.property(
        anyView,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (at, share, factor) => {
          const x = share * at.widthPx;
          const zoomed = zoomAt(at, x, factor);
          expect(Math.abs(xAt(zoomed, timeAt(at, x)) - x)).toBeLessThan(0.02 + 0.1 / zoomed.nsPerPx);
        },
      ),
    );
  });

  it('comes back to where it was after panning there and back', () => {
    const at = panBy(panBy(view(5e9, 2), 300), -300);
    expect(at.startNs).toBe(5e9);
  });

  it('never leaves its bounds, however it is moved', () => {
    const bounds = { startNs: 100, endNs: 1_000_100 };
    fc.assert(
      fc.property(anyView, (at) => {
        const visible = rangeOf(clamp(at, bounds));
        expect(visible.startNs).toBeGreaterThanOrEqual(bounds.startNs - 1e-6);
        expect(visible.endNs).toBeLessThanOrEqual(Math.max(bounds.endNs, bounds.startNs + at.widthPx) + 1e-3);
      }),
    );
  });

  it('fits a range exactly, and a moment at the deepest zoom around its middle', () => {
    expect(rangeOf(fit({ startNs: 10, endNs: 5010 }, 1000))).toEqual({ startNs: 10, endNs: 5010 });
    const moment = fit({ startNs: 500, endNs: 500 }, 1000);
    expect(moment.nsPerPx).toBe(MIN_NS_PER_PX);
    expect(xAt(moment, 500)).toBeCloseTo(500);
  });

  it('frames a range with the same margin on both sides', () => {
    const framed = frame({ startNs: 1000, endNs: 2000 }, 1000, 0.1);
    expect(xAt(framed, 1000)).toBeCloseTo(100);
    expect(xAt(framed, 2000)).toBeCloseTo(900);
  });

  it('moves only as far as a span outside needs, and zooms out only for one that does not fit', () => {
    const at = view(0, 1);
    expect(reveal(at, { startNs: 200, endNs: 300 })).toBe(at);
    expect(endOf(reveal(at, { startNs: 1500, endNs: 1600 }))).toBeCloseTo(1700);
    expect(reveal(at, { startNs: -50, endNs: 10 }).startNs).toBeCloseTo(-150);
    expect(reveal(at, { startNs: 0, endNs: 5000 }).nsPerPx).toBeGreaterThan(5);
  });
});
