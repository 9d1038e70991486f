import type { HeatMap } from '#contract';

/** A heat map as a picture needs it: the rows that hold anything, and sums along both axes. */
export interface HeatGrid {
  readonly columns: number;
  readonly rows: number;
  /** `row * columns + column`, rows from the shortest durations. */
  readonly count: Float64Array;
  readonly errors: Float64Array;
  /** Calls that began in a column, and calls of a row. */
  readonly byColumn: Float64Array;
  readonly byRow: Float64Array;
  readonly most: number;
  /** ns: row r is from bounds[r] to bounds[r + 1]. */
  readonly boundsNs: Float64Array;
}

export function heatGrid({ columns, boundsNs, cell, count, errors }: HeatMap): HeatGrid | null {
  if (cell.length === 0) return null;
  const rowOf = (at: number) => Math.floor((cell[at] as number) / columns);
  const [first, last] = [rowOf(0), rowOf(cell.length - 1)];
  const rows = last - first + 1;
  const grid = {
    count: new Float64Array(rows * columns),
    errors: new Float64Array(rows * columns),
    byColumn: new Float64Array(columns),
    byRow: new Float64Array(rows),
  };
  let most = 0;
  for (let at = 0; at < cell.length; at++) {
    const place = (cell[at] as number) - first * columns;
    const [row, column] = [Math.floor(place / columns), place % columns];
    const calls = count[at] as number;
    grid.count[place] = calls;
    grid.errors[place] = errors[at] as number;
    grid.byColumn[column] = (grid.byColumn[column] as number) + calls;
    grid.byRow[row] = (grid.byRow[row] as number) + calls;
    most = Math.max(most, calls);
  }
  return { ...grid, columns, rows, most, boundsNs: boundsNs.slice(first, last + 2) };
}
