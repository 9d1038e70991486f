import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallTreeTransform } from '#contract';
import { Scratch } from '../scratch.ts';
import { fileOf, modelOf, type Stack } from '../testing/stacks.ts';
import { transformed } from './transforms.ts';
import { type Tree, TreeBuilder } from './tree.ts';

const FUNCTIONS = 5;

interface Row {
  total: number;
  self: number;
  calls: number;
}

/** Rows by path, summed up from stacks; those that nobody called and nothing was spent in are left out. */
function rowsOf(stacks: readonly Stack[], inverted: boolean): Record<string, Row> {
  const rows: Record<string, Row> = {};
  const row = (path: readonly number[]): Row => {
    const key = path.join('/');
    rows[key] ??= { total: 0, self: 0, calls: 0 };
    return rows[key];
  };
  for (const { path, self, calls } of stacks) {
    for (let depth = 1; depth <= path.length; depth++) {
      row(path.slice(0, depth)).total += self;
      if (inverted && calls > 0) row(path.slice(0, depth)).calls += calls;
    }
    row(path).self += self;
    if (!inverted) row(path).calls += calls;
  }
  return shown(rows);
}

const shown = (rows: Record<string, Row>): Record<string, Row> =>
  Object.fromEntries(
    Object.entries(rows).filter(([key, row]) => key !== '' && (row.calls > 0 || row.total > 0)),
  );

function rowsOfTree(tree: Tree): Record<string, Row> {
  const paths: number[][] = [[]];
  const rows: Record<string, Row> = {};
  for (let row = 1; row < tree.length; row++) {
    const path = [...(paths[tree.parent[row] as number] as number[]), tree.function[row] as number];
    paths[row] = path;
    const key = path.join('/');
    expect(rows).not.toHaveProperty([key]);
    const figures = { total: tree.totalNs[row], self: tree.selfNs[row], calls: tree.calls[row] };
    rows[key] = figures as Row;
  }
  return shown(rows);
}

/** The tree of stacks whose every head is there, too, in the order given. */
function treeOfStacks(stacks: readonly Stack[]): Tree {
  const built = new TreeBuilder();
  for (const { path, self, calls } of stacks) {
    let row = 0;
    for (const fn of path) {
      row = built.child(row, fn, built.length);
      built.totalNs[row] = (built.totalNs[row] as number) + self;
    }
    built.selfNs[row] = (built.selfNs[row] as number) + self;
    built.calls[row] = (built.calls[row] as number) + calls;
  }
  return built.take();
}

const fn = fc.nat(FUNCTIONS - 1);
const randomStacks = fc
  .array(fc.record({ path: fc.array(fn, { minLength: 1, maxLength: 7 }), self: fc.nat(50) }), {
    maxLength: 25,
  })
  .map((drawn) => {
    const stacks = new Map<string, Stack>();
    for (const { path, self } of drawn) {
      for (let depth = 1; depth < path.length; depth++) {
        const head = path.slice(0, depth);
        const key = head.join('/');
        if (!stacks.has(key)) stacks.set(key, { path: head, self: 0, calls: 1 });
      }
      const known = stacks.get(path.join('/'));
      stacks.set(path.join('/'), { path, self: self + (known?.self ?? 0), calls: 1 + (known?.calls ?? 0) });
    }
    return [...stacks.values()];
  });

/** A path is chosen among those there are when the transform's turn comes. */
const transformOfPaths: fc.Arbitrary<(paths: readonly number[][]) => CallTreeTransform> = fc.oneof(
  fn.map((f) => () => ({ kind: 'focus-function', function: f }) as const),
  fn.map((f) => () => ({ kind: 'merge-function', function: f }) as const),
  fn.map((f) => () => ({ kind: 'drop-function', function: f }) as const),
  fc.tuple(fn, fc.boolean()).map(
    ([f, direct]) =>
      () =>
        ({ kind: 'collapse-recursion', function: f, direct }) as const,
  ),
  fc.nat(2).map((file) => () => ({ kind: 'collapse-file', file }) as const),
  fc.tuple(fc.nat(), fc.boolean()).map(([at, focus]) => (paths: readonly number[][]) => {
    const path = paths[at % Math.max(1, paths.length)];
    if (!path) return { kind: 'drop-function', function: 0 } as const;
    return { kind: focus ? 'focus-subtree' : 'merge-node', path } as const;
  }),
);

const options = { fileOf, minShare: 0, checkpoint: () => {}, scratch: new Scratch() };

describe('the transforms of a call tree', () => {
  it('do to the tree what they do to every stack of it, one after another', () => {
    fc.assert(
      fc.property(
        randomStacks,
        fc.array(transformOfPaths, { maxLength: 4 }),
        fc.boolean(),
        (drawn, chosen, inverted) => {
          let stacks = drawn;
          const transforms: CallTreeTransform[] = [];
          const apply = (transform: CallTreeTransform) => {
            transforms.push(transform);
            stacks = stacks.flatMap((stack) => modelOf(stack, transform) ?? []);
          };
          for (const choose of chosen) {
            const paths = Object.keys(rowsOf(stacks, false)).map((key) => key.split('/').map(Number));
            apply(choose(paths));
          }
          if (inverted) apply({ kind: 'invert' });
          // A stack that nobody called any more gave its time to a row that somebody did.
          const { tree } = transformed(treeOfStacks(drawn), transforms, options);
          expect(rowsOfTree(tree)).toEqual(rowsOf(stacks, inverted));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('say so when a path is not in the tree any more', () => {
    const tree = treeOfStacks([{ path: [1], self: 5, calls: 1 }]);
    const apply = () => transformed(tree, [{ kind: 'focus-subtree', path: [1, 2] }], options);
    expect(apply).toThrow(/no row at this path/);
  });

  it('leave out what is too narrow while they turn a tree round, and count it', () => {
    const tree = treeOfStacks([
      { path: [0], self: 0, calls: 1 },
      { path: [0, 1], self: 96, calls: 1 },
      { path: [0, 2], self: 4, calls: 1 },
    ]);
    const made = transformed(tree, [{ kind: 'invert' }], { ...options, minShare: 0.05 });
    expect(Object.keys(rowsOfTree(made.tree))).toEqual(['1', '1/0']);
    // Function 2 with 4 of 100, and function 0 without any time of its own.
    expect(made.omitted).toBe(2);
  });

  it('turn a chain of 100,000 calls round in bounded time', () => {
    const built = new TreeBuilder();
    let row = 0;
    for (let i = 0; i < 100_000; i++) {
      row = built.add(row, i % 3, i);
      built.calls[row] = 1;
      built.totalNs[row] = 100_000 - i;
      built.selfNs[row] = 1;
    }
    const made = transformed(built.take(), [{ kind: 'invert' }], options);
    expect(made.tree.totalNs[0]).toBe(100_000);
    expect(made.omitted).toBeGreaterThan(0);
  });
});
