import { describe, expect, it } from 'vitest';
import { moved, zoomed } from './tree-keys.ts';

const whole = { startNs: 100, endNs: 1100 };

describe('the keys of the trace', () => {
  it('move through the lines and stop at the ends', () => {
    expect(moved('down', -1, 5, 3)).toBe(0);
    expect(moved('down', 4, 5, 3)).toBe(4);
    expect(moved('up', 0, 5, 3)).toBe(0);
    expect([moved('first', 3, 5, 3), moved('last', 1, 5, 3), moved('page-down', 0, 5, 3)]).toEqual([0, 4, 3]);
    expect(moved('down', -1, 0, 3)).toBe(-1);
  });

  it('zoom around the middle, and never leave the trace', () => {
    expect(zoomed('zoom-in', whole, whole, null)).toEqual({ startNs: 300, endNs: 900 });
    expect(zoomed('zoom-out', whole, whole, null)).toEqual(whole);
    expect(zoomed('pan-left', { startNs: 150, endNs: 650 }, whole, null)).toEqual({
      startNs: 100,
      endNs: 600,
    });
    expect(zoomed('pan-right', { startNs: 650, endNs: 1050 }, whole, null)).toEqual({
      startNs: 700,
      endNs: 1100,
    });
  });

  it('frame the selected call, and again everything', () => {
    const call = { startNs: 200, endNs: 260 };
    expect(zoomed('frame', whole, whole, call)).toEqual(call);
    expect(zoomed('frame', call, whole, call)).toEqual(whole);
  });
});
