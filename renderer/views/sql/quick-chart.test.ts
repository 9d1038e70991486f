import { describe, expect, it } from 'vitest';
import { quickChart } from './quick-chart.ts';

describe('the quick chart of an answer', () => {
  it('draws the columns of numbers by the first column of text', () => {
    const chart = quickChart({
      columns: ['name', 'line', 'calls', 'ms'],
      rows: [
        ['a', 3, 7, 0.5],
        ['b', 9, 2, null],
      ],
    });
    expect(chart).toEqual({
      label: 'name',
      labels: ['a', 'b'],
      series: [
        { name: 'calls', values: [7, 2] },
        { name: 'ms', values: [0.5, null] },
      ],
      isLine: false,
      omitted: 0,
    });
  });

  it('is a line where the rows follow a growing number', () => {
    const chart = quickChart({
      columns: ['second', 'calls'],
      rows: [
        [0, 5],
        [1, 9],
        [2, 1],
      ],
    });
    expect(chart).toMatchObject({ label: 'second', isLine: true, labels: ['0', '1', '2'] });
  });

  it('is none of what holds no numbers, or only ids and places', () => {
    expect(quickChart({ columns: ['name'], rows: [['a']] })).toBeNull();
    expect(quickChart({ columns: ['name', 'function'], rows: [['a', 1]] })).toBeNull();
    expect(quickChart({ columns: ['name', 'calls'], rows: [] })).toBeNull();
  });

  it('says how many rows it leaves out', () => {
    const rows = Array.from({ length: 500 }, (_, at) => [`f${at}`, at]);
    expect(quickChart({ columns: ['name', 'calls'], rows })).toMatchObject({ omitted: 200 });
  });
});
