import type { ReactNode } from 'react';

/** A column of a table whose rows are indexes into columnar data; no row has an object of its own. */
export interface IndexColumn {
  readonly id: string;
  readonly title: string;
  /** What the column means, as a tooltip. */
  readonly tip?: string;
  /** Width in CSS pixels at first. */
  readonly size: number;
  /** Takes the room that is left over: all of it, or its share where several do (1: as much as `true`). */
  readonly grows?: boolean | number;
  /** Right-aligned, and sorted largest first at the first press. */
  readonly numeric?: boolean;
  /** Cannot be sorted by. */
  readonly fixed?: boolean;
  readonly cell: (row: number) => ReactNode;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** A press on a header: its natural direction first, then the other. */
export function toggleSort(sort: Sort, column: IndexColumn): Sort {
  const natural = column.numeric === true;
  if (sort.column !== column.id) return { column: column.id, descending: natural };
  return { column: column.id, descending: !sort.descending };
}
