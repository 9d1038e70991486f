import { useMemo, useState } from 'react';
import type { FunctionTable, RunId, SearchRow } from '#contract';
import { moduleColor, type ThemeName } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { type RootChoice, useFunctions, useRoots } from '#renderer/data/index.ts';
import { litFunctions, useApp, useFoundRows } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count, duration, noFigure } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { QueryLine } from '#renderer/widgets/QueryLine.tsx';
import {
  type IndexColumn,
  IndexTable,
  orderRows,
  type Sort,
  type SortKey,
} from '#renderer/widgets/table/index.ts';
import styles from './trace.module.css';

const choices: readonly { readonly id: RootChoice; readonly title: string }[] = [
  { id: 'slowest', title: 'Slowest' },
  { id: 'failed', title: 'Failed' },
  { id: 'first', title: 'First' },
];

/** Calls that nothing called: the requests, jobs and tasks of the run, to choose one from. */
export function TraceList({ run }: { run: RunId }) {
  const [choice, setChoice] = useState<RootChoice>('slowest');
  const [sort, setSort] = useState<Sort>({ column: '', descending: false });
  const roots = useRoots(run, choice);
  const functions = useFunctions(run).value;
  const theme = useThemeName();
  const rows = roots.value?.rows;
  const columns = useMemo(
    () => (rows && functions ? listColumns(rows, functions, theme) : []),
    [rows, functions, theme],
  );
  const text = useApp(({ find }) => find.text.trim());
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const order = useMemo(() => {
    const lit = functions ? litFunctions(functions, text, onlyMyCode) : null;
    return orderOf(rows ?? [], (row) => lit === null || lit[row.function] === 1, sort, functions);
  }, [rows, sort, functions, text, onlyMyCode]);
  const choose = (row: number) => {
    const chosen = rows?.[row];
    if (chosen) useApp.getState().select({ kind: 'span', span: chosen.id, function: chosen.function });
  };
  useFoundRows(order, choose);
  if (roots.error && !rows)
    return <ErrorMessage title="The traces cannot be listed" error={roots.error} onRetry={roots.retry} />;
  if (!rows || !functions) return <LoadingMessage title="Looking for requests and tasks" />;
  return (
    <section className={styles.view} aria-label="Traces">
      <div className={styles.bar}>
        <span className={styles.hint}>Choose a request or a task; or select any call in another view.</span>
        <div role="toolbar" aria-label="Which traces" className={styles.group}>
          {choices.map((each) => (
            <Button
              key={each.id}
              small
              aria-pressed={each.id === choice}
              onClick={() => {
                setChoice(each.id);
                setSort({ column: '', descending: false });
              }}
            >
              {each.title}
            </Button>
          ))}
        </div>
        <span className={styles.note}>
          {rows.length < (roots.value?.total ?? 0)
            ? `${count(rows.length)} of ${count(roots.value?.total ?? 0)}`
            : count(rows.length)}
        </span>
      </div>
      <QueryLine failure="The traces could not be listed." query={roots} />
      <div className={styles.body}>
        {rows.length === 0 ? (
          <EmptyMessage icon="trace" title={choice === 'failed' ? 'None failed' : 'No calls are recorded'}>
            {choice === 'failed'
              ? 'No call that begins a request or a task threw. Errors further down were caught.'
              : 'Run the project: what it does appears here, one line for each request or task.'}
          </EmptyMessage>
        ) : order.length === 0 ? (
          <EmptyMessage icon="filter" title="None of those listed is called so">
            Empty the find field, or search all calls of the run below (Search).
          </EmptyMessage>
        ) : (
          <IndexTable
            label="Traces"
            {...{ columns, order, sort }}
            onSort={setSort}
            selected={-1}
            onSelect={choose}
          />
        )}
      </div>
    </section>
  );
}

/** Without a column to sort by they stay as they came. */
function orderOf(
  rows: readonly SearchRow[],
  keep: (row: SearchRow) => boolean,
  sort: Sort,
  functions: FunctionTable | undefined,
): Int32Array {
  const key = keyOf(rows, sort.column, functions) ?? Float64Array.from(rows.keys());
  return orderRows(rows.length, (row) => keep(rows[row] as SearchRow), key, sort.descending);
}

function keyOf(
  rows: readonly SearchRow[],
  column: string,
  functions: FunctionTable | undefined,
): SortKey | null {
  switch (column) {
    case 'start':
      return Float64Array.from(rows, (row) => row.startNs);
    case 'duration':
      return Float64Array.from(rows, (row) => row.durationNs);
    case 'name':
      return rows.map((row) => functions?.name[row.function] ?? '');
    default:
      return null;
  }
}

function listColumns(
  rows: readonly SearchRow[],
  table: FunctionTable,
  theme: ThemeName,
): readonly IndexColumn[] {
  const at = (row: number) => rows[row] as SearchRow;
  const file = (row: number) => table.files[table.file[at(row).function] ?? -1] ?? '';
  return [
    {
      ...{ id: 'name', title: 'Function', size: 260, grows: true },
      cell: (row) => (
        <span className={styles.name}>
          <i style={{ background: moduleColor(file(row), theme) }} />
          <span className={at(row).status === 'error' ? styles.error : ''}>
            {table.name[at(row).function]}
          </span>
        </span>
      ),
    },
    {
      ...{ id: 'file', title: 'File', size: 220, grows: true, fixed: true },
      cell: (row) => <span className={styles.file}>{file(row)}</span>,
    },
    {
      ...{ id: 'start', title: 'Start', size: 96, numeric: true },
      cell: (row) => <Num figure={duration(at(row).startNs)} />,
    },
    {
      ...{ id: 'duration', title: 'Duration', size: 96, numeric: true },
      cell: (row) => <Num figure={at(row).durationNs < 0 ? noFigure : duration(at(row).durationNs)} />,
    },
    {
      ...{ id: 'status', title: 'Status', size: 96, fixed: true },
      cell: (row) => (
        <span className={at(row).status === 'error' ? styles.error : styles.file}>{at(row).status}</span>
      ),
    },
  ];
}
