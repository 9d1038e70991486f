import { expect, it } from 'vitest';
import type { FunctionTable } from '#contract';
import { definitionsOf } from './definitions.ts';

const table = {
  length: 4,
  files: ['a.js', 'b.js'],
  file: Int32Array.of(0, 0, 1, 0),
  line: Int32Array.of(1, 7, 7, 7),
  flags: Uint8Array.of(4, 0, 0, 1),
} as unknown as FunctionTable;

it('lines carry the functions that begin on them, but not the module itself', () => {
  expect([...definitionsOf(table, 'a.js')]).toEqual([[7, [1, 3]]]);
  expect(definitionsOf(table, 'gone.js').size).toBe(0);
});
