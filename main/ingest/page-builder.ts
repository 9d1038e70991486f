import { AT, SPAN_STRIDE, type SpanRows } from '../store/span-page.ts';

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
export function pageStatistics(rows: SpanRows, depth: Int32Array): PageStatistics {
  const { length, numbers } = rows;
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
  for (let at = 0; at < length * SPAN_STRIDE; at += SPAN_STRIDE) {
    const flags = numbers[at + AT.flags] as number;
    errors += flags & 1;
    late += (flags >> 4) & 1;
    const start = (numbers[at + AT.end] as number) - (numbers[at + AT.duration] as number);
    if (start < minStart) minStart = start;
    if (start > maxStart) maxStart = start;
    const ordinal = numbers[at + AT.ordinal] as number;
    if (ordinal < minOrdinal) minOrdinal = ordinal;
    if (ordinal > maxOrdinal) maxOrdinal = ordinal;
    const up = numbers[at + AT.up] as number;
    const parent = up === 0 ? -1 : ordinal - up;
    if (parent < minParent) minParent = parent;
    if (parent > maxParent) maxParent = parent;
    const lane = (numbers[at + AT.laneShift] as number) + (depth[numbers[at + AT.node] as number] as number);
    if (lane < minLane) minLane = lane;
    if (lane > maxLane) maxLane = lane;
  }
  return {
    count: length,
    errors,
    late,
    minStart,
    maxStart,
    minEnd: numbers[AT.end] as number,
    maxEnd: numbers[(length - 1) * SPAN_STRIDE + AT.end] as number,
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
export function functionCounts(rows: SpanRows, functionOf: Int32Array): FunctionCount[] {
  const { numbers } = rows;
  const functions = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    // Twice the function, plus one if it failed: sorting brings both together.
    const at = i * SPAN_STRIDE;
    const fn = functionOf[numbers[at + AT.node] as number] as number;
    functions[i] = fn * 2 + ((numbers[at + AT.flags] as number) & 1);
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
