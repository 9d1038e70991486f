/** A right-aligned column of figures. */
export interface TableColumn<Row> {
  readonly title: string;
  readonly of: (row: Row) => string;
  /** In a narrow terminal the column with the highest number goes first; without one it always stays. */
  readonly leaveOut?: number;
}

/** Columns a name needs to say anything. */
const NARROWEST_NAME = 24;
const GAP = '  ';

/**
 * A table of figures with a name at the end of each line, which is cut in the middle when the width does not suffice.
 * Columns are left out before names become unreadable.
 */
export function drawTable<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  columns: readonly TableColumn<Row>[],
  width: number,
): string {
  const measured = columns.map((column) => {
    const cells = rows.map(column.of);
    return { ...column, cells, width: Math.max(column.title.length, ...cells.map((cell) => cell.length)) };
  });
  const widthOf = (shown: typeof measured): number =>
    shown.reduce((sum, column) => sum + column.width + GAP.length, GAP.length);
  let shown = measured;
  while (widthOf(shown) + NARROWEST_NAME > width) {
    const worst = Math.max(...shown.map((column) => column.leaveOut ?? 0));
    if (worst === 0) break;
    shown = shown.filter((column) => column.leaveOut !== worst);
  }
  const nameWidth = Math.max(NARROWEST_NAME, width - widthOf(shown));
  const lineOf = (cells: readonly string[], name: string): string =>
    GAP + shown.map((column, c) => (cells[c] ?? '').padStart(column.width) + GAP).join('') + name;
  const head = lineOf(
    shown.map((column) => column.title),
    'function',
  );
  const body = rows.map((row, r) =>
    lineOf(
      shown.map((column) => column.cells[r] ?? ''),
      shorten(nameOf(row), nameWidth),
    ),
  );
  return [head, ...body].join('\n');
}

/** Keeps both ends: what it is called, and which file and line. */
function shorten(text: string, width: number): string {
  const visible = text.replace(/\p{Cc}/gu, '?');
  if (visible.length <= width) return visible;
  const tail = Math.ceil((width - 3) / 2);
  return `${visible.slice(0, width - 3 - tail)}...${visible.slice(-tail)}`;
}
