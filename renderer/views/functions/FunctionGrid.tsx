import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { FunctionTable } from '#contract';
import { useThemeName } from '#renderer/app/theme.ts';
import { functionOf, isOwnCode, matchesFind, useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count } from '#renderer/widgets/format.ts';
import { Menu, type MenuEntry } from '#renderer/widgets/Menu.tsx';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { type IndexColumn, IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import { functionColumns, sortKey } from './columns.tsx';
import styles from './Functions.module.css';
import type { FunctionsSettings } from './functions-settings.ts';
import { SavedFilters } from './SavedFilters.tsx';

const slowestFirst: Sort = { column: 'self', descending: true };

interface FunctionGridProps {
  /** Of functions or of files, as the settings say. */
  readonly table: FunctionTable;
  readonly inRange: boolean;
  readonly settings: FunctionsSettings;
  readonly onChange: (change: Partial<FunctionsSettings>) => void;
  /** Shows the page of a function. */
  readonly onOpen: (fn: number) => void;
}

export function FunctionGrid({ table, inRange, settings, onChange, onOpen }: FunctionGridProps) {
  const theme = useThemeName();
  const { by, onlyErrors } = settings;
  const isFiles = by === 'file';
  const [sort, setSort] = useState(slowestFirst);
  const hidden = useApp((state) => state.hiddenColumns);
  const selection = useApp(({ location }) => location.selection);
  const { select, setFindText, setHiddenColumns } = useApp.getState();
  const columns = useMemo(() => functionColumns(table, theme, by), [table, theme, by]);
  const order = useOrder(table, sort, onlyErrors, inRange);
  const selected = isFiles
    ? selection?.kind === 'module'
      ? table.name.indexOf(selection.path)
      : -1
    : functionOf(selection);
  const choose = (row: number) =>
    select(
      isFiles ? { kind: 'module', path: table.name[row] as string } : { kind: 'function', function: row },
    );
  useFollowFind(order, choose);
  return (
    <>
      <div className={styles.toolbar}>
        <span role="toolbar" aria-label="What the rows are" className={styles.group}>
          {(['function', 'file'] as const).map((each) => (
            <Button key={each} small aria-pressed={by === each} onClick={() => onChange({ by: each })}>
              {each === 'file' ? 'Files' : 'Functions'}
            </Button>
          ))}
        </span>
        <span aria-live="polite">
          {order.length === table.length
            ? count(order.length)
            : `${count(order.length)} of ${count(table.length)}`}{' '}
          {isFiles ? 'files' : 'functions'}
        </span>
        {inRange && <span>in the selected time range</span>}
        <span className={styles.gap} />
        <SavedFilters onlyErrors={onlyErrors} onErrors={(on) => onChange({ onlyErrors: on })} />
        <Button
          small
          aria-pressed={onlyErrors}
          tip="Only functions that failed"
          onClick={() => onChange({ onlyErrors: !onlyErrors })}
        >
          Only errors
        </Button>
        <ColumnsMenu columns={columns} hidden={hidden} onChange={setHiddenColumns} />
      </div>
      <div className={styles.body}>
        {order.length === 0 ? (
          <EmptyMessage icon="filter" title={`No ${by} passes the filters`}>
            Clear the find text or the filters above to see all {count(table.length)}.
          </EmptyMessage>
        ) : (
          <IndexTable
            label={isFiles ? 'Files' : 'Functions'}
            {...{ columns, order, sort, selected, hidden }}
            onSort={setSort}
            onSelect={choose}
            onActivate={(row) => {
              if (!isFiles) return onOpen(row);
              // Its functions: those that the path finds.
              setFindText(table.name[row] as string);
              onChange({ by: 'function' });
            }}
          />
        )}
      </div>
    </>
  );
}

function useOrder(table: FunctionTable, sort: Sort, onlyErrors: boolean, onlyCalled: boolean): Int32Array {
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const text = useDeferredValue(useApp((state) => state.find.text));
  return useMemo(() => {
    const own = onlyMyCode ? table.files.map(isOwnCode) : null;
    const keep = (row: number) =>
      (!onlyErrors || (table.errors[row] ?? 0) > 0) &&
      (!onlyCalled || (table.calls[row] ?? 0) > 0) &&
      (own === null || own[table.file[row] ?? -1] === true) &&
      (text === '' || matchesFind(text, table.name[row] ?? '', table.files[table.file[row] ?? -1] ?? ''));
    return orderRows(table.length, keep, sortKey(table, sort.column), sort.descending);
  }, [table, sort, onlyErrors, onlyCalled, onlyMyCode, text]);
}

/** The rows that are left are the matches; Enter in the find field goes through them. */
function useFollowFind(order: Int32Array, choose: (row: number) => void): void {
  const { text, cursor } = useApp((state) => state.find);
  const { setFindCount } = useApp.getState();
  useEffect(() => setFindCount(text === '' ? null : order.length), [order, text, setFindCount]);
  // Only a step of the person moves the selection, not a new order.
  useEffect(() => {
    const row = order[cursor];
    if (row !== undefined) choose(row);
  }, [cursor]);
}

interface ColumnsMenuProps {
  readonly columns: readonly IndexColumn[];
  readonly hidden: Readonly<Record<string, boolean>>;
  readonly onChange: (hidden: Readonly<Record<string, boolean>>) => void;
}

function ColumnsMenu({ columns, hidden, onChange }: ColumnsMenuProps) {
  const entries: MenuEntry[] = columns.slice(1).map(({ id, title, tip }) => ({
    id,
    title,
    detail: tip,
    checked: !hidden[id],
    onSelect: () => onChange({ ...hidden, [id]: !hidden[id] }),
  }));
  return (
    <Menu
      label="Columns"
      entries={entries}
      trigger={({ ref, open, toggle }) => (
        <Button
          small
          ref={ref}
          icon="table"
          aria-haspopup="menu"
          aria-expanded={open}
          tip="Choose the columns"
          onClick={toggle}
        >
          Columns
        </Button>
      )}
    />
  );
}
