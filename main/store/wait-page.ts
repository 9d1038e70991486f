import { type Column, packTable, Table } from './columns.ts';

/** Stretches of a full page. */
export const WAIT_ROWS = 4096;

/**
 * When spans of one thread were suspended: they were open and did not run. One duration class, in the order in which the
 * stretches ended; each from a suspension to the resumption, or to the end of a span that was not resumed.
 */
export interface WaitColumns {
  readonly length: number;
  /** Of the span that waited. */
  readonly ordinal: Float64Array;
  /** Its lane. */
  readonly lane: Int32Array;
  /** Whole ns since the thread's origin. */
  readonly end: Float64Array;
  readonly duration: Float64Array;
}

const COLUMN = { ordinal: 1, lane: 2, end: 3, duration: 4 } as const;

export function packWaits(waits: WaitColumns, compressed: boolean): Buffer {
  const columns: Column[] = [
    { id: COLUMN.ordinal, mode: 'delta', values: waits.ordinal },
    { id: COLUMN.lane, mode: 'offset', values: waits.lane },
    { id: COLUMN.end, mode: 'delta', values: waits.end },
    { id: COLUMN.duration, mode: 'offset', values: waits.duration },
  ];
  return packTable(waits.length, columns, compressed);
}

/** Throws `damaged` when the page does not verify. */
export function unpackWaits(page: Uint8Array): WaitColumns {
  const table = Table.unpack(page);
  return {
    length: table.rows,
    ordinal: table.float64(COLUMN.ordinal),
    lane: table.int32(COLUMN.lane),
    end: table.float64(COLUMN.end),
    duration: table.float64(COLUMN.duration),
  };
}
