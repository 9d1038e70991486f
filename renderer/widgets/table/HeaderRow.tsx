// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which a table element does not allow
import { classes } from '../classes.ts';
import { Icon } from '../Icon.tsx';
import styles from './IndexTable.module.css';
import { type IndexColumn, type Sort, toggleSort } from './index-column.ts';

interface HeadingProps {
  readonly column: IndexColumn;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  /** Starts a resize; the reset gives the column its first width. */
  readonly onResize: (event: unknown) => void;
  readonly onReset: () => void;
}

export function Heading({ column, sort, onSort, onResize, onReset }: HeadingProps) {
  const sorted = sort.column === column.id;
  const direction = sort.descending ? 'descending' : 'ascending';
  return (
    <div role="columnheader" tabIndex={-1} aria-sort={sorted ? direction : 'none'} className={styles.heading}>
      <button
        type="button"
        disabled={column.fixed}
        className={classes(styles.sorter, column.numeric && styles.numeric, sorted && styles.sorted)}
        data-tip={column.tip}
        onClick={() => onSort(toggleSort(sort, column))}
      >
        {column.title}
        {sorted && <Icon name={sort.descending ? 'arrowDown' : 'arrowUp'} size={11} />}
      </button>
      <span
        className={styles.handle}
        aria-hidden="true"
        onMouseDown={onResize}
        onTouchStart={onResize}
        onDoubleClick={onReset}
      />
    </div>
  );
}
