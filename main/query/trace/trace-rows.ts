import type { SpanPage } from '../../store/span-page.ts';
import type { Query } from '../query.ts';
import { type FoundSpan, ordinalOf, startOf } from '../span-rows.ts';
import { TraceRows } from './trace-columns.ts';

/** Rows of a listing: 200,000 are 10 MB, and more than a person scrolls through. */
export const MAX_ROWS = 200_000;

export interface Gathered {
  /** In no order. */
  readonly rows: TraceRows;
  /** Levels below the first span that are all here. */
  readonly depth: number;
  /** Calls of the first level below that are left out. */
  readonly omitted: number;
}

/**
 * The calls of a span's trace in its thread, from that span down to a depth; calls beside it that are no deeper may be among
 * them. Where they are too many, fewer levels; and of the first level below the span, the earliest calls.
 */
export function gatherRows(query: Query, first: FoundSpan, depth: number): Gathered {
  const { snapshot, reader, checkpoint } = query;
  const { pages, nodes } = snapshot;
  const { thread } = first;
  const root = first.page.root[first.row] as number;
  const ordinal = ordinalOf(first);
  const top = nodes.depth[first.page.node[first.row] as number] as number;
  const chosen = pages.select(
    thread.index,
    (p) =>
      (pages.minRoot[p] as number) <= root &&
      (pages.maxRoot[p] as number) >= root &&
      (pages.maxOrdinal[p] as number) >= ordinal &&
      (pages.maxStart[p] as number) >= startOf(first),
  );
  // What begins after the span's end is below it only where calls outlive their parents.
  const isTight = !chosen.some((p) => (pages.late[p] as number) > 0);
  const until = isTight ? (first.page.end[first.row] as number) : Number.POSITIVE_INFINITY;
  const read = chosen.filter((p) => (pages.minStart[p] as number) <= until);
  /** Whether all spans of a page belong to the trace, from the span on: then nothing but their nodes is looked at. */
  const isWhole = (p: number) =>
    pages.minRoot[p] === root &&
    pages.maxRoot[p] === root &&
    (pages.minOrdinal[p] as number) >= ordinal &&
    (pages.maxStart[p] as number) <= until;
  /** The rows of a page that belong to the trace, from the span on, and are not below a node depth. `p`: -1 for open spans. */
  const rowsOf = (page: SpanPage, p: number, deepest: number, found: (row: number) => void) => {
    const { node } = page;
    if (p >= 0 && isWhole(p)) {
      for (let row = 0; row < page.rows; row++) {
        if ((nodes.depth[node[row] as number] as number) <= deepest) found(row);
      }
      return;
    }
    const { root: roots, ordinal: ordinals } = page;
    for (let row = 0; row < page.rows; row++) {
      if ((nodes.depth[node[row] as number] as number) > deepest) continue;
      if (roots[row] !== root || (ordinals[row] as number) < ordinal) continue;
      if ((page.end[row] as number) - (page.duration[row] as number) <= until) found(row);
    }
  };
  const eachPage = (work: (page: SpanPage, p: number) => void) => {
    if (thread.open) work(thread.open, -1);
    for (const [p, page] of reader.eachPage(read)) {
      checkpoint();
      work(page, p);
    }
  };
  let levels = depth;
  if (read.reduce((sum, p) => sum + (pages.count[p] as number), 0) > MAX_ROWS) {
    const counts = new Float64Array(nodes.depth.reduce((most, d) => Math.max(most, d), 0) + 1);
    eachPage((page, p) => {
      const { node } = page;
      rowsOf(page, p, top + levels, (row) => {
        const at = nodes.depth[node[row] as number] as number;
        counts[at] = (counts[at] as number) + 1;
      });
    });
    levels = levelsThatFit(counts, top, depth);
  }
  const rows = new TraceRows();
  let omitted = 0;
  eachPage((page, p) => {
    rowsOf(page, p, top + levels, (row) => rows.push(thread, page, row));
    if (rows.length > 2 * MAX_ROWS) omitted += rows.keepEarliest(MAX_ROWS);
  });
  omitted += rows.keepEarliest(MAX_ROWS);
  return { rows, depth: levels, omitted };
}

/** How many levels below node depth `top` hold no more than `MAX_ROWS` calls, at least one; `counts` has the calls by node depth. */
function levelsThatFit(counts: Float64Array, top: number, wanted: number): number {
  let calls = 0;
  for (let depth = 0; depth < counts.length && depth <= top + wanted; depth++) {
    calls += counts[depth] as number;
    if (calls > MAX_ROWS) return Math.max(1, depth - 1 - top);
  }
  return wanted;
}
