// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which a table element does not allow
import { type KeyboardEvent, useId, useState } from 'react';
import { Heading } from './HeaderRow.tsx';
import styles from './IndexTable.module.css';
import type { IndexColumn, Sort } from './index-column.ts';
import { headerPx, Rows, rowPx } from './Rows.tsx';
import { useColumns } from './use-columns.ts';

interface IndexTableProps {
  readonly label: string;
  readonly columns: readonly IndexColumn[];
  /** Rows from top to bottom. */
  readonly order: Int32Array;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  /** A row, not a place in `order`; -1: none. It is scrolled to when it changes. */
  readonly selected: number;
  readonly onSelect: (row: number) => void;
  /** Enter or a double press. */
  readonly onActivate?: (row: number) => void;
  readonly hidden?: Readonly<Record<string, boolean>>;
}

const nothingHidden = {};

/** A table of any number of rows of which only those on screen exist; arrow keys, Page, Home and End move the selection. */
export function IndexTable(props: IndexTableProps) {
  const { label, order, sort, onSort, selected, onSelect, onActivate } = props;
  // State, not a ref: the rows are measured in it, and mount before a ref of the element around them is set.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const id = useId();
  const table = useColumns(props.columns, props.hidden ?? nothingHidden);
  const byId = new Map(props.columns.map((column) => [column.id, column]));
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const shown = headers.flatMap(({ column }) => byId.get(column.id) ?? []);
  const place = order.indexOf(selected);
  const onKeyDown = (event: KeyboardEvent) => {
    // A press leaves the focus on a row; what can be pressed itself keeps its keys.
    if (scroller === null || (event.target as Element).closest('button, input, select') !== null) return;
    if (event.key === 'Enter' && place >= 0) onActivate?.(selected);
    const page = Math.max(1, Math.floor((scroller.clientHeight - headerPx) / rowPx) - 1);
    const next = nextPlace(event.key, place, order.length, page);
    if (next === null) return;
    event.preventDefault();
    const row = order[next];
    if (row !== undefined) onSelect(row);
  };
  const columns = headers
    .map(({ column }) => {
      const share = Number(byId.get(column.id)?.grows ?? 0);
      return share > 0 ? `minmax(${column.getSize()}px, ${share}fr)` : `${column.getSize()}px`;
    })
    .join(' ');
  return (
    <div
      ref={setScroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={order.length + 1}
      aria-activedescendant={place >= 0 ? `${id}-${selected}` : undefined}
      className={styles.table}
      style={{ ['--columns' as string]: columns }}
      onKeyDown={onKeyDown}
    >
      <div className={styles.sizer}>
        <div role="row" tabIndex={-1} className={styles.header}>
          {headers.map((header) => {
            const column = byId.get(header.column.id);
            if (!column) return null;
            const onReset = () => header.column.resetSize();
            return (
              <Heading
                key={column.id}
                {...{ column, sort, onSort, onReset }}
                onResize={header.getResizeHandler()}
              />
            );
          })}
        </div>
        <Rows
          {...{ id, order, selected, onSelect, onActivate, scroller }}
          columns={shown}
          widths={headers.map(({ column }) => column.getSize())}
        />
      </div>
    </div>
  );
}

/** Where a key leads from a place (-1: none) among so many rows; `null` when the key leads nowhere. */
function nextPlace(key: string, place: number, length: number, page: number): number | null {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  if (length === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  const step = steps[key];
  if (step === undefined) return null;
  return Math.max(0, Math.min(length - 1, (place < 0 && step > 0 ? -1 : Math.max(place, 0)) + step));
}
