import { useMemo, useState } from 'react';
import type { FunctionTable, RunId, StatisticsTable, TimeRange } from '#contract';
import { useKeysOf } from '../../app/keys/use-keys.ts';
import { moduleColor, type ThemeName } from '../../app/palette.ts';
import { useThemeName } from '../../app/theme.ts';
import { durationText, timeText } from '../../canvas/index.ts';
import { useStatistics } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { count, duration } from '../../widgets/format.ts';
import { EmptyMessage, LoadingMessage } from '../../widgets/Message.tsx';
import { Num } from '../../widgets/Num.tsx';
import { QueryLine } from '../../widgets/QueryLine.tsx';
import { Splitter } from '../../widgets/Splitter.tsx';
import {
  type IndexColumn,
  IndexTable,
  orderRows,
  type Sort,
  type SortKey,
} from '../../widgets/table/index.ts';
import { MiniFlame } from './MiniFlame.tsx';
import styles from './timeline.module.css';
import { timelineKeys } from './timeline-keys.ts';

interface RangePanelProps {
  readonly run: RunId;
  readonly functions: FunctionTable;
  readonly range: TimeRange;
  readonly onZoom: () => void;
}

/** What happened in the selected time: sums, percentiles, and where the time went. */
export function RangePanel({ run, functions, range, onZoom }: RangePanelProps) {
  const [height, setHeight] = useState(220);
  const query = useStatistics(run, { by: 'function', range });
  const { setRange, openView } = useApp.getState();
  const keys = useKeysOf('timeline', timelineKeys);
  const { value } = query;
  return (
    <>
      <Splitter
        label="Resize the figures of the time range"
        orientation="horizontal"
        size={height}
        min={96}
        max={480}
        onResize={setHeight}
      />
      <section className={styles.range} style={{ height }} aria-label="Selected time range">
        <header className={styles.rangeBar}>
          <strong>{durationText(range.endNs - range.startNs)}</strong>
          <span>from {timeText(range.startNs, Math.max(1, (range.endNs - range.startNs) / 10))}</span>
          {value && <Sums table={value} />}
          <span className={styles.gap} />
          <Button small shortcut={keys.text('frame')} tip="Fill the width with the range" onClick={onZoom}>
            Zoom to it
          </Button>
          <Button
            small
            icon="flamegraph"
            tip="Where the time of the range went"
            onClick={() => openView('flamegraph')}
          >
            Flame graph
          </Button>
          <Button small icon="table" onClick={() => openView('functions')}>
            Functions
          </Button>
          <IconButton
            small
            icon="close"
            label="Clear the range"
            shortcut={keys.text('clear')}
            onClick={() => setRange(null)}
          />
        </header>
        <QueryLine failure="The figures of this range could not be read." query={query} />
        <div className={styles.rangeBody}>
          {value === undefined ? (
            query.error === null && <LoadingMessage title="Adding up the calls of the range" />
          ) : value.length === 0 ? (
            <EmptyMessage icon="timeline" title="Nothing ran in this time">
              Drag over a part of the timeline with calls in it.
            </EmptyMessage>
          ) : (
            <>
              <RangeTable table={value} functions={functions} />
              <MiniFlame run={run} functions={functions} range={range} />
            </>
          )}
        </div>
      </section>
    </>
  );
}

function Sums({ table }: { table: StatisticsTable }) {
  const sum = (column: Float64Array) => column.reduce((all, each) => all + each, 0);
  const [calls, errors] = [sum(table.calls), sum(table.errors)];
  return (
    <span>
      {count(calls)} calls of {count(table.length)} functions
      {errors > 0 && <span className={styles.error}>, {count(errors)} failed</span>}
    </span>
  );
}

function RangeTable({ table, functions }: { table: StatisticsTable; functions: FunctionTable }) {
  const theme = useThemeName();
  const [sort, setSort] = useState<Sort>({ column: 'self', descending: true });
  const columns = useMemo(() => rangeColumns(table, functions, theme), [table, functions, theme]);
  const selected = useApp(({ location }) =>
    location.selection?.kind === 'function' ? location.selection.function : -1,
  );
  const order = useMemo(() => {
    const names = () => Array.from(table.index, (fn) => functions.name[fn] ?? '');
    const key: SortKey = sort.column === 'function' ? names() : table[keys[sort.column] ?? 'selfNs'];
    return orderRows(table.length, () => true, key, sort.descending);
  }, [table, functions, sort]);
  return (
    <IndexTable
      label="Functions of the range"
      {...{ columns, order, sort }}
      selected={table.index.indexOf(selected)}
      onSort={setSort}
      onSelect={(row) => useApp.getState().select({ kind: 'function', function: table.index[row] as number })}
    />
  );
}

const keys = {
  calls: 'calls',
  errors: 'errors',
  total: 'totalNs',
  self: 'selfNs',
  p50: 'p50Ns',
  p95: 'p95Ns',
  p99: 'p99Ns',
  max: 'maxNs',
} as Readonly<
  Record<string, 'calls' | 'errors' | 'totalNs' | 'selfNs' | 'p50Ns' | 'p95Ns' | 'p99Ns' | 'maxNs'>
>;

function rangeColumns(
  table: StatisticsTable,
  functions: FunctionTable,
  theme: ThemeName,
): readonly IndexColumn[] {
  const file = (row: number) => functions.files[functions.file[table.index[row] as number] ?? -1] ?? '';
  const time = (id: string, title: string): IndexColumn => ({
    ...{ id, title, size: 80, numeric: true },
    cell: (row) => <Num figure={duration(table[keys[id] ?? 'selfNs'][row] as number)} />,
  });
  const number = (id: string, title: string): IndexColumn => ({
    ...{ id, title, size: 72, numeric: true },
    cell: (row) => <Num figure={{ value: count(table[keys[id] ?? 'calls'][row] as number), unit: '' }} />,
  });
  return [
    {
      ...{ id: 'function', title: 'Function', size: 180, grows: true },
      cell: (row) => (
        <span className={styles.function} data-tip={file(row)}>
          <i style={{ background: moduleColor(file(row), theme) }} />
          {functions.name[table.index[row] as number]}
        </span>
      ),
    },
    number('calls', 'Calls'),
    time('self', 'Self'),
    time('total', 'Total'),
    time('p50', 'p50'),
    time('p95', 'p95'),
    time('p99', 'p99'),
    time('max', 'Max'),
    number('errors', 'Errors'),
  ];
}
