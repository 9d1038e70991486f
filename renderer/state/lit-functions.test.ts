import { describe, expect, it } from 'vitest';
import { litFunctions } from './lit-functions.ts';

const functions = {
  length: 3,
  name: ['parseRow', 'render', 'parse'],
  file: Int32Array.of(0, 0, 1),
  files: ['src/rows.js', 'node_modules/csv/index.js'],
};

describe('functions that a view lights up', () => {
  it('are all of them while nothing is looked for', () => {
    expect(litFunctions(functions, '  ', false)).toBeNull();
  });

  it('match by every word, in the name or the file', () => {
    expect([...(litFunctions(functions, 'PARSE', false) ?? [])]).toEqual([1, 0, 1]);
    expect([...(litFunctions(functions, 'parse csv', false) ?? [])]).toEqual([0, 0, 1]);
  });

  it('are those of the project when only my code is wanted', () => {
    expect([...(litFunctions(functions, '', true) ?? [])]).toEqual([1, 1, 0]);
    expect([...(litFunctions(functions, 'parse', true) ?? [])]).toEqual([1, 0, 0]);
  });
});
