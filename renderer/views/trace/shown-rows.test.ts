import { describe, expect, it } from 'vitest';
import { firstOpenDepth, shownRows, type Unfolding, unfoldedTo } from './shown-rows.ts';
import { type DrawnTrace, drawTrace } from './testing/notation.ts';

const trace = drawTrace(`
  request 0-100
    load 0-20
      read 5-15
    tax 20-22
    tax 22-24
      rate 22-23
    tax 24-26
    tax 26-28
    load 30-50
    tax 60-62
`);
const all: Unfolding = { openDepth: 9, toggled: new Set(), openGroups: new Set() };

function lines(unfolding: Unfolding, of: DrawnTrace = trace): string[] {
  const { length, row, count, indent } = shownRows(of, unfolding);
  return Array.from({ length }, (_, i) => {
    const name = of.names[of.function[row[i] as number] as number];
    return `${'  '.repeat(indent[i] as number)}${name}${count[i] === 1 ? '' : ` x${count[i]}`}`;
  });
}

describe('the lines of a trace', () => {
  it('make one of calls of the same function side by side', () => {
    expect(lines(all)).toEqual(['request', '  load', '    read', '  tax x4', '  load', '  tax']);
  });

  it('show each call of a group that is open, and what it called', () => {
    expect(lines({ ...all, openGroups: new Set([3]) })).toEqual([
      'request',
      '  load',
      '    read',
      '  tax x4',
      '    tax',
      '    tax',
      '      rate',
      '    tax',
      '    tax',
      '  load',
      '  tax',
    ]);
  });

  it('leave out what is below a folded call', () => {
    expect(lines({ ...all, toggled: new Set([1]) })).toEqual([
      'request',
      '  load',
      '  tax x4',
      '  load',
      '  tax',
    ]);
    expect(lines({ ...all, openDepth: 0, toggled: new Set([0]) })).toEqual([
      'request',
      '  load',
      '  tax x4',
      '  load',
      '  tax',
    ]);
  });

  it('open so far that a call is among them', () => {
    const folded: Unfolding = { ...all, openDepth: 1 };
    const rate = trace.function.indexOf(trace.names.indexOf('rate'));
    expect(lines(folded)).not.toContain('      rate');
    expect(lines(unfoldedTo(trace, rate, folded))).toContain('      rate');
  });

  it('are all open at first in a small trace, and few levels in a large one', () => {
    expect(firstOpenDepth(trace)).toBe(3);
    const wide = Array.from({ length: 300 }, (_, i) => `  f${i} ${i}-${i + 1}\n    g${i} ${i}-${i + 1}`);
    expect(firstOpenDepth(drawTrace(`root 0-300\n${wide.join('\n')}`))).toBe(1);
  });

  it('are made of a chain of 50,000 calls without recursion', () => {
    const length = 50_000;
    const deep = {
      ...trace,
      length,
      parent: Int32Array.from({ length }, (_, row) => row - 1),
      depthOf: Int32Array.from({ length }, (_, row) => row),
      function: new Int32Array(length),
      subtreeEnd: new Int32Array(length).fill(length),
    };
    expect(shownRows(deep, { ...all, openDepth: length }).length).toBe(length);
  });
});
