import type { CallScope, CallTreeTransform, Difference, DifferenceRequest } from '#contract';
import { callTree } from './call-tree.ts';
import { joinFunctions } from './function-identity.ts';
import { scopedFigures } from './node-figures.ts';
import type { NodeFigures } from './node-table.ts';
import type { Query } from './query.ts';
import { Scratch } from './scratch.ts';
import type { FunctionFigures, Snapshot } from './snapshot.ts';
import { sumByKey } from './sum-by-key.ts';
import { type TransformOptions, type Tree, TreeBuilder, transformed, treeOf } from './tree/index.ts';

/** One of the two runs. */
interface Side {
  readonly query: Query;
  readonly scope: CallScope;
  /** Joined function by own function. */
  readonly joined: Int32Array;
}

/** What both sides have in common. */
interface Common {
  /** How many functions there are in both. */
  readonly joins: number;
  readonly transforms: readonly CallTreeTransform[];
  readonly options: Omit<TransformOptions, 'scratch'>;
  /** The tree that both are laid over. */
  readonly built: TreeBuilder;
  readonly scratch: Scratch;
}

/** What is kept of a side when its own tree is given back. */
interface Overlaid {
  /** By joined function. */
  readonly sums: NodeFigures;
  /** By row of the common tree as it was when the side was laid over it. */
  readonly calls: Float64Array;
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  /** Of row 0: what its children took, and what it took itself. */
  readonly wholeNs: number;
  readonly omitted: number;
}

/** Two recordings, function by function and call by call. */
export function difference(query: Query, request: Omit<DifferenceRequest, 'run' | 'base'>): Difference {
  const { snapshot, checkpoint } = query;
  // Asked for without a base: a defect of the caller, which the service does not let through.
  if (!query.base) throw new Error('A difference needs two recordings');
  const baseQuery: Query = { ...query.base, checkpoint };
  const joins = joinFunctions(identities(baseQuery.snapshot), identities(snapshot));
  const files = [...new Set([...snapshot.files, ...baseQuery.snapshot.files])];
  const functions = namedFunctions(baseQuery.snapshot, snapshot, joins, files);
  const { scratch } = query.reader;
  query.reader.makeRoom();
  const common: Common = {
    joins: joins.length,
    transforms: request.transforms ?? [],
    options: {
      fileOf: (fn: number) => functions.file[fn] ?? -1,
      minShare: request.minShare,
      checkpoint,
      // What only one of the runs did is a difference, too.
      lenient: true,
    },
    built: new TreeBuilder(0, -1, {
      scratch,
      rows: baseQuery.snapshot.nodes.length + snapshot.nodes.length,
    }),
    scratch,
  };
  const overlay = (of: Query, range: CallScope['range'], side: 'base' | 'next'): Overlaid => {
    const joined = new Int32Array(of.snapshot.functions.length);
    for (const [join, places] of joins.entries()) if (places[side] >= 0) joined[places[side]] = join;
    return overlaid({ query: of, scope: { range }, joined }, common, side === 'next');
  };
  const base = overlay(baseQuery, request.baseRange, 'base');
  const next = overlay(query, request.range, 'next');
  const percentile = (from: Snapshot, side: 'base' | 'next', at: number) =>
    Float64Array.from(joins, (join) => ofFigures(from.figures[join[side]], at));
  return {
    revision: snapshot.revision,
    baseRevision: baseQuery.snapshot.revision,
    functions: {
      ...functions,
      baseCalls: base.sums.calls,
      nextCalls: next.sums.calls,
      baseErrors: base.sums.errors,
      nextErrors: next.sums.errors,
      baseTotalNs: base.sums.totalNs,
      nextTotalNs: next.sums.totalNs,
      baseSelfNs: base.sums.selfNs,
      nextSelfNs: next.sums.selfNs,
      baseP50Ns: percentile(baseQuery.snapshot, 'base', 0),
      nextP50Ns: percentile(snapshot, 'next', 0),
      baseP95Ns: percentile(baseQuery.snapshot, 'base', 2),
      nextP95Ns: percentile(snapshot, 'next', 2),
    },
    tree: commonTree(common, base, next),
  };
}

const identities = ({ functions, files }: Snapshot) =>
  functions.map(({ name, file, line }) => ({ name, file: files[file] ?? '', line }));

