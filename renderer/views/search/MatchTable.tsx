import { useMemo } from 'react';
import type { FunctionTable, SearchRequest, SearchRow } from '#contract';
import { moduleColor } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { useApp } from '#renderer/state/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import { duration } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import { type IndexColumn, IndexTable } from '#renderer/widgets/table/index.ts';
import type { RowPages } from './row-pages.ts';
import styles from './Search.module.css';

interface MatchTableProps {
  readonly pages: RowPages;
  readonly table: FunctionTable | undefined;
  readonly order: SearchRequest['order'];
  readonly onOrder: (order: SearchRequest['order']) => void;
}

/** Rows that a browser can scroll; the matches behind them are reached step by step. */
const mostRows = 500_000;
const orderOf: Readonly<Record<string, SearchRequest['order']>> = {
  start: 'start',
  duration: 'duration',
  self: 'self',
};

/** The matches in the engine's order; those on screen are asked for. */
export function MatchTable({ pages, table, order, onOrder }: MatchTableProps) {
  const theme = useThemeName();
  const selection = useApp(({ location }) => location.selection);
  const { select, openView } = useApp.getState();
  const length = Math.min(pages.total ?? 0, mostRows);
  const rows = useMemo(() => Int32Array.from({ length }, (_, at) => at), [length]);
  const version = pages.version();
  // Rows that came make new cells; without them the table would keep the empty ones.
  const columns = useMemo(() => columnsOf(pages, table, theme), [pages, table, theme, version]);
  const selected = selection?.kind === 'span' ? pages.find(({ id }) => id === selection.span, length) : -1;
  return (
    <IndexTable
      label="Matching calls"
      columns={columns}
      order={rows}
      sort={{ column: order, descending: order !== 'start' }}
      onSort={({ column }) => onOrder(orderOf[column] ?? order)}
      selected={selected}
      onSelect={(rank) => {
        const row = pages.row(rank);
        if (row) select({ kind: 'span', span: row.id, function: row.function });
      }}
      onActivate={() => openView('timeline')}
    />
  );
}

function columnsOf(
  pages: RowPages,
  table: FunctionTable | undefined,
  theme: 'light' | 'dark',
): readonly IndexColumn[] {
  const fileOf = ({ function: fn }: SearchRow) => table?.files[table.file[fn] ?? -1] ?? '';
  const cell = (of: (row: SearchRow) => React.ReactNode) => (rank: number) => {
    const row = pages.row(rank);
    return row ? of(row) : <span className={styles.pending}>...</span>;
  };
  return [
    {
      id: 'name',
      title: 'Function',
      size: 260,
      grows: true,
      fixed: true,
      cell: cell((row) => (
        <span className={classes(styles.name, row.status === 'error' && styles.failed)}>
          <i style={{ background: moduleColor(fileOf(row), theme) }} />
          {table?.name[row.function] ?? `function ${row.function}`}
          <span>{fileOf(row)}</span>
        </span>
      )),
    },
    { id: 'status', title: 'Status', size: 84, fixed: true, cell: cell((row) => row.status) },
    {
      id: 'start',
      title: 'Start',
      size: 92,
      numeric: true,
      cell: cell((row) => <Num figure={duration(row.startNs)} />),
    },
    {
      id: 'duration',
      title: 'Duration',
      size: 92,
      numeric: true,
      cell: cell((row) => (row.durationNs < 0 ? 'open' : <Num figure={duration(row.durationNs)} />)),
    },
    {
      id: 'self',
      title: 'Self',
      size: 92,
      numeric: true,
      cell: cell((row) => <Num figure={duration(row.selfNs)} />),
    },
    { id: 'thread', title: 'Thread', size: 64, numeric: true, fixed: true, cell: cell((row) => row.thread) },
  ];
}
