import { childrenOf, type TraceRows } from './trace-rows.ts';

/** The pieces of time that made a trace as long as it is: in each of them one call had to be waited for. */
export interface CriticalPath {
  /** Per piece the row of that call, and from when to when; in the order of time. */
  readonly row: Int32Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** Time of its own on the path, by row; 0 for those that only ran beside it. */
  readonly ownNs: Float64Array;
}

/** Pieces by the row they belong to. */
export function piecesByRow({ row }: CriticalPath): ReadonlyMap<number, readonly number[]> {
  const byRow = new Map<number, number[]>();
  for (let piece = 0; piece < row.length; piece++) {
    const pieces = byRow.get(row[piece] as number);
    if (pieces) pieces.push(piece);
    else byRow.set(row[piece] as number, [piece]);
  }
  return byRow;
}

/**
 * Goes back from the end: what a call waited for last is the child that ended last, before it what had ended when that one
 * began, and so on. What no child covers is the call's own. A child that outlives its caller counts as long as the caller.
 */
export function criticalPath(rows: TraceRows): CriticalPath {
  const pieces: { row: number; start: number; end: number }[] = [];
  const ownNs = new Float64Array(rows.length);
  const own = (row: number, start: number, end: number) => {
    if (end <= start) return;
    pieces.push({ row, start, end });
    ownNs[row] = (ownNs[row] as number) + end - start;
  };
  /** Calls still to be gone through, the last one first, each with the time up to which it counts. */
  const open: { row: number; end: number }[] = [];
  if (rows.length > 0) open.push({ row: 0, end: rows.endNsOf[0] as number });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { row } = next;
    const start = rows.startNsOf[row] as number;
    let cursor = Math.min(next.end, rows.endNsOf[row] as number);
    const byEnd = childrenOf(rows, row).sort(
      (a, b) => (rows.endNsOf[b] as number) - (rows.endNsOf[a] as number),
    );
    for (const child of byEnd) {
      const from = Math.max(start, rows.startNsOf[child] as number);
      if (from >= cursor) continue;
      const end = Math.min(cursor, rows.endNsOf[child] as number);
      own(row, end, cursor);
      open.push({ row: child, end });
      cursor = from;
    }
    own(row, start, cursor);
  }
  pieces.sort((a, b) => a.start - b.start);
  return {
    row: Int32Array.from(pieces, ({ row }) => row),
    startNs: Float64Array.from(pieces, ({ start }) => start),
    endNs: Float64Array.from(pieces, ({ end }) => end),
    ownNs,
  };
}
