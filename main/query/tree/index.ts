import type { CallScope, CallTreeRequest, CallTreeTable, Sandwich, SandwichRequest } from '#contract';
import { callTree } from '../call-tree.ts';
import { heldIn, sandwichInBytes, scopedMemoryTree, tableInBytes } from '../memory/index.ts';
import { scopedFigures } from '../node-figures.ts';
import { type Query, requireFunction } from '../query.ts';
import { type CallerTree, callerTree } from './callers.ts';
import { focusFunction, type TransformOptions, transformed } from './transforms.ts';
import { type Tree, treeOf } from './tree.ts';
import { weightOf } from './weight.ts';

export { transformed } from './transforms.ts';
export { type Tree, TreeBuilder, treeOf } from './tree.ts';

type Unplaced<T> = Omit<T, 'run'>;

/** The call tree of a scope, transformed and laid out. */
export function callTreeAnswer(query: Query, request: Unplaced<CallTreeRequest>): CallTreeTable {
  if (request.by === 'memory') {
    const { tree, measure } = scopedMemoryTree(query, request);
    return tableInBytes(transformedAnswer(query, tree, request), measure);
  }
  const { snapshot } = query;
  const figures = scopedFigures(query, request);
  const { transforms = [], by } = request;
  if (transforms.length === 0) {
    const weight = weightOf(snapshot.nodes, figures, by, false);
    return callTree(snapshot.revision, snapshot.nodes, figures, { ...request, weight });
  }
  return transformedAnswer(query, treeOf(snapshot.nodes, figures), request);
}

function transformedAnswer(query: Query, tree: Tree, request: Unplaced<CallTreeRequest>): CallTreeTable {
  const { transforms = [], minShare } = request;
  const made = transformed(tree, transforms, transformOptions(query, minShare));
  const inverted = transforms.filter(({ kind }) => kind === 'invert').length % 2 === 1;
  return laidOut(query.snapshot.revision, made, { ...request, inverted });
}

export const transformOptions = (query: Query, minShare: number): TransformOptions => ({
  fileOf: (fn) => query.snapshot.functions[fn]?.file ?? -1,
  minShare,
  checkpoint: query.checkpoint,
});

export const scopedTree = (query: Query, scope: CallScope): Tree =>
  treeOf(query.snapshot.nodes, scopedFigures(query, scope));

/** A tree depth first, with the call nodes that its rows began as. */
export function laidOut(
  revision: number,
  { tree, omitted }: CallerTree,
  options: Pick<CallTreeRequest, 'order' | 'minShare' | 'by'> & {
    /** The tree is bottom-up. */
    readonly inverted: boolean;
  },
): CallTreeTable {
  const weight = weightOf(tree, tree, options.by, options.inverted);
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
  const memory = request.by === 'memory' ? scopedMemoryTree(query, request) : undefined;
  const whole = memory?.tree ?? scopedTree(query, request);
  const { tree } = transformed(whole, transforms, transformOptions(query, 0));
  const rows: number[] = [];
  /** Whether the row is below a call of the function. */
  const inside = new Uint8Array(tree.length);
  const weight = new Float64Array(tree.length);
  const sums = { calls: 0, errors: 0, totalNs: 0, selfNs: 0 };
  for (let row = 1; row < tree.length; row++) {
    const isInside = inside[tree.parent[row] as number] === 1;
    const isOne = tree.function[row] === fn;
    inside[row] = isInside || isOne ? 1 : 0;
    if (!isOne || tree.calls[row] === 0) continue;
    rows.push(row);
    weight[row] = isInside ? 0 : (tree.totalNs[row] as number);
    sums.calls += tree.calls[row] as number;
    sums.errors += tree.errors[row] as number;
    sums.totalNs += weight[row] as number;
    sums.selfNs += tree.selfNs[row] as number;
  }
  const leaf = Int32Array.from(rows);
  const above = Int32Array.from(rows, (row) => tree.parent[row] as number);
  const node = rows.length > 0 ? (tree.node[rows[0] as number] as number) : 0;
  const callers = callerTree(tree, leaf, above, weight, { function: fn, node, minShare, checkpoint });
  const callees = belowFunction(focusFunction(tree, fn), fn);
  const layout = { order: 'left-heavy', minShare, by: request.by } as const;
  const answer = {
    revision: snapshot.revision,
    ...sums,
    callers: laidOut(snapshot.revision, callers, { ...layout, inverted: true }),
    callees: laidOut(snapshot.revision, { tree: callees, omitted: 0 }, { ...layout, inverted: false }),
  };
  return memory ? sandwichInBytes(answer, memory.measure) : answer;
}

/** A focused tree whose row 0 is the function itself: the row below the whole takes its place. */
function belowFunction(focused: Tree, fn: number): Tree {
  // Outermost calls all hang below row 0 in one row, the first.
  if (focused.length < 2) {
    return { ...focused, function: focused.function.slice().fill(fn, 0, 1) };
  }
  const tail = <T extends Int32Array | Float64Array>(column: T): T => column.slice(1, focused.length) as T;
  return {
    length: focused.length - 1,
    node: tail(focused.node),
    function: tail(focused.function),
    parent: tail(focused.parent).map((row) => row - 1),
    calls: tail(focused.calls),
    errors: tail(focused.errors),
    totalNs: tail(focused.totalNs),
    selfNs: tail(focused.selfNs),
  };
}
