import type { CallTreeTable, DurationNs } from '#contract';
import { type Boxes, BoxFlag } from './boxes.ts';

/**
 * The call tree as rectangles: one lane per depth, a child within its parent, siblings from left to right in the table's order.
 * The axis is total time; it is not when anything happened.
 */
export interface FlameLayout {
  readonly table: CallTreeTable;
  readonly boxes: Boxes;
  /** Depth d is the boxes offsets[d] .. offsets[d+1]. */
  readonly offsets: Int32Array;
  /** Row of the table, by box; and box, by row. */
  readonly row: Int32Array;
  readonly box: Int32Array;
  readonly depths: number;
  readonly totalNs: DurationNs;
}

/**
 * Linear and without recursion. Children that ran side by side (awaited together) can add up to more than their parent; they are
 * then narrowed to fit, all by the same factor, and so are their descendants.
 */
export function flameLayout(table: CallTreeTable): FlameLayout {
  const { length, parent, totalNs } = table;
  const childSum = new Float64Array(length);
  for (let row = 1; row < length; row++) {
    const above = parent[row] as number;
    childSum[above] = (childSum[above] as number) + (totalNs[row] as number);
  }
  const start = new Float64Array(length);
  const width = new Float64Array(length);
  const next = new Float64Array(length);
  if (length > 0) width[0] = totalNs[0] as number;
  for (let row = 1; row < length; row++) {
    const above = parent[row] as number;
    const room = width[above] as number;
    const needed = Math.max(childSum[above] as number, totalNs[above] as number);
    width[row] = needed === 0 ? 0 : ((totalNs[row] as number) / needed) * room;
    start[row] = (start[above] as number) + (next[above] as number);
    next[above] = (next[above] as number) + (width[row] as number);
  }
  return byDepth(table, start, width);
}

/** Depth first within one depth is left to right, so a stable counting sort by depth gives ordered lanes. */
function byDepth(table: CallTreeTable, start: Float64Array, width: Float64Array): FlameLayout {
  const { length, depth } = table;
  let depths = 0;
  for (let row = 0; row < length; row++) depths = Math.max(depths, (depth[row] as number) + 1);
  const offsets = new Int32Array(depths + 1);
  for (let row = 0; row < length; row++) {
    const after = (depth[row] as number) + 1;
    offsets[after] = (offsets[after] as number) + 1;
  }
  for (let d = 1; d <= depths; d++) offsets[d] = (offsets[d] as number) + (offsets[d - 1] as number);
  const free = offsets.slice();
  const layout = {
    row: new Int32Array(length),
    box: new Int32Array(length),
    start: new Float64Array(length),
    end: new Float64Array(length),
    function: new Int32Array(length),
    flags: new Uint8Array(length),
  };
  for (let row = 0; row < length; row++) {
    const d = depth[row] as number;
    const box = free[d] as number;
    free[d] = box + 1;
    layout.row[box] = row;
    layout.box[row] = box;
    layout.start[box] = start[row] as number;
    layout.end[box] = (start[row] as number) + (width[row] as number);
    layout.function[box] = table.function[row] as number;
    layout.flags[box] = (table.errors[row] as number) > 0 ? BoxFlag.error : 0;
  }
  return {
    table,
    boxes: { length, start: layout.start, end: layout.end, function: layout.function, flags: layout.flags },
    offsets,
    row: layout.row,
    box: layout.box,
    depths,
    totalNs: length > 0 ? (table.totalNs[0] as number) : 0,
  };
}

/** Rows from the child of the root down to `row`; empty for row 0. Long paths cost their length, never a stack frame. */
export function pathOf(table: CallTreeTable, row: number): number[] {
  const path: number[] = [];
  for (let at = row; at > 0; at = table.parent[at] as number) path.push(at);
  return path.reverse();
}

/** Where an arrow key leads from a row; the row itself where there is nothing that way. */
export function neighbourOf(
  table: CallTreeTable,
  row: number,
  towards: 'parent' | 'child' | 'next' | 'previous',
): number {
  const above = table.parent[row] as number;
  switch (towards) {
    case 'parent':
      return above < 0 ? row : above;
    case 'child':
      return widestChild(table, row);
    case 'next': {
      const next = table.subtreeEnd[row] as number;
      return above >= 0 && next < (table.subtreeEnd[above] as number) ? next : row;
    }
    case 'previous': {
      if (above < 0) return row;
      let previous = row;
      for (let at = above + 1; at < row; at = table.subtreeEnd[at] as number) previous = at;
      return previous;
    }
  }
}

/** The child that took most time: the one to look at next. */
function widestChild(table: CallTreeTable, row: number): number {
  const end = table.subtreeEnd[row] as number;
  let widest = row;
  for (let child = row + 1; child < end; child = table.subtreeEnd[child] as number)
    if (widest === row || (table.totalNs[child] as number) > (table.totalNs[widest] as number))
      widest = child;
  return widest;
}
