import { type Column, packTable, Table } from './columns.ts';

/** Spans kept in a function's list of slowest ones. */
export const SLOWEST = 64;

/** The slowest ended spans of a function, the slowest first. */
export interface SlowestSpans {
  readonly length: number;
  readonly thread: Int32Array;
  readonly ordinal: Float64Array;
  /** ns since the thread's origin. */
  readonly start: Float64Array;
  readonly duration: Float64Array;
  readonly flags: Uint8Array;
}

/** Not compressed: there is a list for every function, and little in each. */
export function packSlowest(spans: SlowestSpans): Buffer {
  const columns: Column[] = [
    { id: 1, mode: 'offset', values: spans.thread },
    { id: 2, mode: 'offset', values: spans.ordinal },
    { id: 3, mode: 'offset', values: spans.start },
    { id: 4, mode: 'delta', values: spans.duration },
    { id: 5, mode: 'offset', values: spans.flags },
  ];
  return packTable(spans.length, columns, false);
}

export function unpackSlowest(page: Uint8Array): SlowestSpans {
  const table = Table.unpack(page);
  return {
    length: table.rows,
    thread: table.int32(1),
    ordinal: table.float64(2),
    start: table.float64(3),
    duration: table.float64(4),
    flags: table.uint8(5),
  };
}
