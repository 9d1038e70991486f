import type { FunctionTable } from '#contract';
import type { IndexColumn } from '#renderer/widgets/table/index.ts';
import { sortKey, unitOf } from './function-figures.ts';

/**
 * Rows of the table as they stand, as RFC 4180 with a header. Numbers are not rounded for the eye; what is not known is empty. A
 * drawing has no text.
 */
export function functionsCsv(
  table: FunctionTable,
  order: Int32Array,
  columns: readonly Pick<IndexColumn, 'id' | 'title'>[],
): string {
  const written = columns.filter(({ id }) => id !== 'spread');
  const keys = written.map(({ id }) => sortKey(table, id));
  const head = written.map(({ id, title }) => (unitOf(id) === '' ? title : `${title} (${unitOf(id)})`));
  const lines = [head, ...Array.from(order, (row) => keys.map((key) => key[row]))];
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** A spreadsheet runs a text that begins like a formula; an apostrophe keeps it one. The names are the traced code's. */
function cell(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined || Number.isNaN(value) ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
