import type { TraceRows } from './trace-rows.ts';

/** So many calls of one function side by side become one line. */
const FEWEST_REPEATED = 4;
/** Levels are opened at first as long as no more lines than this come of it. */
const FIRST_LINES = 400;

/** The lines on screen, from top to bottom. */
export interface ShownRows {
  readonly length: number;
  /** Of a group, its first. */
  readonly row: Int32Array;
  /** Calls that the line stands for: more than one for a group of repeated siblings. */
  readonly count: Int32Array;
  /** Levels it is moved in: a group counts as one. */
  readonly indent: Int32Array;
}

export interface Unfolding {
  /** Rows above this depth are open unless they were toggled. */
  readonly openDepth: number;
  /** Rows whose children are folded away although they are open by their depth, or the other way round. */
  readonly toggled: ReadonlySet<number>;
  /** Groups that are open, by their first row. */
  readonly openGroups: ReadonlySet<number>;
}

export const isOpen = ({ openDepth, toggled }: Unfolding, { depthOf }: TraceRows, row: number): boolean =>
  (depthOf[row] as number) < openDepth !== toggled.has(row);

/** Linear in the rows that are not folded away; no recursion. */
export function shownRows(rows: TraceRows, unfolding: Unfolding): ShownRows {
  const shown = { row: [] as number[], count: [] as number[], indent: [] as number[] };
  /** Open groups that the walk is in: their depth, and the row behind the last one. */
  const groups: { readonly depth: number; readonly end: number }[] = [];
  const add = (row: number, count: number) => {
    shown.row.push(row);
    shown.count.push(count);
    shown.indent.push((rows.depthOf[row] as number) + groups.length);
  };
  for (let row = 0; row < rows.length; ) {
    while (groups.length > 0 && row >= (groups.at(-1)?.end as number)) groups.pop();
    const isMember = groups.at(-1)?.depth === rows.depthOf[row];
    const run = isMember ? NO_RUN : repeatedFrom(rows, row);
    if (run.count >= FEWEST_REPEATED) {
      add(row, run.count);
      if (!unfolding.openGroups.has(row)) {
        row = run.end;
        continue;
      }
      groups.push({ depth: rows.depthOf[row] as number, end: run.end });
    }
    add(row, 1);
    row = isOpen(unfolding, rows, row) ? row + 1 : (rows.subtreeEnd[row] as number);
  }
  return {
    length: shown.row.length,
    row: Int32Array.from(shown.row),
    count: Int32Array.from(shown.count),
    indent: Int32Array.from(shown.indent),
  };
}

const NO_RUN = { count: 1, end: 0 };

/** Siblings of the same function from a row on, and the row behind the last of them. */
export function repeatedFrom(rows: TraceRows, row: number): { readonly count: number; readonly end: number } {
  const above = rows.parent[row] as number;
  const limit = above < 0 ? rows.length : (rows.subtreeEnd[above] as number);
  let count = 0;
  let at = row;
  while (at < limit && rows.function[at] === rows.function[row] && rows.parent[at] === above) {
    count++;
    at = rows.subtreeEnd[at] as number;
  }
  return { count, end: at };
}

/** How deep a trace is open at first: all of a small one, the first levels of a large one. */
export function firstOpenDepth(rows: TraceRows): number {
  let deepest = 0;
  for (const depth of rows.depthOf) deepest = Math.max(deepest, depth);
  let openDepth = 1;
  while (openDepth <= deepest && linesAt(rows, openDepth + 1) <= FIRST_LINES) openDepth++;
  return openDepth;
}

const linesAt = (rows: TraceRows, openDepth: number): number =>
  shownRows(rows, { openDepth, toggled: new Set(), openGroups: new Set() }).length;

/** What must be opened so that a row is on screen. */
export function unfoldedTo(rows: TraceRows, row: number, before: Unfolding): Unfolding {
  const toggled = new Set(before.toggled);
  const openGroups = new Set(before.openGroups);
  for (let at = row; at >= 0; at = rows.parent[at] as number) {
    const above = rows.parent[at] as number;
    if (above >= 0 && !isOpen(before, rows, above)) {
      if (!toggled.delete(above)) toggled.add(above);
    }
    const first = firstOfRun(rows, at);
    if (repeatedFrom(rows, first).count >= FEWEST_REPEATED) openGroups.add(first);
  }
  return { ...before, toggled, openGroups };
}

/** The first of the siblings of one function side by side that a row belongs to. */
export function firstOfRun(rows: TraceRows, row: number): number {
  const above = rows.parent[row] as number;
  let first = -1;
  for (let at = above + 1; at <= row; at = rows.subtreeEnd[at] as number) {
    if (rows.function[at] !== rows.function[row]) first = -1;
    else if (first < 0) first = at;
  }
  return first;
}
