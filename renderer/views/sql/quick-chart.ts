import type { SqlAnswer } from '#contract';

/** What of an answer can be drawn: a label for each row, and the columns of numbers. */
export interface QuickChart {
  /** Title of the labels; `null`: the rows are numbered. */
  readonly label: string | null;
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** Rows are in the order of a growing number: a line says more than bars. */
  readonly isLine: boolean;
  /** Rows that are left out. */
  readonly omitted: number;
}

const mostRows = 300;
const mostSeries = 4;

/** `null`: no column holds numbers. Ids are numbers to a machine only, so columns of them are not drawn. */
export function quickChart({ columns, rows }: Pick<SqlAnswer, 'columns' | 'rows'>): QuickChart | null {
  const shown = rows.slice(0, mostRows);
  const isNumeric = columns.map(
    (name, at) =>
      !/^(span|parent|root|thread|function|caller|callee|pid|line)$/.test(name) &&
      shown.some((row) => typeof row[at] === 'number') &&
      shown.every((row) => row[at] === null || typeof row[at] === 'number'),
  );
  const numbers = columns.flatMap((_, at) => (isNumeric[at] ? at : []));
  const text = columns.findIndex((name, at) => !isNumeric[at] && name !== 'span');
  const grows = text < 0 && numbers.length > 1 ? growing(shown, numbers[0] as number) : false;
  const label = text >= 0 ? text : grows ? (numbers[0] as number) : -1;
  const series = numbers.filter((at) => at !== label).slice(0, mostSeries);
  if (shown.length === 0 || series.length === 0) return null;
  return {
    label: label < 0 ? null : (columns[label] ?? null),
    labels: shown.map((row, at) => (label < 0 ? String(at + 1) : String(row[label] ?? 'NULL'))),
    series: series.map((at) => ({
      name: columns[at] ?? '',
      values: shown.map((row) => row[at] as number | null),
    })),
    isLine: grows,
    omitted: rows.length - shown.length,
  };
}

function growing(rows: SqlAnswer['rows'], column: number): boolean {
  return rows.every((row, at) => at === 0 || Number(row[column]) > Number(rows[at - 1]?.[column]));
}
