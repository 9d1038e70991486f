import { type Column, packTable, Table } from './columns.ts';

/** Rows and words of a full page. */
export const STEP_ROWS = 8192;
export const STEP_WORDS = 65_536;

/** Row kinds: a line that ran, and a variable that was set. */
export const STEP_KIND = { LINE: 0, SET: 1 } as const;

/**
 * Steps of a thread in the order of the stream. Words of captured values stand behind each other; row i has `count[i]` of
 * them.
 */
export interface StepColumns {
  readonly length: number;
  readonly kind: Uint8Array;
  /** Ordinal of the innermost open span; -1: none that is known. */
  readonly span: Float64Array;
  /** Line of a LINE; of a SET the variable's place in its owner's table. */
  readonly place: Int32Array;
  /** Of a SET: ordinal of the span whose variable it is, or -2 - function for a module's; -1: not known, or a LINE. */
  readonly owner: Float64Array;
  /** ns since the thread's origin, whole. */
  readonly time: Float64Array;
  readonly count: Int32Array;
  readonly words: Int32Array;
}

const COLUMN = { kind: 1, span: 2, place: 3, owner: 4, time: 5, count: 6 } as const;
const WORDS = 1;

/** Two tables behind each other, of rows and of words; u32 length of the first in front. */
export function packSteps(steps: StepColumns, wordCount: number, compressed: boolean): Buffer {
  const columns: Column[] = [
    { id: COLUMN.kind, mode: 'offset', values: steps.kind },
    { id: COLUMN.span, mode: 'delta', values: steps.span },
    { id: COLUMN.place, mode: 'offset', values: steps.place },
    { id: COLUMN.owner, mode: 'delta', values: steps.owner },
    { id: COLUMN.time, mode: 'delta', values: steps.time },
    { id: COLUMN.count, mode: 'offset', values: steps.count },
  ];
  const rows = packTable(steps.length, columns, compressed);
  const words = packTable(wordCount, [{ id: WORDS, mode: 'offset', values: steps.words }], compressed);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(rows.length);
  return Buffer.concat([length, rows, words]);
}

/** Throws `damaged` when the page does not verify. */
export function unpackSteps(page: Uint8Array): StepColumns {
  const length = new DataView(page.buffer, page.byteOffset).getUint32(0, true);
  const rows = Table.unpack(page.subarray(4, 4 + length));
  return {
    length: rows.rows,
    kind: rows.uint8(COLUMN.kind),
    span: rows.float64(COLUMN.span),
    place: rows.int32(COLUMN.place),
    owner: rows.float64(COLUMN.owner),
    time: rows.float64(COLUMN.time),
    count: rows.int32(COLUMN.count),
    words: Table.unpack(page.subarray(4 + length)).int32(WORDS),
  };
}
