import { describe, expect, it } from 'vitest';
import type { FunctionTable } from '#contract';
import { definitionsOf, matchingLines } from './lines.ts';

const table = {
  length: 4,
  files: ['a.js', 'b.js'],
  file: Int32Array.of(0, 0, 1, 0),
  line: Int32Array.of(1, 7, 7, 7),
  flags: Uint8Array.of(4, 0, 0, 1),
} as unknown as FunctionTable;

describe('the lines of a source file', () => {
  it('carry the functions that begin on them, but not the module itself', () => {
    expect([...definitionsOf(table, 'a.js')]).toEqual([[7, [1, 3]]]);
    expect(definitionsOf(table, 'gone.js').size).toBe(0);
  });

  it('match a text whatever its case, and nothing when none is asked', () => {
    expect(matchingLines(['const A = 1;', 'b', 'a()'], 'a')).toEqual([0, 2]);
    expect(matchingLines(['a'], '')).toEqual([]);
  });
});
