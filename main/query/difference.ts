import type { CallScope, Difference, DifferenceRequest } from '#contract';
import { callTree } from './call-tree.ts';
import { joinFunctions } from './function-identity.ts';
import { scopedFigures } from './node-figures.ts';
import type { NodeFigures } from './node-table.ts';
import type { Query } from './query.ts';
import type { Scratch } from './scratch.ts';
import type { FunctionFigures, Snapshot } from './snapshot.ts';
import { sumByKey } from './sum-by-key.ts';
import { type Tree, TreeBuilder, transformed, treeOf } from './tree/index.ts';

/** One of the two runs. */
interface Side {
  readonly query: Query;
  readonly figures: NodeFigures;
  /** Joined function by own function. */
  readonly joined: Int32Array;
}

/** Two recordings, function by function and call by call. */
export function difference(query: Query, request: Omit<DifferenceRequest, 'run' | 'base'>): Difference {
  const { snapshot, checkpoint } = query;
  // Asked for without a base: a defect of the caller, which the service does not let through.
  if (!query.base) throw new Error('A difference needs two recordings');
  const baseQuery: Query = { ...query.base, checkpoint };
  const joins = joinFunctions(identities(baseQuery.snapshot), identities(snapshot));
  const next = sideOf(
    query,
    { range: request.range },
    joins.map((join) => join.next),
  );
  const base = sideOf(
    baseQuery,
    { range: request.baseRange },
    joins.map((join) => join.base),
  );
  const files = [...new Set([...snapshot.files, ...baseQuery.snapshot.files])];
  const functions = joinedFunctions(base, next, joins, files);
  const options = {
    fileOf: (fn: number) => functions.file[fn] ?? -1,
    minShare: request.minShare,
    checkpoint,
    // What only one of the runs did is a difference, too.
    lenient: true,
    scratch: query.reader.scratch,
  };
  const changed = (side: Side) => transformed(recoded(side), request.transforms ?? [], options);
  return {
    revision: snapshot.revision,
    baseRevision: baseQuery.snapshot.revision,
    functions,
    tree: overlaid(changed(base), changed(next), request.minShare, query.reader.scratch),
  };
}

const identities = ({ functions, files }: Snapshot) =>
  functions.map(({ name, file, line }) => ({ name, file: files[file] ?? '', line }));

function sideOf(query: Query, scope: CallScope, places: readonly number[]): Side {
  const joined = new Int32Array(query.snapshot.functions.length);
  for (const [join, own] of places.entries()) if (own >= 0) joined[own] = join;
  return { query, figures: scopedFigures(query, scope), joined };
}

function joinedFunctions(
  base: Side,
  next: Side,
  joins: ReturnType<typeof joinFunctions>,
  files: readonly string[],
): Difference['functions'] {
  const { snapshot } = next.query;
  const baseSnapshot = base.query.snapshot;
  const fileNumber = new Map(files.map((file, i) => [file, i]));
  const named = joins.map((join) => {
    const from = join.next >= 0 ? snapshot : baseSnapshot;
    const fn = from.functions[join.next >= 0 ? join.next : join.base];
    return { name: fn?.name ?? '', line: fn?.line ?? 0, file: from.files[fn?.file ?? -1] ?? '' };
  });
  const before = sumByKey(baseSnapshot.nodes, base.figures, base.joined, joins.length);
  const after = sumByKey(snapshot.nodes, next.figures, next.joined, joins.length);
  const percentile = (from: Snapshot, side: 'base' | 'next', at: number) =>
    Float64Array.from(joins, (join) => ofFigures(from.figures[join[side]], at));
  return {
    length: joins.length,
    name: named.map((fn) => fn.name),
    file: Int32Array.from(named, (fn) => fileNumber.get(fn.file) ?? -1),
    files,
    line: Int32Array.from(named, (fn) => fn.line),
    base: Int32Array.from(joins, (join) => join.base),
    next: Int32Array.from(joins, (join) => join.next),
    baseCalls: before.calls,
    nextCalls: after.calls,
    baseErrors: before.errors,
    nextErrors: after.errors,
    baseTotalNs: before.totalNs,
    nextTotalNs: after.totalNs,
    baseSelfNs: before.selfNs,
    nextSelfNs: after.selfNs,
    baseP50Ns: percentile(baseSnapshot, 'base', 0),
    nextP50Ns: percentile(snapshot, 'next', 0),
    baseP95Ns: percentile(baseSnapshot, 'base', 2),
    nextP95Ns: percentile(snapshot, 'next', 2),
  };
}

