import { type Column, packTable, Table } from './columns.ts';

/** Words of captured values in a full page. */
export const VALUE_WORDS = 65_536;

/** Captured values of spans, in the order they came. `words` of row i: from `offset[i]`, `count[i]` long. */
export interface ValueColumns {
  readonly length: number;
  readonly ordinal: Float64Array;
  /** `OP.ARGS`, `RETURN`, `ERROR` or `THIS` of the recording stream. */
  readonly op: Uint8Array;
  readonly count: Int32Array;
  readonly words: Int32Array;
}

const COLUMN = { ordinal: 1, op: 2, count: 3 } as const;
const WORDS = 1;

/** Two tables behind each other, of rows and of words; u32 length of the first in front. */
export function packValues(values: ValueColumns, wordCount: number): Buffer {
  const columns: Column[] = [
    { id: COLUMN.ordinal, mode: 'delta', values: values.ordinal },
    { id: COLUMN.op, mode: 'offset', values: values.op },
    { id: COLUMN.count, mode: 'offset', values: values.count },
  ];
  const rows = packTable(values.length, columns);
  const words = packTable(wordCount, [{ id: WORDS, mode: 'offset', values: values.words }]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(rows.length);
  return Buffer.concat([length, rows, words]);
}

export function unpackValues(page: Uint8Array): ValueColumns {
  const length = new DataView(page.buffer, page.byteOffset).getUint32(0, true);
  const rows = Table.unpack(page.subarray(4, 4 + length));
  return {
    length: rows.rows,
    ordinal: rows.float64(COLUMN.ordinal),
    op: rows.uint8(COLUMN.op),
    count: rows.int32(COLUMN.count),
    words: Table.unpack(page.subarray(4 + length)).int32(WORDS),
  };
}
