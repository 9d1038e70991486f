import type { AllocationMeasure } from '#format';
import { damaged } from '../store/compression.ts';
import type { Query } from './query.ts';

/** What the functions of a thread have allocated: a row for each node of a tree, parents before their children. */
export interface ThreadAllocations {
  readonly thread: number;
  /** Of the recording, when the profile was written. */
  readonly revision: number;
  /** When it was taken, since the recording's origin. */
  readonly timeNs: number;
  readonly measure: AllocationMeasure;
  /** Bytes between two samples, on average; 0: exact. */
  readonly intervalBytes: number;
  /** Row of the node above; -1 for row 0, the whole. */
  readonly parent: Int32Array;
  /** Index in the recording's functions; -1: none that was traced. */
  readonly function: Int32Array;
  /** Without the nodes below, as the next one. */
  readonly bytes: Float64Array;
  /** Objects; -1: not told. */
  readonly count: Float64Array;
}

type ProfileRow = [
  thread: number,
  revision: number,
  timeNs: number,
  measure: AllocationMeasure,
  interval: number,
];
type NodeRow = [node: number, parent: number, fn: number, bytes: number, count: number];

/** The profiles of memory of all threads that have one. Throws `damaged` for a tree that is none. */
export function threadAllocations({ reader, snapshot }: Query): ThreadAllocations[] {
  const profiles = reader
    .statement(
      'SELECT thread, revision, time_ns, measure, interval_bytes FROM allocation_profiles ORDER BY thread',
    )
    .raw()
    .all() as ProfileRow[];
  const nodes = reader
    .statement('SELECT node, parent, function, bytes, count FROM allocations WHERE thread = ? ORDER BY node')
    .raw();
  return profiles.map(([thread, revision, timeNs, measure, intervalBytes]) => {
    const rows = nodes.all(thread) as NodeRow[];
    const tree = {
      parent: Int32Array.from(rows, ([, parent]) => parent),
      function: Int32Array.from(rows, ([, , fn]) => fn),
      bytes: Float64Array.from(rows, ([, , , bytes]) => bytes),
      count: Float64Array.from(rows, ([, , , , count]) => count),
    };
    if (!isTree(rows, snapshot.functions.length))
      throw damaged('a profile of memory is no tree of functions');
    const offsetNs = snapshot.threads[thread]?.offsetNs ?? 0;
    return { thread, revision, timeNs: timeNs + offsetNs, measure, intervalBytes, ...tree };
  });
}

const isTree = (rows: readonly NodeRow[], functions: number): boolean =>
  rows.length > 0 &&
  rows.every(
    ([node, parent, fn], row) =>
      node === row && (row === 0 ? parent === -1 : parent >= 0 && parent < row) && fn >= -1 && fn < functions,
  );

/** `own` and everything below it, by row. */
export function withBelow(parent: Int32Array, own: Float64Array): Float64Array {
  const total = own.slice();
  for (let row = total.length - 1; row > 0; row--) {
    const above = parent[row] as number;
    total[above] = (total[above] as number) + (total[row] as number);
  }
  return total;
}
