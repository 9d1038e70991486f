import { describe, expect, it } from 'vitest';
import { chanceOf, spreadOf } from './noise.ts';

describe('the spread of repeated runs', () => {
  it('gives the chances that tables of the t distribution give', () => {
    for (const [t, freedom, chance] of [
      [12.706, 1, 0.05],
      [4.303, 2, 0.05],
      [3.182, 3, 0.05],
      [4.604, 4, 0.01],
      [2.571, 5, 0.05],
      [2.228, 10, 0.05],
      [3.25, 9, 0.01],
    ] as const)
      expect(chanceOf(t, freedom)).toBeCloseTo(chance, 3);
    expect(chanceOf(0, 7)).toBe(1);
    expect(chanceOf(-4.303, 2)).toBeCloseTo(0.05, 3);
  });

  it('tells a change from what runs differ by anyway', () => {
    const noisy = [10, 14, 9, 13, 11];
    const steady = [10, 10.1, 9.9, 10, 10.05];
    expect(spreadOf(noisy, 14)?.chance).toBeGreaterThan(0.05);
    expect(spreadOf(steady, 14)?.chance).toBeLessThan(0.0001);
    expect(spreadOf(steady, 14)).toMatchObject({ runs: 5, minMs: 9.9, maxMs: 10.1 });
  });

  it('does not take the doubt of microseconds for one of milliseconds', () => {
    // Averages of calls that do almost nothing, by a clock that may be some microseconds off.
    expect(spreadOf([0.0002, 0.005, 0.001], 5.1)?.chance).toBeLessThan(0.01);
    expect(spreadOf([0.0002, 0.005, 0.001], 0.007)?.chance).toBeGreaterThan(0.05);
  });

  it('says nothing of too few runs, or of times that are not known', () => {
    expect(spreadOf([10, 11], 20)).toBeNull();
    expect(spreadOf([10, 11, 0], 20)).toBeNull();
    expect(spreadOf([10, 11, 12], null)).toBeNull();
  });

  it('takes no two runs for the same to the last digit', () => {
    expect(spreadOf([10, 10, 10], 10.02)?.chance).toBeGreaterThan(0.5);
  });
});
