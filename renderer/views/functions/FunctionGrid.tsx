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

const slowestFirst: Sort = { column: 'self', descending: true };

export function FunctionGrid({ table, inRange }: { table: FunctionTable; inRange: boolean }) {
  const theme = useThemeName();
  const [sort, setSort] = useState(slowestFirst);
  const [onlyErrors, setOnlyErrors] = useState(false);
  const [hidden, setHidden] = useState<Readonly<Record<string, boolean>>>({
    min: true,
    p50: true,
    p90: true,
  });
  const selection = useApp(({ location }) => location.selection);
  const { select, openSource } = useApp.getState();
  const columns = useMemo(() => functionColumns(table, theme), [table, theme]);
  const order = useOrder(table, sort, onlyErrors, inRange);
  const selected = functionOf(selection);
  useFollowFind(order);
  return (
    <div className={styles.view}>
      <div className={styles.toolbar}>
        <span aria-live="polite">
          {order.length === table.length
            ? count(order.length)
            : `${count(order.length)} of ${count(table.length)}`}{' '}
          functions
        </span>
        {inRange && <span>in the selected time range; percentiles are known for the whole run only</span>}
        <span className={styles.gap} />
        <Button
          small
          aria-pressed={onlyErrors}
          tip="Only functions that failed"
          onClick={() => setOnlyErrors(!onlyErrors)}
        >
          Only errors
        </Button>
        <ColumnsMenu columns={columns} hidden={hidden} onChange={setHidden} />
      </div>
      <div className={styles.body}>
        {order.length === 0 ? (
          <EmptyMessage icon="filter" title="No function passes the filters">
            Clear the find text or the filters above to see all {count(table.length)}.
          </EmptyMessage>
        ) : (
          <IndexTable
            label="Functions"
            {...{ columns, order, sort, selected, hidden }}
            onSort={setSort}
            onSelect={(row) => select({ kind: 'function', function: row })}
            onActivate={(row) =>
              openSource(table.files[table.file[row] ?? -1] ?? '', table.line[row] ?? null)
            }
          />
        )}
      </div>
    </div>
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
function useFollowFind(order: Int32Array): void {
  const { text, cursor } = useApp((state) => state.find);
  const { setFindCount, select } = useApp.getState();
  useEffect(() => setFindCount(text === '' ? null : order.length), [order, text, setFindCount]);
  // Only a step of the person moves the selection, not a new order.
  useEffect(() => {
    const row = order[cursor];
    if (row !== undefined) select({ kind: 'function', function: row });
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
