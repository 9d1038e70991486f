import { describe, expect, it } from 'vitest';
import { callTreeFromText } from '../../canvas/testing/notation.ts';
import { describeTransform, offerOfKey, offersOf, recoded } from './transforms.ts';

const names = {
  length: 3,
  name: ['main', 'load', 'parse'],
  file: Int32Array.of(0, 1, 1),
  files: ['main.js', 'src/load.js'],
  line: Int32Array.of(1, 4, 9),
};
const tree = callTreeFromText(`
  a 20
    b 12
      c 4`);

describe('the transforms that a row offers', () => {
  it('are about the way to the row, its function and its file', () => {
    const offers = offersOf(tree, 3, names, false);
    expect(offers.map(({ key, transform }) => `${key} ${describeTransform(transform, names)}`)).toEqual([
      'Shift+O Only parse by this way',
      'O Focus on parse',
      'Shift+M Merged one parse',
      'M Merged parse',
      'X Without parse',
      'R Recursion of parse collapsed',
      'Shift+R Direct recursion of parse collapsed',
      'C src/load.js collapsed',
    ]);
    expect(offers[0]?.transform).toEqual({ kind: 'focus-subtree', path: [0, 1, 2] });
  });

  it('leave out those of a single way in a tree that is upside down', () => {
    const kinds = offersOf(tree, 3, names, true).map(({ transform }) => transform.kind);
    expect(kinds).not.toContain('focus-subtree');
    expect(kinds).not.toContain('merge-node');
    expect(kinds).toContain('drop-function');
  });

  it('are none for the whole run', () => {
    expect(offersOf(tree, 0, names, false)).toEqual([]);
  });

  it('have a key each', () => {
    const offers = offersOf(tree, 2, names, false);
    expect(offerOfKey(offers, 'r', true)?.transform).toMatchObject({
      kind: 'collapse-recursion',
      direct: true,
    });
    expect(offerOfKey(offers, 'x', false)?.transform.kind).toBe('drop-function');
    expect(offerOfKey(offers, 'q', false)).toBeUndefined();
  });
});

describe('a transform in another table of functions', () => {
  const codes = new Map([
    [0, 7],
    [1, 8],
  ]);
  const there = (fn: number) => codes.get(fn) ?? -1;

  it('is about the same functions and files', () => {
    expect(recoded({ kind: 'drop-function', function: 1 }, there)).toEqual({
      kind: 'drop-function',
      function: 8,
    });
    expect(recoded({ kind: 'focus-subtree', path: [0, -3, 1] }, there)).toEqual({
      ...{ kind: 'focus-subtree', path: [7, -3, 8] },
    });
    expect(recoded({ kind: 'collapse-file', file: 1 }, there)).toEqual({ kind: 'collapse-file', file: 1 });
  });

  it('is none where a function is missing there', () => {
    expect(recoded({ kind: 'merge-function', function: 2 }, there)).toBeNull();
    expect(recoded({ kind: 'merge-node', path: [0, 2] }, there)).toBeNull();
  });
});
