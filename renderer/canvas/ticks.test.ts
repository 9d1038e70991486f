import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, roundStep } from './ticks.ts';

describe('the time axis', () => {
  it('labels whole units near the origin', () => {
    const ticks = axisTicks({ startNs: 0, nsPerPx: 10_000, widthPx: 500 }, 100);
    expect(ticks.labels).toEqual(['0', '1 ms', '2 ms', '3 ms', '4 ms', '5 ms']);
    expect(ticks.base).toBeNull();
  });

  it('counts from a named base where the labels would differ only in their last digits', () => {
    const ticks = axisTicks({ startNs: 12_345_678_900, nsPerPx: 1, widthPx: 500 }, 100);
    expect(ticks.base?.label).toBe('12.3456 s');
    expect(ticks.labels[0]).toBe('+78.9 µs');
    expect(ticks.labels[1]).toBe('+79.0 µs');
  });

  it('counts long runs in minutes and hours', () => {
    const ticks = axisTicks({ startNs: 0, nsPerPx: 9e9, widthPx: 1000 }, 100);
    expect(ticks.labels.slice(0, 3)).toEqual(['0', '15:00', '30:00']);
    expect(ticks.labels.at(-1)).toBe('2:30:00');
  });

  it('never puts ticks closer than asked, nor a step below a nanosecond', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 86_400e9, noNaN: true }),
        fc.double({ min: 0.01, max: 1e9, noNaN: true }),
        (startNs, nsPerPx) => {
          const ticks = axisTicks({ startNs, nsPerPx, widthPx: 1200 }, 90);
          expect(ticks.stepNs).toBeGreaterThanOrEqual(1);
          expect(ticks.stepNs / nsPerPx).toBeGreaterThanOrEqual(90 * 0.999);
          expect(new Set(ticks.labels).size).toBe(ticks.labels.length);
          expect(ticks.times.every((time) => time % ticks.stepNs === 0)).toBe(true);
        },
      ),
    );
  });

  it('knows round steps', () => {
    expect([0.3, 7, 130, 4e8, 8e8, 11e9, 40e9].map(roundStep)).toEqual([1, 10, 200, 5e8, 1e9, 15e9, 60e9]);
  });
});
