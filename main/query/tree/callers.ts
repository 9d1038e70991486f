import { grown } from '../../store/grown.ts';
import type { Scratch } from '../scratch.ts';
import { CodeGroups } from './code-groups.ts';
import { type Tree, TreeBuilder } from './tree.ts';

/** Steps up from a row that an inversion takes at most; a chain of 100,000 calls has 5,000,000,000. */
const MAX_STEPS = 4_000_000;

export interface CallerTree {
  readonly tree: Tree;
  /** Rows left out because they are too narrow, or because the steps ran out. */
  readonly omitted: number;
}

export interface CallerTreeOptions {
  /** Function code and node of row 0. */
  readonly function: number;
  readonly node: number;
  /** Of the sum of all weights. */
  readonly minShare: number;
  readonly checkpoint: () => void;
  /** Where the tree is made. */
  readonly scratch: Scratch;
}

/** Rows on their way up: each began at `leaf` and has come to `at`, which is the next row of its path. */
interface Climb {
  readonly leaf: Int32Array;
  readonly at: Int32Array;
}

/**
 * Merges the chains of callers of some rows. `leaf` are the rows that count, `at` where the chain of each goes on (row 0: it
 * has no caller), `weightNs` the time by row.
 *
 * Goes up a level at a time. The rows of a level that have come the same way stand side by side, in the order in which the rows of
 * the new tree were made, so that the level is two lists and a bound for each row; the next level is written into two others.
 */
export function callerTree(
  tree: Tree,
  leaf: Int32Array,
  at: Int32Array,
  weightNs: Float64Array,
  options: CallerTreeOptions,
): CallerTree {
  const { scratch, checkpoint, minShare } = options;
  const built = new TreeBuilder(options.node, options.function, { scratch });
  const groups = new CodeGroups(tree);
  let omitted = 0;
  scratch.within((lists) => {
    let whole = 0;
    for (const row of leaf) whole += weightNs[row] as number;
    const least = minShare * whole;
    countWhole(tree, built, leaf, whole);
    let level: Climb = { leaf, at };
    let [next, spare] = [room(lists, leaf.length), room(lists, leaf.length)];
    /** By row of the new tree: behind the last of its leaves in the lists of its level. */
    let endOf = new Int32Array(256);
    endOf[0] = leaf.length;
    let steps = 0;
    for (let row = 0, levelEnd = 1; row < levelEnd; levelEnd = built.length) {
      let from = 0;
      let nextLength = 0;
      for (; row < levelEnd; row++) {
        checkpoint();
        const to = endOf[row] as number;
        steps += to - from;
        built.selfNs[row] = (built.selfNs[row] as number) + groups.find(tree, level, from, to, weightNs);
        for (let group = 0; group < groups.length; group++) {
          if ((groups.weight[group] as number) < least || steps > MAX_STEPS) {
            omitted++;
            groups.place[group] = -1;
            continue;
          }
          const made = built.add(row, groups.code[group] as number, groups.node[group] as number);
          built.totalNs[made] = groups.weight[group] as number;
          built.calls[made] = groups.calls[group] as number;
          built.errors[made] = groups.errors[group] as number;
          groups.place[group] = nextLength;
          nextLength += groups.count[group] as number;
          if (made === endOf.length) endOf = grown(endOf, made * 2);
          endOf[made] = nextLength;
        }
        groups.climb(tree, level, from, to, next);
        from = to;
      }
      level = next;
      [next, spare] = [spare, next];
    }
  });
  return { tree: built.take(), omitted };
}

const room = (lists: Scratch, length: number): Climb => ({
  leaf: lists.int32(length),
  at: lists.int32(length),
});

function countWhole(tree: Tree, built: TreeBuilder, leaf: Int32Array, whole: number): void {
  let [calls, errors] = [0, 0];
  for (const row of leaf) {
    calls += tree.calls[row] as number;
    errors += tree.errors[row] as number;
  }
  built.totalNs[0] = whole;
  built.calls[0] = calls;
  built.errors[0] = errors;
}

/** Bottom-up: every row that was called, by what spent the time itself. */
export function invert(
  tree: Tree,
  options: Pick<CallerTreeOptions, 'minShare' | 'checkpoint' | 'scratch'>,
): CallerTree {
  return options.scratch.within((part) => {
    const leaf = rowsOf(tree, part, (row) => (tree.calls[row] as number) > 0);
    const inverted = callerTree(tree, leaf, leaf, tree.selfNs, {
      function: tree.function[0] as number,
      node: tree.node[0] as number,
      ...options,
    });
    inverted.tree.selfNs[0] = tree.selfNs[0] as number;
    return inverted;
  });
}

/** The rows below row 0 that are wanted: counted first, so that there is room for no more. */
export function rowsOf(tree: Tree, scratch: Scratch, wanted: (row: number) => boolean): Int32Array {
  let count = 0;
  for (let row = 1; row < tree.length; row++) if (wanted(row)) count++;
  const rows = scratch.int32(count);
  for (let row = 1, at = 0; row < tree.length; row++) if (wanted(row)) rows[at++] = row;
  return rows;
}
