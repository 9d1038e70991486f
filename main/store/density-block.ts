import { type Column, packTable, Table } from './columns.ts';

/**
 * Density at level j: for buckets of 4^j ns, how many spans shorter than that begin in each, by lane. A block holds 512 buckets
 * and is written only where it counts at least `DENSE_SPANS` spans; elsewhere the pages themselves are cheap to read.
 */
export const BUCKETS = 512;
export const DENSE_SPANS = 16_384;
/** Buckets of 4 us: a finer block could only be dense if a span took less than 32 ns, tracer included. */
export const MIN_LEVEL = 6;
/** Buckets of 4^22 ns (5 hours). */
export const MAX_LEVEL = 22;
/** A bucket is closed when this many newer ones have begun: a span shorter than a bucket ends at most in the next one. */
export const OPEN_BUCKETS = 2;

export const bucketWidth = (level: number): number => 4 ** level;

/** Ordered by bucket. `bucket` counts from the thread's origin. */
export interface DensityCells {
  readonly length: number;
  readonly bucket: Float64Array;
  readonly lane: Int32Array;
  readonly count: Float64Array;
  readonly errors: Float64Array;
  /** The function that most spans of the cell have, as far as a majority vote tells. */
  readonly function: Int32Array;
}

const COLUMN = { bucket: 1, lane: 2, count: 3, errors: 4, function: 5 } as const;

export function packDensity(cells: DensityCells, compressed = true): Buffer {
  const columns: Column[] = [
    { id: COLUMN.bucket, mode: 'delta', values: cells.bucket },
    { id: COLUMN.lane, mode: 'offset', values: cells.lane },
    { id: COLUMN.count, mode: 'offset', values: cells.count },
    { id: COLUMN.errors, mode: 'offset', values: cells.errors },
    { id: COLUMN.function, mode: 'offset', values: cells.function },
  ];
  return packTable(cells.length, columns, compressed);
}

export function unpackDensity(page: Uint8Array): DensityCells {
  const table = Table.unpack(page);
  return {
    length: table.rows,
    bucket: table.float64(COLUMN.bucket),
    lane: table.int32(COLUMN.lane),
    count: table.float64(COLUMN.count),
    errors: table.float64(COLUMN.errors),
    function: table.int32(COLUMN.function),
  };
}

/** The last ns covered by closed buckets (exclusive) once a thread has come to `lastNs`. */
export function coveredUntil(level: number, lastNs: number, ended: boolean): number {
  if (ended) return Number.POSITIVE_INFINITY;
  const width = bucketWidth(level);
  return Math.max(0, Math.floor(lastNs / width) - OPEN_BUCKETS + 1) * width;
}
