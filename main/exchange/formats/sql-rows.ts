import type { SqlAnswer, SqlValue } from '#contract';

export type SqlRowsFormat = 'csv' | 'json';

type Rows = Pick<SqlAnswer, 'columns' | 'rows'>;

/** The answer of a statement as a file, in pieces. CSV after RFC 4180 with a line of names; JSON is an array of objects. */
export function* sqlRows(answer: Rows, format: SqlRowsFormat): Generator<string> {
  if (format === 'csv') {
    yield csvLine(answer.columns);
    for (const row of answer.rows) yield csvLine(row);
    return;
  }
  const { columns, rows } = answer;
  const object = (row: readonly SqlValue[]) =>
    JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, row[at]])), undefined, 2);
  let isFirst = true;
  for (const row of rows) {
    yield `${isFirst ? '[' : ','}\n  ${object(row).replaceAll('\n', '\n  ')}`;
    isFirst = false;
  }
  yield isFirst ? '[]\n' : '\n]\n';
}

const csvLine = (row: readonly SqlValue[]): string => `${row.map(csvField).join(',')}\r\n`;

/** NULL is an empty field. A spreadsheet runs what begins like a formula; an apostrophe makes it text. */
function csvField(value: SqlValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
