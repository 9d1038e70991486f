import { describe, expect, it } from 'vitest';
import type { FunctionTable } from '#contract';
import { callTreeFromText } from '../../canvas/testing/notation.ts';
import { describeRow, describeSelectedRow } from './describe-row.ts';

const functions = {
  name: ['main', 'load'],
  file: Int32Array.of(0, 1),
  files: ['main.js', 'src/load.js'],
  line: Int32Array.of(1, 14),
} as unknown as FunctionTable;

const tree = callTreeFromText(`
  a 2000
    b 500 x4 !1`);

describe('a row of the call tree in words', () => {
  it('gives totals, own time, calls, average and shares', () => {
    const { title, place, facts } = describeRow(tree, 2, functions);
    expect([title, place]).toEqual(['load', 'src/load.js:14']);
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toEqual({
      Total: '500 ns',
      Self: '500 ns',
      Calls: '4',
      Average: '125 ns',
      'Of the whole': '25.0%',
      'Of its caller': '25.0%',
      Failed: '1',
    });
  });

  it('is a sentence when it is selected', () => {
    expect(describeSelectedRow(tree, 1, functions)).toBe(
      'main, 2.00 µs in all, 1.50 µs itself, 1 call, 100% of the whole, depth 1',
    );
    expect(describeSelectedRow(tree, 0, functions)).toBe('The whole run, 2.00 µs in all');
  });
});
