import { describe, expect, it } from 'vitest';
import { pieceStyle, quantileBars, timeScale } from './quantile-bars.ts';

const column = (...values: number[]) => Float64Array.from(values);
/** Row 0 is spread evenly over the powers of ten, row 1 always takes 100 ns, row 2 has no ended call. */
const table = {
  minNs: column(1, 100, Number.NaN),
  p50Ns: column(10, 100, Number.NaN),
  p90Ns: column(100, 100, Number.NaN),
  p95Ns: column(1000, 100, Number.NaN),
  p99Ns: column(1e4, 100, Number.NaN),
  maxNs: column(1e5, 100, Number.NaN),
};

describe('the histogram of a cell', () => {
  it('has one scale for all functions', () => {
    expect(timeScale(table)).toEqual({ from: 0, to: 5 });
  });

  it('stands high where most calls are', () => {
    const bars = quantileBars(table, 0, { from: 0, to: 5 });
    expect(bars.map(({ left }) => Number(left.toFixed(2)))).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
    expect(bars.map(({ height }) => Number(height.toFixed(2)))).toEqual([1, 0.8, 0.1, 0.08, 0.06]);
  });

  it('is one narrow bar for a function that always takes the same time, and nothing without times', () => {
    const bars = quantileBars(table, 1, { from: 0, to: 5 });
    expect(new Set(bars.map(({ left, width }) => `${left} ${width}`))).toEqual(new Set(['0.4 0.02']));
    expect(quantileBars(table, 2, { from: 0, to: 5 })).toEqual([]);
  });

  it('is drawn as pieces of a background, each from where its bar begins', () => {
    const bars = [
      { left: 0, width: 0.2, height: 1 },
      { left: 0.4, width: 0.2, height: 0.5 },
      { left: 0.8, width: 0.2, height: 0.06 },
    ];
    expect(pieceStyle(bars)).toEqual({
      backgroundSize: '20.0% 100.0%,20.0% 50.0%,20.0% 6.0%',
      backgroundPosition: '0.0% 100%,50.0% 100%,100.0% 100%',
    });
    expect(pieceStyle([]).backgroundSize).toBe('0 0');
  });
});
