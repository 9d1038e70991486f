import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, clock, count, duration, figureText, percent, plural, shortCount } from './format.ts';

describe('figures', () => {
  it.each([
    [0, '0 ns'],
    [850, '850 ns'],
    [1234, '1.23 µs'],
    [999_960, '1.00 ms'],
    [45_600_000_000, '45.6 s'],
    [125_000_000_000, '2 min 05 s'],
    [Number.NaN, '–'],
    [-1, '–'],
  ])('write a duration of %d ns as %s', (ns, text) => {
    expect(figureText(duration(ns))).toBe(text);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.00k'],
    [12_345, '12.3k'],
    [999_950, '1.00M'],
    [1_200_000, '1.20M'],
    [3_210_000_000, '3.21G'],
  ])('shorten a count of %d to %s', (n, text) => {
    expect(shortCount(n)).toBe(text);
  });

  it('never shorten a count to more than five characters', () => {
    fc.assert(
      fc.property(fc.nat(1e12 / 500), (n) => {
        expect(shortCount(n).length).toBeLessThanOrEqual(5);
      }),
    );
  });

  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [1000, '0.98 KB'],
    [1536, '1.50 KB'],
    [40_000_000, '38.1 MB'],
    [12.4, '12 B'],
    [Number.NaN, '–'],
  ])('write %d bytes as %s', (n, text) => {
    expect(figureText(bytes(n))).toBe(text);
  });

  it.each([
    [0, '0%'],
    [0.0001, '<0.1%'],
    [0.031, '3.1%'],
    [1, '100%'],
    [Number.NaN, '–'],
  ])('write a share of %d as %s', (share, text) => {
    expect(figureText(percent(share))).toBe(text);
  });

  it('group the digits of a count and agree with its noun', () => {
    expect(count(1234567)).toBe('1,234,567');
    expect(plural(1, 'file')).toBe('1 file');
    expect(plural(1200, 'entry', 'entries')).toBe('1,200 entries');
  });

  it('leave out the date of today', () => {
    const now = new Date(2026, 4, 3, 15, 0, 0).getTime();
    expect(clock(new Date(2026, 4, 3, 9, 5, 7).getTime(), now)).toBe('09:05:07');
    expect(clock(new Date(2026, 4, 2, 9, 5, 7).getTime(), now)).toBe('2026-05-02 09:05:07');
  });
});
