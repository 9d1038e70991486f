import { describe, expect, it } from 'vitest';
import { sqlRows } from './sql-rows.ts';

const answer = {
  columns: ['name', 'calls'],
  rows: [
    ['a,"b"', 1],
    ['=SUM(A1)', null],
  ],
};
const written = (format: 'csv' | 'json', of: Parameters<typeof sqlRows>[0] = answer) =>
  [...sqlRows(of, format)].join('');

describe('the rows of a statement', () => {
  it('are CSV that a spreadsheet reads and does not run', () => {
    expect(written('csv')).toBe('name,calls\r\n"a,""b""",1\r\n\'=SUM(A1),\r\n');
  });

  it('are JSON objects by the names of the columns', () => {
    expect(JSON.parse(written('json'))).toEqual([
      { name: 'a,"b"', calls: 1 },
      { name: '=SUM(A1)', calls: null },
    ]);
    expect(written('json', { columns: ['x'], rows: [] })).toBe('[]\n');
  });
});
