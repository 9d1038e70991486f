import type { CallScope, CallTreeRequest, CallTreeTable, Sandwich, SandwichRequest } from '#contract';
import { callTree } from '../call-tree.ts';
import { heldIn, sandwichInBytes, scopedMemoryTree, tableInBytes } from '../memory/index.ts';
import { scopedFigures } from '../node-figures.ts';
import { type Query, requireFunction } from '../query.ts';
import type { Scratch } from '../scratch.ts';
import { type CallerTree, callerTree, rowsOf } from './callers.ts';
import { regroup } from './regroup.ts';
import { focusFunction, type TransformOptions, transformed } from './transforms.ts';
import { type Tree, treeOf } from './tree.ts';
import { weightOf } from './weight.ts';

export { countedNodes } from './counted-nodes.ts';
export { type TransformOptions, transformed } from './transforms.ts';
export { type Tree, TreeBuilder, treeOf } from './tree.ts';

type Unplaced<T> = Omit<T, 'run'>;

/** The call tree of a scope, transformed and laid out. */
export function callTreeAnswer(query: Query, request: Unplaced<CallTreeRequest>): CallTreeTable {
  if (request.by === 'memory') {
    const { tree, measure } = scopedMemoryTree(query, request);
    return tableInBytes(transformedAnswer(query, tree, request), measure);
  }
  const { snapshot } = query;
  const { transforms = [], by } = request;
  if (transforms.length > 0) query.reader.makeRoom();
  const figures = scopedFigures(query, request);
  if (transforms.length === 0) {
    const { scratch } = query.reader;
    const weight = weightOf(snapshot.nodes, figures, by, false, scratch);
    return callTree(snapshot.revision, snapshot.nodes, figures, { ...request, weight, scratch });
  }
  return transformedAnswer(query, treeOf(snapshot.nodes, figures, query.reader.scratch), request);
}

function transformedAnswer(query: Query, tree: Tree, request: Unplaced<CallTreeRequest>): CallTreeTable {
  const { transforms = [], minShare } = request;
  const options = transformOptions(query, minShare);
  const made = transformed(tree, transforms, options);
  const inverted = transforms.filter(({ kind }) => kind === 'invert').length % 2 === 1;
  return laidOut(query.snapshot.revision, made, { ...request, inverted, scratch: options.scratch });
}

export const transformOptions = (query: Query, minShare: number): TransformOptions => ({
  fileOf: (fn) => query.snapshot.functions[fn]?.file ?? -1,
  minShare,
  checkpoint: query.checkpoint,
  scratch: query.reader.scratch,
});

export const scopedTree = (query: Query, scope: CallScope): Tree =>
  treeOf(query.snapshot.nodes, scopedFigures(query, scope), query.reader.scratch);

/** A tree depth first, with the call nodes that its rows began as. */
export function laidOut(
  revision: number,
  { tree, omitted }: CallerTree,
  options: Pick<CallTreeRequest, 'order' | 'minShare' | 'by'> & {
    /** The tree is bottom-up. */
    readonly inverted: boolean;
    readonly scratch: Scratch;
  },
): CallTreeTable {
  const weight = weightOf(tree, tree, options.by, options.inverted, options.scratch);
  // Bottom-up by memory, what allocated nothing itself has rows, too.
  const figures = options.by === 'memory' ? { ...tree, calls: heldIn(tree.totalNs) } : tree;
  const table = callTree(revision, tree, figures, { ...options, weight });
  for (let row = 0; row < table.length; row++) {
    table.node[row] = tree.node[table.node[row] as number] as number;
  }
  return { ...table, omitted: table.omitted + omitted };
}

export function sandwich(query: Query, request: Unplaced<SandwichRequest>): Sandwich {
  const { snapshot, checkpoint } = query;
  const { function: fn, minShare, transforms = [] } = request;
  requireFunction(snapshot, fn);
  const { scratch } = query.reader;
  const memory = request.by === 'memory' ? scopedMemoryTree(query, request) : undefined;
  const whole = memory?.tree ?? scopedTree(query, request);
  const { tree } = transformed(whole, transforms, transformOptions(query, 0));
  const leaf = rowsOf(tree, scratch, (row) => tree.function[row] === fn && (tree.calls[row] as number) > 0);
  /** Whether the row is below a call of the function. */
  const inside = scratch.uint8(tree.length);
  const weight = scratch.float64(tree.length);
  const sums = { calls: 0, errors: 0, totalNs: 0, selfNs: 0 };
  for (let row = 1; row < tree.length; row++) {
    const isInside = inside[tree.parent[row] as number] === 1;
    const isOne = tree.function[row] === fn;
    inside[row] = isInside || isOne ? 1 : 0;
    if (!isOne || tree.calls[row] === 0) continue;
    weight[row] = isInside ? 0 : (tree.totalNs[row] as number);
    sums.calls += tree.calls[row] as number;
    sums.errors += tree.errors[row] as number;
    sums.totalNs += weight[row] as number;
    sums.selfNs += tree.selfNs[row] as number;
  }
  const above = scratch.int32(leaf.length);
  for (let i = 0; i < leaf.length; i++) above[i] = tree.parent[leaf[i] as number] as number;
  const node = leaf.length > 0 ? (tree.node[leaf[0] as number] as number) : 0;
  const options = { function: fn, node, minShare, checkpoint, scratch };
  const callers = callerTree(tree, leaf, above, weight, options);
  const callees = belowFunction(regroup(tree, focusFunction(tree, fn, scratch), scratch), fn, scratch);
  const layout = { order: 'left-heavy', minShare, by: request.by, scratch } as const;
  const answer = {
    revision: snapshot.revision,
    ...sums,
    callers: laidOut(snapshot.revision, callers, { ...layout, inverted: true }),
    callees: laidOut(snapshot.revision, { tree: callees, omitted: 0 }, { ...layout, inverted: false }),
  };
  return memory ? sandwichInBytes(answer, memory.measure) : answer;
}

/** A focused tree whose row 0 is the function itself: the row below the whole takes its place. */
function belowFunction(focused: Tree, fn: number, scratch: Scratch): Tree {
  // Outermost calls all hang below row 0 in one row, the first.
  if (focused.length < 2) {
    return { ...focused, function: Int32Array.of(fn) };
  }
  const tail = <T extends Int32Array | Float64Array>(column: T): T => column.subarray(1, focused.length) as T;
  const parent = scratch.int32(focused.length - 1);
  for (let row = 0; row < parent.length; row++) parent[row] = (focused.parent[row + 1] as number) - 1;
  return {
    length: focused.length - 1,
    node: tail(focused.node),
    function: tail(focused.function),
    parent,
    calls: tail(focused.calls),
    errors: tail(focused.errors),
    totalNs: tail(focused.totalNs),
    selfNs: tail(focused.selfNs),
  };
}
