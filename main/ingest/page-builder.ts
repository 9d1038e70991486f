import { PAGE_ROWS, type SpanColumns } from '../store/span-page.ts';

/** What the directory says of a page; columns of the table `pages`, ns since the thread's origin. */
export interface PageStatistics {
  readonly count: number;
  readonly errors: number;
  readonly late: number;
  readonly minStart: number;
  readonly maxStart: number;
  readonly minEnd: number;
  readonly maxEnd: number;
  readonly minOrdinal: number;
  readonly maxOrdinal: number;
  /** -1: a span without a parent is among them. */
  readonly minParent: number;
  readonly maxParent: number;
  readonly minLane: number;
  readonly maxLane: number;
}

/** Statistics of the rows, which must be in the order of their ends. `depth`: of a call node. */
export function pageStatistics(rows: SpanColumns, depth: Int32Array): PageStatistics {
  const { length } = rows;
  let errors = 0;
  let late = 0;
  let minStart = Number.POSITIVE_INFINITY;
  let maxStart = Number.NEGATIVE_INFINITY;
  let minOrdinal = Number.POSITIVE_INFINITY;
  let maxOrdinal = Number.NEGATIVE_INFINITY;
  let minParent = Number.POSITIVE_INFINITY;
  let maxParent = -1;
  let minLane = Number.POSITIVE_INFINITY;
  let maxLane = -1;
  for (let i = 0; i < length; i++) {
    const flags = rows.flags[i] as number;
    errors += flags & 1;
    late += (flags >> 4) & 1;
    const start = (rows.end[i] as number) - (rows.duration[i] as number);
    if (start < minStart) minStart = start;
    if (start > maxStart) maxStart = start;
    const ordinal = rows.ordinal[i] as number;
    if (ordinal < minOrdinal) minOrdinal = ordinal;
    if (ordinal > maxOrdinal) maxOrdinal = ordinal;
    const up = rows.up[i] as number;
    const parent = up === 0 ? -1 : ordinal - up;
    if (parent < minParent) minParent = parent;
    if (parent > maxParent) maxParent = parent;
    const lane = (rows.laneShift[i] as number) + (depth[rows.node[i] as number] as number);
    if (lane < minLane) minLane = lane;
    if (lane > maxLane) maxLane = lane;
  }
  return {
    count: length,
    errors,
    late,
    minStart,
    maxStart,
    minEnd: rows.end[0] as number,
    maxEnd: rows.end[length - 1] as number,
    minOrdinal,
    maxOrdinal,
    minParent,
    maxParent,
    minLane,
    maxLane,
  };
}

export interface FunctionCount {
  readonly function: number;
  readonly count: number;
  readonly errors: number;
}

/** Spans and errors of each function in the rows. `functionOf`: of a call node. */
export function functionCounts(rows: SpanColumns, functionOf: Int32Array): FunctionCount[] {
  const functions = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    // Twice the function, plus one if it failed: sorting brings both together.
    functions[i] = (functionOf[rows.node[i] as number] as number) * 2 + ((rows.flags[i] as number) & 1);
  }
  functions.sort();
  const counts: FunctionCount[] = [];
  for (let i = 0; i < functions.length; ) {
    const functionIndex = (functions[i] as number) >> 1;
    const from = i;
    let errors = 0;
    for (; i < functions.length && (functions[i] as number) >> 1 === functionIndex; i++) {
      errors += (functions[i] as number) & 1;
    }
    counts.push({ function: functionIndex, count: i - from, errors });
  }
  return counts;
}

export const isFull = (rows: SpanColumns): boolean => rows.length >= PAGE_ROWS;
