// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which a table element does not allow
import { type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useEffect, useRef } from 'react';
import { classes } from '../classes.ts';
import styles from './IndexTable.module.css';
import type { IndexColumn } from './index-column.ts';

interface RowsProps {
  /** Of the table; a row's element id is made of it. */
  readonly id: string;
  readonly columns: readonly IndexColumn[];
  /** The least width of each column, CSS pixels. */
  readonly widths: readonly number[];
  readonly order: Int32Array;
  readonly selected: number;
  readonly onSelect: (row: number) => void;
  readonly onActivate: ((row: number) => void) | undefined;
  /** The element that scrolls; `null` until it is there. */
  readonly scroller: HTMLElement | null;
}

/** Rows above and below the screen. */
const OVERSCAN = 6;

export const rowPx = 24;
export const headerPx = 28;

/** The rows on screen and a few around them. */
export function Rows({ id, columns, widths, order, selected, onSelect, onActivate, scroller }: RowsProps) {
  const virtual: Virtualizer<HTMLElement, Element> = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    rangeExtractor: (range) => around(range, placesOf(virtual)),
    scrollPaddingStart: headerPx,
  });
  useEffect(() => {
    const place = order.indexOf(selected);
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' });
    // Only a new selection scrolls, not a new order.
  }, [selected]);
  const actions = useRef({ onSelect, onActivate });
  useEffect(() => {
    actions.current = { onSelect, onActivate };
  });
  const shown = useSame(columns);
  const items = virtual.getVirtualItems();
  // Rows that leave the screen give their elements to those that come, and no element moves among the others: making, removing and moving
  // them is what scrolling costs. There are always as many rows as places, or one that comes would not find the place of one that went.
  const places = placesOf(virtual);
  const placed = items.toSorted((a, b) => (a.index % places) - (b.index % places));
  const filled = virtual.isScrolling && scroller !== null ? columnsOnScreen(widths, scroller) : ALL;
  return (
    <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
      {placed.map(({ index, start }) => {
        const row = order[index] as number;
        return (
          <Row
            key={index % places}
            id={`${id}-${row}`}
            selected={row === selected}
            columns={shown}
            {...{ row, index, start, actions, ...filled }}
          />
        );
      })}
    </div>
  );
}

/** As many rows as can be on screen, also where the first is half above it, and those around them. */
function placesOf(virtual: Virtualizer<HTMLElement, Element>): number {
  return Math.ceil((virtual.scrollRect?.height ?? 0) / rowPx) + 1 + 2 * OVERSCAN;
}

/** So many rows from some before the first on screen on, or all. */
function around({ startIndex, count }: Range, places: number): number[] {
  const from = Math.max(0, Math.min(startIndex - OVERSCAN, count - places));
  return Array.from({ length: Math.min(places, count) }, (_, at) => from + at);
}

interface RowProps {
  readonly id: string;
  readonly row: number;
  /** In the order of the screen, from 0. */
  readonly index: number;
  /** CSS pixels from the top. */
  readonly start: number;
  readonly selected: boolean;
  readonly columns: readonly IndexColumn[];
  /** Columns whose cells are filled; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly actions: RefObject<Pick<RowsProps, 'onSelect' | 'onActivate'>>;
}

/** Kept while it stays on screen: scrolling makes only the rows that come in. */
const Row = memo(function Row({ id, row, index, start, selected, columns, from, to, actions }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it has the keys
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={styles.row}
      style={{ top: start }}
      onClick={() => actions.current.onSelect(row)}
      onDoubleClick={() => actions.current.onActivate?.(row)}
    >
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          tabIndex={-1}
          className={classes(styles.cell, column.numeric && styles.numeric)}
        >
          {at >= from && at < to && column.cell(row)}
        </div>
      ))}
    </div>
  );
}, isDrawn);

/** Whether a row that was drawn shows what it should now; one with more cells than are needed has no fewer than it should. */
function isDrawn(drawn: RowProps, wanted: RowProps): boolean {
  return (
    drawn.from <= wanted.from &&
    drawn.to >= wanted.to &&
    drawn.row === wanted.row &&
    drawn.index === wanted.index &&
    drawn.start === wanted.start &&
    drawn.selected === wanted.selected &&
    drawn.columns === wanted.columns &&
    drawn.id === wanted.id
  );
}

interface ColumnRange {
  readonly from: number;
  readonly to: number;
}

const ALL: ColumnRange = { from: 0, to: Number.POSITIVE_INFINITY };

/**
 * The columns that can be seen: a wide table is scrolled through at half the cost, and once it stands still its rows get their other
 * cells. Where not all columns fit, none is wider than its least width.
 */
function columnsOnScreen(widths: readonly number[], { scrollLeft, clientWidth }: HTMLElement): ColumnRange {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  if (whole <= clientWidth) return ALL;
  let from = 0;
  let left = 0;
  for (; from < widths.length && left + (widths[from] as number) <= scrollLeft; from++)
    left += widths[from] as number;
  let to = from;
  for (; to < widths.length && left < scrollLeft + clientWidth; to++) left += widths[to] as number;
  return { from, to };
}

/** The same list as long as it holds the same items. */
function useSame<T>(list: readonly T[]): readonly T[] {
  const kept = useRef(list);
  if (list.length !== kept.current.length || list.some((item, at) => item !== kept.current[at]))
    kept.current = list;
  return kept.current;
}
