import { byStart, type TraceRow } from './trace-rows.ts';

/** A trace laid out depth first: by row, the call, the row of its parent (-1 for row 0), and its level below row 0. */
export interface LaidOut {
  readonly rows: readonly TraceRow[];
  readonly parent: Int32Array;
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
  gathered: readonly TraceRow[],
  joined: ReadonlyMap<number, number>,
  depth: number,
): LaidOut {
  const children = new Map<number, TraceRow[]>();
  let top: TraceRow | undefined;
  for (const row of gathered) {
    const key = keyOf(row.thread, row.ordinal);
    if (key === first) {
      top = row;
      continue;
    }
    const parent = joined.get(key) ?? (row.parent < 0 ? undefined : keyOf(row.thread, row.parent));
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(row);
    else children.set(parent, [row]);
  }
  const rows: TraceRow[] = [];
  const parents: number[] = [];
  const depths: number[] = [];
  const stack: { row: TraceRow; parent: number; depth: number }[] = [];
  if (top) stack.push({ row: top, parent: -1, depth: 0 });
  for (let next = stack.pop(); next; next = stack.pop()) {
    const at = rows.push(next.row) - 1;
    parents.push(next.parent);
    depths.push(next.depth);
    if (next.depth >= depth) continue;
    const below = children.get(keyOf(next.row.thread, next.row.ordinal))?.sort(byStart) ?? [];
    for (let i = below.length - 1; i >= 0; i--) {
      stack.push({ row: below[i] as TraceRow, parent: at, depth: next.depth + 1 });
    }
  }
  return { rows, parent: Int32Array.from(parents), depth: Int32Array.from(depths) };
}
