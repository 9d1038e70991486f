import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toggleSort } from './index-column.ts';
import { orderRows } from './order-rows.ts';

const all = () => true;

describe('the order of rows', () => {
  it('puts what is not known last, whichever way it is sorted', () => {
    const key = Float64Array.of(3, Number.NaN, 1, Number.NaN, 2);
    expect([...orderRows(5, all, key, false)]).toEqual([2, 4, 0, 1, 3]);
    expect([...orderRows(5, all, key, true)]).toEqual([0, 4, 2, 1, 3]);
  });

  it('sorts texts whatever their case', () => {
    const names = ['parse', 'Zone', 'apple', 'Banana'];
    expect([...orderRows(4, all, names, false)].map((row) => names[row])).toEqual([
      'apple',
      'Banana',
      'parse',
      'Zone',
    ]);
  });

  it('keeps equal rows in the order of their index and leaves out what is filtered', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5)), fc.nat(5), fc.boolean(), (values, dropped, descending) => {
        const key = Float64Array.from(values);
        const order = orderRows(values.length, (row) => key[row] !== dropped, key, descending);
        const expected = values
          .map((value, row) => ({ value, row }))
          .filter(({ value }) => value !== dropped)
          .sort((a, b) => (descending ? b.value - a.value : a.value - b.value) || a.row - b.row)
          .map(({ row }) => row);
        expect([...order]).toEqual(expected);
      }),
    );
  });
});

describe('a press on a header', () => {
  const calls = { id: 'calls', title: 'Calls', size: 80, numeric: true, cell: () => null };
  const name = { id: 'name', title: 'Function', size: 200, cell: () => null };

  it('sorts numbers largest first and texts from A, and turns round the second time', () => {
    const first = toggleSort({ column: 'name', descending: false }, calls);
    expect(first).toEqual({ column: 'calls', descending: true });
    expect(toggleSort(first, calls)).toEqual({ column: 'calls', descending: false });
    expect(toggleSort(first, name)).toEqual({ column: 'name', descending: false });
  });
});
