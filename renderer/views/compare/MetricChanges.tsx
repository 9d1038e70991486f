import { useMemo, useState } from 'react';
import type { RunId } from '#contract';
import { useMetrics } from '#renderer/data/index.ts';
import { bytes, count, duration, type Figure, noFigure } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { type IndexColumn, IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import styles from './Compare.module.css';
import { changePct } from './change.ts';
import { growth, type MetricChange, metricChanges } from './metric-changes.ts';

const courses: Readonly<Record<MetricChange['of'], string>> = {
  peak: 'peak',
  end: 'at the end',
  sum: 'in all',
};

/** Processor, memory and other figures of the processes of both runs. */
export function MetricChanges({ base, next }: { readonly base: RunId; readonly next: RunId }) {
  const before = useMetrics(base);
  const after = useMetrics(next);
  const [sort, setSort] = useState<Sort>({ column: 'change', descending: true });
  const [selected, setSelected] = useState(-1);
  const changes = useMemo(
    () => (before.value && after.value ? metricChanges(before.value, after.value) : undefined),
    [before.value, after.value],
  );
  const columns = useMemo(() => columnsOf(changes ?? []), [changes]);
  const order = useMemo(
    () => orderRows(changes?.length ?? 0, () => true, keyOf(changes ?? [], sort.column), sort.descending),
    [changes, sort],
  );
  const failed = after.error ? after : before.error ? before : null;
  if (failed?.error && !changes)
    return <ErrorMessage title="The figures cannot be read" error={failed.error} onRetry={failed.retry} />;
  if (!changes) return <LoadingMessage title="Reading the figures of both runs" />;
  if (changes.length === 0)
    return (
      <EmptyMessage icon="compare" title="No figures of the processes">
        Neither run lasted long enough to be measured.
      </EmptyMessage>
    );
  return (
    <IndexTable
      label="Compared metrics"
      {...{ columns, order, sort, selected }}
      onSort={setSort}
      onSelect={setSelected}
    />
  );
}

function figure(value: number, unit: string): Figure {
  if (Number.isNaN(value)) return noFigure;
  if (unit === 'bytes') return bytes(value);
  return unit === 'ns' ? duration(value) : { value: count(Math.round(value)), unit: '' };
}

function columnsOf(changes: readonly MetricChange[]): readonly IndexColumn[] {
  const at = (row: number) => changes[row] as MetricChange;
  const side = (id: 'base' | 'next', title: string): IndexColumn => ({
    ...{ id, title, size: 120, numeric: true, tip: 'Of all processes together' },
    cell: (row) => <Num figure={figure(at(row)[id], at(row).unit)} />,
  });
  return [
    {
      ...{ id: 'name', title: 'Figure', size: 280, grows: true },
      cell: (row) => (
        <span className={styles.name}>
          {at(row).name} <span className={styles.muted}>{courses[at(row).of]}</span>
        </span>
      ),
    },
    side('base', 'Base'),
    side('next', 'Run'),
    {
      ...{ id: 'change', title: 'Change', size: 120, numeric: true },
      tip: 'One run each: how much a figure varies by itself is not known',
      cell: (row) => <Num figure={changePct(percentOf(at(row)))} />,
    },
  ];
}

function percentOf(change: MetricChange): number | null {
  const { base, next } = change;
  return base === 0 || Number.isNaN(base) || Number.isNaN(next) ? null : (growth(change) - 1) * 100;
}

function keyOf(changes: readonly MetricChange[], column: string) {
  if (column === 'name') return changes.map(({ name }) => name);
  if (column === 'change') return Float64Array.from(changes, (change) => percentOf(change) ?? Number.NaN);
  return Float64Array.from(changes, (change) => change[column === 'base' ? 'base' : 'next']);
}
