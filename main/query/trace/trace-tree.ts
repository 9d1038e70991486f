import type { TraceRows } from './trace-columns.ts';

/** A trace laid out depth first. */
export interface LaidOut {
  /** By row: the call, as a row of what was gathered. */
  readonly order: Int32Array;
  /** Row of its parent; -1 for row 0. */
  readonly parent: Int32Array;
  /** Level below row 0. */
  readonly depth: Int32Array;
}

/** A span of any thread as one number: exact for the first 2^37 spans of a thread. */
export const keyOf = (thread: number, ordinal: number): number => ordinal * 65_536 + thread;

/**
 * Lays out what hangs below `first`, no deeper than `depth`. `joined`: by the key of a call in another process, the key of the
 * call that led to it. Rows that do not hang below it are left out.
 */
export function layOut(
  first: number,
  rows: TraceRows,
  joined: ReadonlyMap<number, number>,
  depth: number,
): LaidOut {
  const { length, thread, ordinal, parent } = rows;
  const rowOf = new Map<number, number>();
  for (let i = 0; i < length; i++) rowOf.set(keyOf(thread[i] as number, ordinal[i] as number), i);
  const top = rowOf.get(first);
  const order = new Int32Array(length);
  const parents = new Int32Array(length);
  const depths = new Int32Array(length);
  if (top === undefined)
    return { order: order.slice(0, 0), parent: order.slice(0, 0), depth: order.slice(0, 0) };
  // The latest first: each goes before its siblings, so that the earliest ends up in front of them.
  const child = new Int32Array(length).fill(-1);
  const sibling = new Int32Array(length).fill(-1);
  const byStart = rows.byStart();
  for (let i = length - 1; i >= 0; i--) {
    const row = byStart[i] as number;
    if (row === top) continue;
    const sender = joined.get(keyOf(thread[row] as number, ordinal[row] as number));
    const own = parent[row] as number;
    const above = sender ?? (own < 0 ? undefined : keyOf(thread[row] as number, own));
    const up = above === undefined ? undefined : rowOf.get(above);
    if (up === undefined) continue;
    sibling[row] = child[up] as number;
    child[up] = row;
  }
  let count = 0;
  const put = (row: number, above: number, level: number) => {
    order[count] = row;
    parents[count] = above;
    depths[count] = level;
    return count++;
  };
  // Where the path to the call at hand stands among the rows, and which of its calls comes next.
  const path: number[] = [put(top, -1, 0)];
  const next: number[] = [depth > 0 ? (child[top] as number) : -1];
  while (path.length > 0) {
    const row = next[next.length - 1] as number;
    if (row < 0) {
      path.pop();
      next.pop();
      continue;
    }
    next[next.length - 1] = sibling[row] as number;
    const at = put(row, path[path.length - 1] as number, path.length);
    if (path.length >= depth) continue;
    path.push(at);
    next.push(child[row] as number);
  }
  return {
    order: order.slice(0, count),
    parent: parents.slice(0, count),
    depth: depths.slice(0, count),
  };
}