const ofFigures = (figures: FunctionFigures | undefined, at: number): number =>
  figures?.percentiles[at] ?? Number.NaN;

/** The tree of a side with joined functions instead of its own. */
function recoded({ query, figures, joined }: Side): Tree {
  const { scratch } = query.reader;
  const tree = treeOf(query.snapshot.nodes, figures, scratch);
  const recodedFunction = scratch.int32(tree.length);
  for (let row = 0; row < tree.length; row++) {
    const fn = tree.function[row] as number;
    recodedFunction[row] = fn < 0 ? fn : (joined[fn] as number);
  }
  return { ...tree, function: recodedFunction };
}

interface MadeTree {
  readonly tree: Tree;
  readonly omitted: number;
}

function overlaid(base: MadeTree, next: MadeTree, minShare: number, scratch: Scratch): Difference['tree'] {
  const built = new TreeBuilder(0, -1, { scratch, rows: base.tree.length + next.tree.length });
  const place = ({ tree }: MadeTree): Int32Array => {
    const rows = scratch.int32(tree.length);
    for (let row = 1; row < tree.length; row++) {
      const parent = rows[tree.parent[row] as number] as number;
      rows[row] = built.child(parent, tree.function[row] as number, row);
    }
    return rows;
  };
  const [baseRows, nextRows] = [place(base), place(next)];
  const spread = ({ tree }: MadeTree, rows: Int32Array, column: keyof NodeFigures): Float64Array => {
    const figures = scratch.float64(built.length);
    for (let row = 0; row < tree.length; row++) {
      const at = rows[row] as number;
      figures[at] = (figures[at] as number) + (tree[column][row] as number);
    }
    return figures;
  };
  const both = (column: keyof NodeFigures) =>
    [spread(base, baseRows, column), spread(next, nextRows, column)] as const;
  const [calls, totals, selfs] = [both('calls'), both('totalNs'), both('selfNs')];
  const wider = (a: Float64Array, b: Float64Array) => {
    const widest = scratch.float64(built.length);
    for (let row = 0; row < built.length; row++) widest[row] = Math.max(a[row] as number, b[row] as number);
    return widest;
  };
  const layout = callTree(
    0,
    built.take(),
    {
      calls: wider(...calls),
      errors: scratch.float64(built.length),
      totalNs: wider(...totals),
      selfNs: wider(...selfs),
    },
    { order: 'left-heavy', minShare, scratch },
  );
  for (const [side, made] of [base, next].entries()) {
    const figures = totals[side] as Float64Array;
    figures[0] = wholeOf(made.tree);
  }
  const shown = (figures: Float64Array) => Float64Array.from(layout.node, (row) => figures[row] as number);
  const { length, function: fn, parent, subtreeEnd, depth } = layout;
  return {
    ...{ length, function: fn, parent, subtreeEnd, depth },
    baseCalls: shown(calls[0]),
    nextCalls: shown(calls[1]),
    baseTotalNs: shown(totals[0]),
    nextTotalNs: shown(totals[1]),
    baseSelfNs: shown(selfs[0]),
    nextSelfNs: shown(selfs[1]),
    omitted: layout.omitted + base.omitted + next.omitted,
  };
}

/** Of row 0: what its children took, and what it took itself. */
function wholeOf(tree: Tree): number {
  let whole = tree.selfNs[0] as number;
  for (let row = 1; row < tree.length; row++) {
    if (tree.parent[row] === 0) whole += tree.totalNs[row] as number;
  }
  return whole;
}
