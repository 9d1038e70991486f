import { expect, it } from 'vitest';
import type { FunctionTable } from '#contract';
import { callsOutOf, definitionsOf } from './definitions.ts';

const table = {
  length: 6,
  files: ['a.js', 'b.js'],
  file: Int32Array.of(0, 0, 1, 0, 0, 0),
  line: Int32Array.of(1, 7, 7, 7, 7, 9),
  flags: Uint8Array.of(4, 0, 0, 1, 8, 16),
} as unknown as FunctionTable;

it('lines carry the functions that begin on them, but neither the module itself nor calls out of the scope', () => {
  expect([...definitionsOf(table, 'a.js')]).toEqual([[7, [1, 3]]]);
  expect(definitionsOf(table, 'gone.js').size).toBe(0);
});

it('lines carry the calls out of the scope that stand on them', () => {
  expect([...callsOutOf(table, 'a.js')]).toEqual([
    [7, [4]],
    [9, [5]],
  ]);
});
