import type { CallPath, CallTreeTransform } from '#contract';
import { wholeRunFigures } from '../node-figures.ts';
import type { Query } from '../query.ts';
import { noRow, rowAt, type TransformOptions, transformed } from './transforms.ts';
import { type Tree, treeOf } from './tree.ts';

/** Names a row of a call tree; an inversion can only be the last transform. */
interface RowName {
  readonly path: CallPath;
  readonly transforms?: readonly CallTreeTransform[] | undefined;
}

/**
 * 1 for each call node whose calls count in a row of the tree that transforms make; only until the query ends. Throws `not-found`
 * for a row that is not there. Which row a call counts in does not depend on the scope.
 */
export function countedNodes(
  query: Query,
  { path, transforms = [] }: RowName,
  options: TransformOptions,
): Uint8Array {
  const { snapshot, reader } = query;
  const isInverted = transforms.at(-1)?.kind === 'invert';
  /** By transform: in which row of the tree after it the calls of a row before it count. */
  const steps: Int32Array[] = [];
  const { tree } = transformed(
    treeOf(snapshot.nodes, wholeRunFigures(snapshot), reader.scratch),
    isInverted ? transforms.slice(0, -1) : transforms,
    { ...options, follow: (countedIn) => steps.push(countedIn) },
  );
  let counted = isInverted ? endingWith(tree, path, reader.scratch.uint8(tree.length)) : undefined;
  if (counted === undefined) {
    counted = reader.scratch.uint8(tree.length);
    const row = rowAt(tree, path);
    if (row > 0) counted[row] = 1;
  }
  if (!counted.includes(1)) throw noRow();
  for (const countedIn of steps.toReversed()) {
    const before = reader.scratch.uint8(countedIn.length);
    for (let row = 1; row < before.length; row++) {
      const after = countedIn[row] as number;
      if (after >= 0) before[row] = counted[after] as number;
    }
    counted = before;
  }
  return counted;
}

/** Marks the rows that end a path read backwards: the first function is theirs, the next one their caller's. */
function endingWith(tree: Tree, path: CallPath, marks: Uint8Array): Uint8Array {
  for (let row = 1; row < tree.length; row++) {
    let [at, matched] = [row, 0];
    while (matched < path.length && at > 0 && tree.function[at] === path[matched]) {
      at = tree.parent[at] as number;
      matched++;
    }
    if (matched === path.length) marks[row] = 1;
  }
  return marks;
}
