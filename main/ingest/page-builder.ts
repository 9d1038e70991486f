import type { SpanColumns } from '../store/span-page.ts';

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
  readonly minRoot: number;
  readonly maxRoot: number;
}

/** Statistics of the rows, which must be in the order of their ends. */
export function pageStatistics(columns: SpanColumns): PageStatistics {
  const { length, ordinal: ordinals, up: ups, root: roots, end, duration, flags, lane: lanes } = columns;
  let errors = 0;
  let late = 0;
  let minStart = Number.POSITIVE_INFINITY;
  let maxStart = Number.NEGATIVE_INFINITY;
  let minOrdinal = Number.POSITIVE_INFINITY;
  let maxOrdinal = Number.NEGATIVE_INFINITY;
  let minParent = Number.POSITIVE_INFINITY;
  let maxParent = -1;
  let minLane = 0x7fffffff;
  let maxLane = -1;
  let minRoot = Number.POSITIVE_INFINITY;
  let maxRoot = -1;
  for (let i = 0; i < length; i++) {
    const flag = flags[i] as number;
    errors += flag & 1;
    late += (flag >> 4) & 1;
    const start = (end[i] as number) - (duration[i] as number);
    if (start < minStart) minStart = start;
    if (start > maxStart) maxStart = start;
    const ordinal = ordinals[i] as number;
    if (ordinal < minOrdinal) minOrdinal = ordinal;
    if (ordinal > maxOrdinal) maxOrdinal = ordinal;
    const up = ups[i] as number;
    const parent = up === 0 ? -1 : ordinal - up;
    if (parent < minParent) minParent = parent;
    if (parent > maxParent) maxParent = parent;
    const lane = lanes[i] as number;
    if (lane < minLane) minLane = lane;
    if (lane > maxLane) maxLane = lane;
    const root = roots[i] as number;
    if (root < minRoot) minRoot = root;
    if (root > maxRoot) maxRoot = root;
  }
  return {
    count: length,
    errors,
    late,
    minStart,
    maxStart,
    minEnd: end[0] as number,
    maxEnd: end[length - 1] as number,
    minOrdinal,
    maxOrdinal,
    minParent,
    maxParent,
    minLane,
    maxLane,
    minRoot,
    maxRoot,
  };
}
