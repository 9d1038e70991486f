import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { IndexColumn } from './index-column.ts';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature, columnVisibilityFeature });
/** Rows are indexes that IndexTable paints itself, so the table keeps the columns only. */
const noRows: readonly object[] = [];

/** Widths and visibility of the columns, kept by TanStack Table. */
export function useColumns(columns: readonly IndexColumn[], hidden: Readonly<Record<string, boolean>>) {
  const definitions = useMemo(
    () => columns.map(({ id, title, size }) => ({ id, header: title, size, minSize: 44, maxSize: 1200 })),
    [columns],
  );
  const columnVisibility = Object.fromEntries(Object.entries(hidden).map(([id, off]) => [id, !off]));
  return useTable({
    features,
    columns: definitions,
    data: noRows,
    columnResizeMode: 'onChange',
    state: { columnVisibility },
  });
}
