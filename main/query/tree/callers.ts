import { type Tree, TreeBuilder } from './tree.ts';

/** Steps up from a row that an inversion takes at most; a chain of 100,000 calls has 5,000,000,000. */
const MAX_STEPS = 4_000_000;

export interface CallerTree {
  readonly tree: Tree;
  /** Rows left out because they are too narrow, or because the steps ran out. */
  readonly omitted: number;
}

/** Rows on their way up: each began at `leaf` and has come to `at`, which is the next row of its path. */
interface Climb {
  readonly row: number;
  readonly leaf: Int32Array;
  readonly at: Int32Array;
}

export interface CallerTreeOptions {
  /** Function code and node of row 0. */
  readonly function: number;
  readonly node: number;
  /** Of the sum of all weights. */
  readonly minShare: number;
  readonly checkpoint: () => void;
}

/**
 * Merges the chains of callers of some rows. `leaf` are the rows that count, `at` where the chain of each goes on (row 0: it
 * has no caller), `weightNs` the time by row.
 */
export function callerTree(
  tree: Tree,
  leaf: Int32Array,
  at: Int32Array,
  weightNs: Float64Array,
  options: CallerTreeOptions,
): CallerTree {
  const built = new TreeBuilder(options.node, options.function);
  let whole = 0;
  for (const row of leaf) whole += weightNs[row] as number;
  const least = options.minShare * whole;
  const queue: Climb[] = [{ row: 0, leaf, at }];
  count(tree, built, 0, leaf, weightNs);
  let omitted = 0;
  let steps = 0;
  for (let next = 0; next < queue.length; next++) {
    const climb = queue[next] as Climb;
    queue[next] = climb.row === 0 ? climb : { ...climb, leaf: NONE, at: NONE };
    options.checkpoint();
    steps += climb.leaf.length;
    const groups = new Map<number, number[]>();
    for (let i = 0; i < climb.leaf.length; i++) {
      const row = climb.at[i] as number;
      if (row === 0) {
        const ended = weightNs[climb.leaf[i] as number] as number;
        built.selfNs[climb.row] = (built.selfNs[climb.row] as number) + ended;
        continue;
      }
      const code = tree.function[row] as number;
      const group = groups.get(code);
      if (group) group.push(i);
      else groups.set(code, [i]);
    }
    for (const [code, group] of groups) {
      let weight = 0;
      for (const i of group) weight += weightNs[climb.leaf[i] as number] as number;
      if (weight < least || steps > MAX_STEPS) {
        omitted++;
        continue;
      }
      const row = built.add(climb.row, code, tree.node[climb.at[group[0] as number] as number] as number);
      const leaves = Int32Array.from(group, (i) => climb.leaf[i] as number);
      const above = Int32Array.from(group, (i) => tree.parent[climb.at[i] as number] as number);
      count(tree, built, row, leaves, weightNs);
      queue.push({ row, leaf: leaves, at: above });
    }
  }
  return { tree: built.take(), omitted };
}

const NONE = new Int32Array(0);

function count(
  tree: Tree,
  built: TreeBuilder,
  row: number,
  leaves: Int32Array,
  weightNs: Float64Array,
): void {
  let total = 0;
  let calls = 0;
  let errors = 0;
  for (const leaf of leaves) {
    total += weightNs[leaf] as number;
    calls += tree.calls[leaf] as number;
    errors += tree.errors[leaf] as number;
  }
  built.totalNs[row] = total;
  built.calls[row] = calls;
  built.errors[row] = errors;
}

/** Bottom-up: every row that was called, by what spent the time itself. */
export function invert(tree: Tree, minShare: number, checkpoint: () => void): CallerTree {
  const rows: number[] = [];
  for (let row = 1; row < tree.length; row++) if ((tree.calls[row] as number) > 0) rows.push(row);
  const leaf = Int32Array.from(rows);
  const inverted = callerTree(tree, leaf, leaf, tree.selfNs, {
    function: tree.function[0] as number,
    node: tree.node[0] as number,
    minShare,
    checkpoint,
  });
  inverted.tree.selfNs[0] = tree.selfNs[0] as number;
  return inverted;
}
