import { expect, test } from 'vitest';
import { AllocationTree, type Owner } from './allocation-tree.ts';
import type { HeapNode } from './heap-sampler.ts';

/** `name bytes` with its children; a name with a number is a traced function. */
type Drawn = readonly [name: string, bytes: number, ...children: Drawn[]];

const nodeOf = ([name, selfSize, ...children]: Drawn): HeapNode => ({
  callFrame: { functionName: name, scriptId: '1', url: name, lineNumber: 0, columnNumber: 0 },
  selfSize,
  children: children.map(nodeOf),
});

function ownerOf({ url }: HeapNode['callFrame']): Owner {
  if (url === 'tracer') return 'own';
  return /^\d+$/.test(url) ? Number(url) : 'other';
}

const rowsOf = (tree: AllocationTree): [parent: number, fn: number, bytes: number][] => {
  const { parent, function: fns, bytes } = tree.profile(0, 'retained', 1);
  return parent.map((above, i) => [above, fns[i] as number, bytes[i] as number]);
};

test('what other code took belongs to the function that called it, and without one to the whole', () => {
  const tree = new AllocationTree();
  const sum = tree.add(
    nodeOf(['', 0, ['node:main', 5, ['7', 10, ['lib.js', 20, ['', 3], ['8', 40]], ['7', 1]]]]),
    ownerOf,
  );
  expect(sum).toBe(79);
  expect(rowsOf(tree)).toEqual([
    [-1, -1, 5],
    [0, 7, 33],
    [1, 7, 1],
    [1, 8, 40],
  ]);
});

test('what the tracer took belongs to nobody, but what it calls of the app does', () => {
  const tree = new AllocationTree();
  tree.add(
    nodeOf(['', 0, ['7', 10, ['tracer', 100, ['', 50], ['node:inspector', 9, ['lib.js', 3, ['8', 4]]]]]]),
    ownerOf,
  );
  expect(rowsOf(tree)).toEqual([
    [-1, -1, 0],
    [0, 7, 13],
    [1, 8, 4],
  ]);
});

test('a second profile adds to the paths that are there', () => {
  const tree = new AllocationTree();
  tree.add(nodeOf(['', 1, ['7', 10]]), ownerOf);
  tree.prune();
  tree.add(nodeOf(['', 1, ['7', 5, ['8', 2]]]), ownerOf);
  expect(rowsOf(tree)).toEqual([
    [-1, -1, 2],
    [0, 7, 15],
    [1, 8, 2],
  ]);
});

test('of too many nodes the smallest are added to their parents, and empty ones go', () => {
  const tree = new AllocationTree();
  tree.add(
    nodeOf(['', 0, ['1', 10, ['2', 5], ['3', 50, ['4', 60]], ['5', 0]], ['6', 7, ['7', 0, ['8', 30]]]]),
    ownerOf,
  );
  tree.prune(4);
  expect(rowsOf(tree)).toEqual([
    [-1, -1, 37],
    [0, 1, 15],
    [1, 3, 50],
    [2, 4, 60],
  ]);
  const sum = rowsOf(tree).reduce((all, [, , bytes]) => all + bytes, 0);
  expect(sum).toBe(162);
});

test('a stack of any depth is no reason to run out of it', () => {
  let deep: HeapNode = nodeOf(['1', 1]);
  for (let i = 0; i < 30_000; i++) deep = { ...nodeOf(['1', 1]), children: [deep] };
  const tree = new AllocationTree();
  tree.add(deep, ownerOf);
  tree.prune();
  const rows = rowsOf(tree);
  expect(rows.length).toBeLessThanOrEqual(20_000);
  expect(rows.reduce((all, [, , bytes]) => all + bytes, 0)).toBe(30_001);
});
