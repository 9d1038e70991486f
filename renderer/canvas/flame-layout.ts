import type { CallTreeTable } from '#contract';
import { type Boxes, BoxFlag } from './boxes.ts';

/**
 * The call tree as rectangles: a child within its parent, siblings from left to right in the table's order. The axis is the
 * weight of the rows (time, calls or bytes); it is not when anything happened.
 */
export interface FlameLayout {
  readonly table: CallTreeTable;
  readonly boxes: Boxes;
  /** Lane l is the boxes offsets[l] .. offsets[l+1]; lanes from the top of the graph. */
  readonly offsets: Int32Array;
  /** Row of the table, by box; and box, by row. */
  readonly row: Int32Array;
  readonly box: Int32Array;
  /** Lane by row. */
  readonly lane: Int32Array;
  readonly lanes: number;
  /** Weight of row 0: the length of the axis. */
  readonly whole: number;
}

/** One lane per depth, the root on top. */
export function flameLayout(table: CallTreeTable): FlameLayout {
  const whole = table.length > 0 ? (table.weight[0] as number) : 0;
  return arranged(table, placed(table, whole), table.depth, whole);
}

/** Where rows begin and how wide they are, on the axis of the weight. */
export interface Placed {
  readonly start: Float64Array;
  readonly width: Float64Array;
}

/**
 * Linear and without recursion. Children that ran side by side (awaited together) can add up to more than their parent; they are
 * then narrowed to fit, all by the same factor, and so are their descendants.
 */
export function placed({ length, parent, weight }: CallTreeTable, whole: number): Placed {
  const childSum = new Float64Array(length);
  for (let row = 1; row < length; row++) {
    const above = parent[row] as number;
    childSum[above] = (childSum[above] as number) + (weight[row] as number);
  }
  const start = new Float64Array(length);
  const width = new Float64Array(length);
  const next = new Float64Array(length);
  if (length > 0) width[0] = whole;
  for (let row = 1; row < length; row++) {
    const above = parent[row] as number;
    const room = width[above] as number;
    const needed = Math.max(childSum[above] as number, weight[above] as number);
    width[row] = needed === 0 ? 0 : ((weight[row] as number) / needed) * room;
    start[row] = (start[above] as number) + (next[above] as number);
    next[above] = (next[above] as number) + (width[row] as number);
  }
  return { start, width };
}

/** Depth first within one lane is left to right, so a stable counting sort by lane gives ordered lanes. */
export function arranged(
  table: CallTreeTable,
  { start, width }: Placed,
  lane: Int32Array,
  whole: number,
): FlameLayout {
  const { length } = table;
  let lanes = 0;
  for (let row = 0; row < length; row++) lanes = Math.max(lanes, (lane[row] as number) + 1);
  const offsets = new Int32Array(lanes + 1);
  for (let row = 0; row < length; row++) {
    const after = (lane[row] as number) + 1;
    offsets[after] = (offsets[after] as number) + 1;
  }
  for (let l = 1; l <= lanes; l++) offsets[l] = (offsets[l] as number) + (offsets[l - 1] as number);
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
    const l = lane[row] as number;
    const box = free[l] as number;
    free[l] = box + 1;
    layout.row[box] = row;
    layout.box[row] = box;
    layout.start[box] = start[row] as number;
    layout.end[box] = (start[row] as number) + (width[row] as number);
    layout.function[box] = table.function[row] as number;
    // The whole is no call and cannot fail itself.
    const failed = table.function[row] !== -1 && (table.errors[row] as number) > 0;
    layout.flags[box] = failed ? BoxFlag.error : 0;
  }
  return {
    ...{ table, offsets, lane, lanes, whole },
    boxes: { length, start: layout.start, end: layout.end, function: layout.function, flags: layout.flags },
    row: layout.row,
    box: layout.box,
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
  { table, lane }: FlameLayout,
  row: number,
  towards: 'up' | 'down' | 'next' | 'previous',
): number {
  const above = table.parent[row] as number;
  const own = lane[row] as number;
  switch (towards) {
    case 'up':
    case 'down': {
      const wanted = own + (towards === 'up' ? -1 : 1);
      return above >= 0 && lane[above] === wanted ? above : widestChild(table, row, lane, wanted);
    }
    case 'next':
    case 'previous': {
      if (above < 0) return row;
      const end = table.subtreeEnd[above] as number;
      let before = row;
      for (let at = above + 1; at < end; at = table.subtreeEnd[at] as number) {
        if (lane[at] !== own) continue;
        if (towards === 'previous' && at === row) return before;
        if (towards === 'next' && at > row) return at;
        before = at;
      }
      return row;
    }
  }
}

/** The widest child in a lane: the one to look at next. */
function widestChild(table: CallTreeTable, row: number, lane: Int32Array, wanted: number): number {
  const end = table.subtreeEnd[row] as number;
  let widest = row;
  for (let child = row + 1; child < end; child = table.subtreeEnd[child] as number) {
    if (lane[child] !== wanted) continue;
    if (widest === row || (table.weight[child] as number) > (table.weight[widest] as number)) widest = child;
  }
  return widest;
}
