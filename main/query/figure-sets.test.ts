import { describe, expect, it } from 'vitest';
import { FigureSets } from './figure-sets.ts';

describe('room for figures', () => {
  it('is the same for one query after another, and is 0 again', () => {
    const sets = new FigureSets();
    const first = sets.lend(3);
    for (const column of Object.values(first)) column.fill(7);
    sets.takeBack();
    const second = sets.lend(3);
    expect(second.calls.buffer).toBe(first.calls.buffer);
    expect(Object.values(second).map((column) => [...column])).toEqual(Array(4).fill([0, 0, 0]));
  });

  it('grows with the recording', () => {
    const sets = new FigureSets();
    sets.lend(2).calls.fill(1);
    sets.takeBack();
    const { calls, errors, totalNs, selfNs } = sets.lend(5);
    expect([calls, errors, totalNs, selfNs].map((column) => [...column])).toEqual(
      Array(4).fill([0, 0, 0, 0, 0]),
    );
  });

  it('is not lent twice at a time', () => {
    const sets = new FigureSets();
    const base = sets.lend(2);
    const next = sets.lend(2);
    base.calls.fill(1);
    next.calls.fill(2);
    expect([...base.calls, ...next.calls]).toEqual([1, 1, 2, 2]);
  });

  it('is given up when it is cleared', () => {
    const sets = new FigureSets();
    const { buffer } = sets.lend(2).calls;
    sets.clear();
    expect(sets.lend(2).calls.buffer).not.toBe(buffer);
  });
});
