import { useDeferredValue, useMemo, useState } from 'react';
import type { FunctionTable } from '#contract';
import { attempt, inform } from '#renderer/app/actions/report.ts';
import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { functionOf, isOwnCode, matchesFind, useApp, useFoundRows } from '#renderer/state/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { count, plural } from '#renderer/widgets/format.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { functionColumns } from './columns.tsx';
import styles from './Functions.module.css';
import { sortKey } from './function-figures.ts';
import { functionsCsv } from './functions-csv.ts';
import { type FunctionsSettings, type RowKind, rowKinds } from './functions-settings.ts';
import { SavedFilters } from './SavedFilters.tsx';

const rowTexts: Readonly<Record<RowKind, { readonly title: string; readonly tip: string }>> = {
  function: { title: 'Functions', tip: 'A row for each function' },
  file: { title: 'Files', tip: 'Functions added up by file' },
  folder: { title: 'Folders', tip: 'Added up by folder of the project, and by installed package' },
};
const slowestFirst: Sort = { column: 'self', descending: true };

interface FunctionGridProps {
  /** Of functions, files or folders, as the settings say. */
  readonly table: FunctionTable;
  readonly inRange: boolean;
  /** The run has a profile of memory, which the table need not have. */
  readonly hasMemory: boolean;
  /** What the times of throttled functions have been multiplied by; `null`: nothing. */
  readonly scales: Float64Array | null;
  readonly settings: FunctionsSettings;
  readonly onChange: (change: Partial<FunctionsSettings>) => void;
  /** Shows the page of a function. */
  readonly onOpen: (fn: number) => void;
}

export function FunctionGrid(props: FunctionGridProps) {
  const { table, inRange, hasMemory, scales, settings, onChange, onOpen } = props;
  const theme = useThemeName();
  const { by, onlyErrors } = settings;
  const exercise = useCommand('function.exercise');
  const [sort, setSort] = useState(slowestFirst);
  const hidden = useApp((state) => state.hiddenColumns);
  const selection = useApp(({ location }) => location.selection);
  const { select, setFindText, setHiddenColumns } = useApp.getState();
  const columns = useMemo(() => functionColumns(table, theme, by, scales), [table, theme, by, scales]);
  const order = useOrder(table, sort, onlyErrors, inRange);
  // Nothing else of the workbench is about a folder, so the table alone keeps which one is selected.
  const [folder, setFolder] = useState('');
  const selected = {
    function: () => functionOf(selection),
    file: () => (selection?.kind === 'module' ? table.name.indexOf(selection.path) : -1),
    folder: () => table.name.indexOf(folder),
  }[by]();
  const choose = (row: number) => {
    const path = table.name[row] as string;
    if (by === 'folder') setFolder(path);
    else select(by === 'file' ? { kind: 'module', path } : { kind: 'function', function: row });
  };
  useFoundRows(order, choose);
  const copy = () =>
    attempt('The rows could not be copied', async () => {
      const shown = columns.filter(({ id }) => !hidden[id]);
      await navigator.clipboard.writeText(functionsCsv(table, order, shown));
      inform('Copied', `${plural(order.length, by)} as CSV, to paste into a table.`);
    });
  return (
    <>
      <div className={styles.toolbar}>
        <span role="toolbar" aria-label="What the rows are" className={styles.group}>
          {rowKinds.map((kind) => (
            <Button
              key={kind}
              small
              tip={rowTexts[kind].tip}
              aria-pressed={by === kind}
              onClick={() => onChange({ by: kind })}
            >
              {rowTexts[kind].title}
            </Button>
          ))}
        </span>
        <span aria-live="polite">
          {order.length === table.length
            ? count(order.length)
            : `${count(order.length)} of ${count(table.length)}`}{' '}
          {rowTexts[by].title.toLowerCase()}
        </span>
        {inRange && <span>in the selected time range</span>}
        <span className={styles.gap} />
        {by === 'function' && (
          <IconButton
            small
            icon="exercise"
            label="Call the selected function in a sandbox"
            tip={selected < 0 ? 'Select a function to call it in a sandbox' : undefined}
            shortcut={exercise.shortcut}
            disabled={selected < 0}
            onClick={exercise.run}
          />
        )}
        <SavedFilters onlyErrors={onlyErrors} onErrors={(on) => onChange({ onlyErrors: on })} />
        <Button
          small
          aria-pressed={onlyErrors}
          tip="Only functions that failed"
          onClick={() => onChange({ onlyErrors: !onlyErrors })}
        >
          Only errors
        </Button>
        <Button
          small
          icon="export"
          tip="Copy these rows as CSV, with the columns that are shown"
          disabled={order.length === 0}
          onClick={copy}
        >
          Copy
        </Button>
        <ColumnsMenu
          {...{ columns, hidden }}
          onChange={setHiddenColumns}
          missing={table.memory ? null : hasMemory ? 'range' : 'profile'}
        />
      </div>
      <div className={styles.body}>
        {order.length === 0 ? (
          <EmptyMessage icon="filter" title={`No ${by} passes the filters`}>
            Clear the find text or the filters above to see all {count(table.length)}.
          </EmptyMessage>
        ) : (
          <IndexTable
            label={rowTexts[by].title}
            {...{ columns, order, sort, selected, hidden }}
            onSort={setSort}
            onSelect={choose}
            onActivate={(row) => {
              if (by === 'function') return onOpen(row);
              // What is in it: the files or functions that its path finds.
              setFindText(table.name[row] as string);
              onChange({ by: by === 'folder' ? 'file' : 'function' });
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
