import { describe, expect, it } from 'vitest';
import { callTreeFromText } from '../../canvas/testing/notation.ts';
import { flameKeys } from './flame-keys.ts';
import { describeTransform, offersOf, recoded } from './transforms.ts';

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
    expect(offers.map(({ action, transform }) => `${action} ${describeTransform(transform, names)}`)).toEqual(
      [
        'focus-call Only parse by this way',
        'focus-function Focus on parse',
        'merge-call Merged one parse',
        'merge-function Merged parse',
        'drop-function Without parse',
        'collapse-recursion Recursion of parse collapsed',
        'collapse-direct-recursion Direct recursion of parse collapsed',
        'collapse-file src/load.js collapsed',
      ],
    );
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

  it('have an action each', () => {
    const offers = offersOf(tree, 2, names, false);
    const actions = offers.map(({ action }) => action);
    expect(new Set(actions).size).toBe(offers.length);
    expect(actions.every((action) => flameKeys.actions.some(({ id }) => id === action))).toBe(true);
    expect(offers.find(({ action }) => action === 'collapse-direct-recursion')?.transform).toMatchObject({
      kind: 'collapse-recursion',
      direct: true,
    });
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
