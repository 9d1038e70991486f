import { Table } from './columns.ts';
import { BUCKETS, type DensityCells, packDensity } from './density-block.ts';
import type { Connection } from './sqlite.ts';

/** Columns of the cells up to version 7, in the order of their buckets. */
const COLUMN = { bucket: 1, lane: 2, count: 3, errors: 4, function: 5 } as const;

/**
 * Takes over the density of a recording up to version 7. Its level k had blocks of 512 buckets of 4^k ns for the classes below k:
 * level 2k + 1 now has these spans in blocks of as much time, with half the buckets. What is kept at other levels has no
 * counterpart; a window reads the pages there.
 */
export function convertDensity(connection: Connection): void {
  const blocks = connection.prepare('SELECT thread, level, block, data FROM density').raw();
  const insert = connection.prepare('INSERT INTO density_blocks VALUES (?, ?, ?, ?)');
  for (const row of blocks.all() as [number, number, number, Uint8Array][]) {
    const [thread, level, block, data] = row;
    const place = { thread, level: 2 * level + 1, block };
    insert.run(thread, place.level, block, packDensity(mergedPairs(Table.unpack(data)), place));
  }
  connection.exec('DROP TABLE density');
}

/** The cells with two buckets as one. */
function mergedPairs(table: Table): DensityCells {
  const bucket = table.float64(COLUMN.bucket);
  const lane = table.int32(COLUMN.lane);
  const count = table.float64(COLUMN.count);
  const errors = table.float64(COLUMN.errors);
  const functions = table.int32(COLUMN.function);
  const merged = new Map<
    number,
    { bucket: number; lane: number; row: number; count: number; errors: number }
  >();
  const lanes = lane.reduce((most, l) => Math.max(most, l + 1), 0);
  for (let row = 0; row < table.rows; row++) {
    const pair = Math.floor((bucket[row] as number) / 2);
    const key = (pair % BUCKETS) * lanes + (lane[row] as number);
    const cell = merged.get(key);
    if (!cell) {
      const [c, e] = [count[row] as number, errors[row] as number];
      merged.set(key, { bucket: pair, lane: lane[row] as number, row, count: c, errors: e });
      continue;
    }
    // The function of the half with more spans; which has most in both is not known any more.
    if ((count[row] as number) > (count[cell.row] as number)) cell.row = row;
    cell.count += count[row] as number;
    cell.errors += errors[row] as number;
  }
  const cells = [...merged.values()];
  return {
    length: cells.length,
    bucket: Int32Array.from(cells, (cell) => cell.bucket % BUCKETS),
    lane: Int32Array.from(cells, (cell) => cell.lane),
    count: Int32Array.from(cells, (cell) => cell.count),
    errors: Int32Array.from(cells, (cell) => cell.errors),
    function: Int32Array.from(cells, (cell) => functions[cell.row] as number),
  };
}