function namedFunctions(
  base: Snapshot,
  next: Snapshot,
  joins: ReturnType<typeof joinFunctions>,
  files: readonly string[],
) {
  const fileNumber = new Map(files.map((file, i) => [file, i]));
  const named = joins.map((join) => {
    const from = join.next >= 0 ? next : base;
    const fn = from.functions[join.next >= 0 ? join.next : join.base];
    return { name: fn?.name ?? '', line: fn?.line ?? 0, file: from.files[fn?.file ?? -1] ?? '' };
  });
  return {
    length: joins.length,
    name: named.map((fn) => fn.name),
    file: Int32Array.from(named, (fn) => fileNumber.get(fn.file) ?? -1),
    files,
    line: Int32Array.from(named, (fn) => fn.line),
    base: Int32Array.from(joins, (join) => join.base),
    next: Int32Array.from(joins, (join) => join.next),
  };
}

const ofFigures = (figures: FunctionFigures | undefined, at: number): number =>
  figures?.percentiles[at] ?? Number.NaN;

/**
 * Lays the tree of a side over the common one. A million call nodes make columns of many megabytes: what a side needs for itself is
 * given back before the other one is read.
 */
function overlaid(
  { query, scope, joined }: Side,
  { joins, transforms, options, built, scratch }: Common,
  isLast: boolean,
): Overlaid {
  return new Scratch().within((own) => {
    const figures = scopedFigures(query, scope, own);
    const sums = sumByKey(query.snapshot.nodes, figures, joined, joins);
    // Of no use any more once the rows are placed.
    const names = own.part();
    const recoded = recodedTree(treeOf(query.snapshot.nodes, figures, names), joined, names);
    const { tree, omitted } = transformed(recoded, transforms, { ...options, scratch: own });
    const rows = own.int32(tree.length);
    for (let row = 1; row < tree.length; row++) {
      const parent = rows[tree.parent[row] as number] as number;
      rows[row] = built.child(parent, tree.function[row] as number, row);
    }
    names.release();
    // Its table is as large as two columns.
    if (isLast) built.take();
    const spread = (column: Float64Array): Float64Array => {
      const figures = scratch.float64(built.length);
      for (let row = 0; row < tree.length; row++) {
        const at = rows[row] as number;
        figures[at] = (figures[at] as number) + (column[row] as number);
      }
      return figures;
    };
    const [calls, totalNs, selfNs] = [spread(tree.calls), spread(tree.totalNs), spread(tree.selfNs)];
    return { sums, calls, totalNs, selfNs, wholeNs: wholeOf(tree), omitted };
  });
}

/** A tree with joined functions instead of its own. */
function recodedTree(tree: Tree, joined: Int32Array, scratch: Scratch): Tree {
  const recoded = scratch.int32(tree.length);
  for (let row = 0; row < tree.length; row++) {
    const fn = tree.function[row] as number;
    recoded[row] = fn < 0 ? fn : (joined[fn] as number);
  }
  return { ...tree, function: recoded };
}

function commonTree(
  { built, options: { minShare }, scratch }: Common,
  base: Overlaid,
  next: Overlaid,
): Difference['tree'] {
  const { length: rows } = built;
  const wider = (column: 'calls' | 'totalNs' | 'selfNs') => {
    const [before, after] = [base[column], next[column]];
    const widest = scratch.float64(rows);
    // The base may have fewer rows: those that came with the other side.
    for (let row = 0; row < rows; row++) widest[row] = Math.max(before[row] ?? 0, after[row] as number);
    return widest;
  };
  const layout = callTree(
    0,
    built,
    {
      calls: wider('calls'),
      errors: scratch.float64(rows),
      totalNs: wider('totalNs'),
      selfNs: wider('selfNs'),
    },
    { order: 'left-heavy', minShare, scratch },
  );
  const shown = (figures: Float64Array) => Float64Array.from(layout.node, (row) => figures[row] ?? 0);
  const { length, function: fn, parent, subtreeEnd, depth } = layout;
  const [baseTotalNs, nextTotalNs] = [shown(base.totalNs), shown(next.totalNs)];
  baseTotalNs[0] = base.wholeNs;
  nextTotalNs[0] = next.wholeNs;
  return {
    ...{ length, function: fn, parent, subtreeEnd, depth },
    baseCalls: shown(base.calls),
    nextCalls: shown(next.calls),
    baseTotalNs,
    nextTotalNs,
    baseSelfNs: shown(base.selfNs),
    nextSelfNs: shown(next.selfNs),
    omitted: layout.omitted + base.omitted + next.omitted,
  };
}

function wholeOf(tree: Tree): number {
  let whole = tree.selfNs[0] as number;
  for (let row = 1; row < tree.length; row++) {
    if (tree.parent[row] === 0) whole += tree.totalNs[row] as number;
  }
  return whole;
}
