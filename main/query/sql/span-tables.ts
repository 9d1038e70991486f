import type { SqlValue } from '#contract';
import type { Query } from '../query.ts';
import { compile } from '../search/compile.ts';
import { NONE } from '../search/matcher.ts';
import type { Condition } from '../search/syntax.ts';
import { type Cells, COLUMN_CELLS, PageOfSpans, SpanScan } from './span-cells.ts';

export const SPAN_COLUMNS = [
  'span',
  'parent',
  'root',
  'thread',
  'function',
  'name',
  'file',
  'line',
  'depth',
  'start_ns',
  'duration_ns',
  'self_ns',
  'active_ns',
  'status',
  'error',
  'params',
  'returned',
  'thrown',
] as const;

export interface SpanRowsOptions {
  readonly condition: Condition;
  /** What a row has, in this order: of ten million calls each column takes seconds. */
  readonly columns: readonly string[];
}

/**
 * The spans that fit a condition, by page: in no order that a statement may rely on. Each row is in the array of the one before, as it
 * is copied at once.
 */
export function* spanRows(query: Query, { condition, columns }: SpanRowsOptions): Generator<SqlValue[]> {
  const { snapshot, reader, checkpoint } = query;
  const { pages, threads } = snapshot;
  const matcher = compile(query, condition);
  const scan = new SpanScan(reader);
  const cellsOf = columns.map((column) => COLUMN_CELLS[column as keyof typeof COLUMN_CELLS]);
  const values = columns.map((): SqlValue => null);
  const placed = (at: PageOfSpans): Cells[] => cellsOf.map((cells) => cells(at));
  for (let p = 0; p < pages.length; p++) {
    const thread = threads[pages.thread[p] as number];
    if (!thread || pages.count[p] === 0 || matcher.page(p) === NONE) continue;
    checkpoint();
    const page = reader.page(p);
    const fits = matcher.rows(page, thread);
    const cells = placed(new PageOfSpans(query, scan, thread, page));
    for (let row = 0; row < page.rows; row++) {
      if (!fits(row)) continue;
      for (let c = 0; c < cells.length; c++) values[c] = (cells[c] as Cells)(row);
      yield values;
    }
  }
  for (const thread of threads) {
    if (!thread.open) continue;
    const fits = matcher.rows(thread.open, thread);
    const cells = placed(new PageOfSpans(query, scan, thread, thread.open));
    for (let row = 0; row < thread.open.rows; row++) {
      if (fits(row)) yield cells.map((cell) => cell(row));
    }
  }
}
