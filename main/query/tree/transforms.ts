import { type CallPath, type CallTreeTransform, ContractError } from '#contract';
import type { Scratch } from '../scratch.ts';
import { type CallerTree, invert } from './callers.ts';
import { ABSORB, DROP, type Regrouping, regroup } from './regroup.ts';
import type { Tree } from './tree.ts';

export interface TransformOptions {
  /** File of a function. */
  readonly fileOf: (functionIndex: number) => number;
  /** For `invert`. */
  readonly minShare: number;
  readonly checkpoint: () => void;
  /** A path that is not there is no error: the tree has nothing to focus on or to merge. */
  readonly lenient?: boolean;
  /** Where the tree is made; what comes before it is given back. */
  readonly scratch: Scratch;
  /** Told of each transform but an inversion: in which new row the calls of each old row count; -1: in none. */
  readonly follow?: (countedIn: Int32Array) => void;
}

/** Applies the transforms in their order. Throws `not-found` for a path that the tree does not have. */
export function transformed(
  tree: Tree,
  transforms: readonly CallTreeTransform[],
  options: TransformOptions,
): CallerTree {
  let current: CallerTree = { tree, omitted: 0 };
  let room: Scratch | undefined;
  for (const transform of transforms) {
    options.checkpoint();
    const { omitted } = current;
    const own = { ...options, scratch: options.scratch.part() };
    if (transform.kind === 'invert') current = invert(current.tree, own);
    else {
      const countedIn = options.follow && options.scratch.int32(current.tree.length);
      const how = regroupingOf(current.tree, transform, own);
      current = { tree: regroup(current.tree, how, own.scratch, countedIn), omitted };
      if (countedIn) options.follow?.(countedIn);
    }
    room?.release();
    room = own.scratch;
  }
  return current;
}

export type PlainTransform = Exclude<CallTreeTransform, { kind: 'invert' }>;

function regroupingOf(tree: Tree, transform: PlainTransform, options: TransformOptions): Regrouping {
  switch (transform.kind) {
    case 'focus-function':
      return focusFunction(tree, transform.function, options.scratch);
    case 'focus-subtree':
      return focusSubtree(tree, rowOf(tree, transform.path, options), options.scratch);
    case 'merge-function':
      return {
        fate: (row) => (tree.function[row] === transform.function ? ABSORB : codeOf(tree, row)),
        addCalls: false,
      };
    case 'merge-node': {
      const merged = rowOf(tree, transform.path, options);
      return {
        fate: (row) => (row === merged ? ABSORB : codeOf(tree, row)),
        addCalls: false,
      };
    }
    case 'drop-function': {
      const isDropped = (row: number) => tree.function[row] === transform.function;
      return {
        fate: (row) => (isDropped(row) ? DROP : codeOf(tree, row)),
        addCalls: false,
        takenOut: isDropped,
      };
    }
    case 'collapse-recursion':
      return transform.direct
        ? collapseDirect(tree, transform.function)
        : collapseRecursion(tree, transform.function, options.scratch);
    case 'collapse-file':
      return collapseFile(tree, transform.file, options.fileOf);
  }
}

const codeOf = (tree: Tree, row: number): number => tree.function[row] as number;

export function focusFunction(tree: Tree, code: number, scratch: Scratch): Regrouping {
  const inside = scratch.uint8(tree.length);
  return {
    fate(row) {
      const kept = inside[tree.parent[row] as number] === 1 || tree.function[row] === code;
      inside[row] = kept ? 1 : 0;
      return kept ? codeOf(tree, row) : DROP;
    },
    uproot: true,
    addCalls: false,
  };
}

function focusSubtree(tree: Tree, root: number, scratch: Scratch): Regrouping {
  const inside = scratch.uint8(tree.length);
  return {
    fate(row) {
      const kept = row === root || inside[tree.parent[row] as number] === 1;
      inside[row] = kept ? 1 : 0;
      return kept ? codeOf(tree, row) : DROP;
    },
    uproot: true,
    addCalls: false,
  };
}

function collapseDirect(tree: Tree, code: number): Regrouping {
  return {
    fate: (row) =>
      tree.function[row] === code && tree.function[tree.parent[row] as number] === code
        ? ABSORB
        : codeOf(tree, row),
    addCalls: true,
  };
}

function collapseRecursion(tree: Tree, code: number, scratch: Scratch): Regrouping {
  /** By row: the outermost call of the function at or above it; 0: none. */
  const outermost = scratch.int32(tree.length);
  for (let row = 1; row < tree.length; row++) {
    const above = outermost[tree.parent[row] as number] as number;
    const own = above === 0 && tree.function[row] === code ? row : above;
    if (own > 0) outermost[row] = own;
  }
  const isOne = (row: number) => tree.function[row] === code;
  const isInner = (row: number) => isOne(row) && outermost[row] !== row;
  return {
    fate: (row) => (isInner(row) ? ABSORB : codeOf(tree, row)),
    into: (row) => outermost[row] as number,
    addCalls: true,
    takenOut: isInner,
    until: isOne,
  };
}

function collapseFile(tree: Tree, file: number, fileOf: (functionIndex: number) => number): Regrouping {
  const isIn = (row: number) => {
    const code = tree.function[row] as number;
    return code >= 0 && fileOf(code) === file;
  };
  return {
    fate(row) {
      if (!isIn(row)) return codeOf(tree, row);
      return isIn(tree.parent[row] as number) ? ABSORB : -2 - file;
    },
    addCalls: true,
  };
}

function rowOf(tree: Tree, path: CallPath, { lenient = false }: TransformOptions): number {
  const row = rowAt(tree, path);
  if (row >= 0 || lenient) return row;
  throw noRow();
}

export const noRow = (): ContractError =>
  new ContractError('not-found', 'The call tree has no row at this path any more.');

/** The row at a path; -1: there is none. */
export function rowAt(tree: Tree, path: CallPath): number {
  let row = 0;
  for (const code of path) {
    let child = row + 1;
    while (child < tree.length && (tree.parent[child] !== row || tree.function[child] !== code)) child++;
    if (child >= tree.length) return -1;
    row = child;
  }
  return row;
}
