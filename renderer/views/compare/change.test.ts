import { describe, expect, it } from 'vitest';
import { figureText } from '#renderer/widgets/format.ts';
import { changeBytes, changeCount, changeMs, changePct } from './change.ts';

describe('a change', () => {
  it.each([
    [12.46, '+12.5%'],
    [-3, '−3.0%'],
    [0.01, '0%'],
    [250, '+250%'],
    [298_600, '2,987 ×'],
    [null, '–'],
  ])('of %s percent reads %s', (pct, text) => {
    expect(figureText(changePct(pct))).toBe(text);
  });

  it.each([
    [0, '0 ms'],
    [1.234, '+1.23 ms'],
    [-12.34, '−12.3 ms'],
    [2500, '+2.50 s'],
    [0.35, '+350 µs'],
    [0.0042, '+4.20 µs'],
    [-0.00019, '−190 ns'],
    [Number.NaN, '–'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(figureText(changeMs(ms))).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [2048, '+2.00 KB'],
    [-3_000_000, '−2.86 MB'],
    [Number.NaN, '–'],
  ])('of %d bytes reads %s', (n, text) => {
    expect(figureText(changeBytes(n))).toBe(text);
  });

  it('of a count has its sign', () => {
    expect(changeCount(-1200).value).toBe('−1,200');
    expect(changeCount(0).value).toBe('0');
  });
});
