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

  it('gives bytes and shares by memory, and what traced functions have no part in', () => {
    const memory = {
      measure: 'allocated',
      totalBytes: Float64Array.of(4096, 3072, 1024),
      selfBytes: Float64Array.of(1024, 2048, 1024),
    } as const;
    const byMemory = { ...tree, memory };
    const facts = (row: number) =>
      Object.fromEntries(describeRow(byMemory, row, functions).facts.map((fact) => [fact.label, fact.value]));
    expect(facts(2)).toMatchObject({
      Allocated: '1.00 KB',
      Self: '1.00 KB',
      'Of the whole': '25.0%',
      'Of its caller': '33.3%',
    });
    expect(facts(1)).not.toHaveProperty('Calls');
    expect(facts(0)).toEqual({ Allocated: '4.00 KB', 'Outside of traced functions': '1.00 KB' });
    expect(describeSelectedRow(byMemory, 1, functions)).toBe(
      'main, 3.00 KB allocated in all, 2.00 KB itself, 75.0% of the whole, depth 1',
    );
    const inUse = { ...tree, memory: { ...memory, measure: 'retained' } } as const;
    expect(describeSelectedRow(inUse, 0, functions)).toBe('The whole run, 4.00 KB in use in all');
  });

  it('is a sentence when it is selected', () => {
    expect(describeSelectedRow(tree, 1, functions)).toBe(
      'main, 2.00 µs in all, 1.50 µs itself, 1 call, 100% of the whole, depth 1',
    );
    expect(describeSelectedRow(tree, 0, functions)).toBe('The whole run, 2.00 µs in all');
  });
});
