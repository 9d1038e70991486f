import { describe, expect, it } from 'vitest';
import { countText, durationText, timeText } from './time-text.ts';

describe('durations', () => {
  it('have three significant digits in the unit a person would choose', () => {
    expect([0, 1, 850, 1234, 999_960, 45_678_000, 1.5e9, 59.9e9].map(durationText)).toEqual([
      '0 ns',
      '1 ns',
      '850 ns',
      '1.23 µs',
      '1.00 ms',
      '45.7 ms',
      '1.50 s',
      '59.9 s',
    ]);
  });

  it('turn to minutes and hours when they are long', () => {
    expect(durationText(125e9)).toBe('2 min 05 s');
    expect(durationText(3720e9)).toBe('1 h 02 min');
  });
});

describe('points in time', () => {
  it('show as many decimals as tell neighbours apart', () => {
    expect(timeText(1_234_500_000, 100_000)).toBe('1.2345 s');
    expect(timeText(1_500_000, 500_000)).toBe('1.5 ms');
    expect(timeText(7, 1)).toBe('7 ns');
  });

  it('do not round up to a sixtieth second', () => {
    expect(timeText(119.9996e9, 1e6)).toBe('2:00.000');
  });
});

describe('counts', () => {
  it('are grouped by thousands', () => {
    expect(countText(1234567)).toBe('1,234,567');
  });
});
