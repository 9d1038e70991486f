import type { Run } from '#contract';
import { endedBadly, runStateText } from '#renderer/app/run-state.ts';
import { StateDot } from '#renderer/app/StateDot.tsx';
import { bytes, clock, count, duration } from '#renderer/widgets/format.ts';
import { Icon } from '#renderer/widgets/Icon.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import type { IndexColumn, SortKey } from '#renderer/widgets/table/index.ts';
import styles from './Runs.module.css';

const number = (n: number) => <Num figure={{ value: count(n), unit: '' }} />;

/** ns from start to end; NaN while it lives. */
function lasted(run: Run | undefined): number {
  return run?.endedAt ? (run.endedAt - run.startedAt) * 1e6 : Number.NaN;
}

export function runColumns(runs: readonly Run[]): readonly IndexColumn[] {
  const of =
    <T,>(cell: (run: Run) => T) =>
    (row: number) => {
      const run = runs[row];
      return run ? cell(run) : null;
    };
  return [
    {
      id: 'name',
      title: 'Name',
      size: 220,
      grows: true,
      cell: of((run) => (
        <span className={styles.name}>
          <StateDot run={run} />
          {run.name}
          {run.pinned && <Icon name="pin" size={12} />}
          {run.temporary && !run.pinned && <span className={styles.temporary}>not kept</span>}
        </span>
      )),
    },
    {
      id: 'command',
      title: 'Command',
      size: 220,
      cell: of((run) => <span className={styles.command}>{run.command}</span>),
    },
    {
      id: 'state',
      title: 'State',
      size: 110,
      cell: of((run) => <span className={endedBadly(run) ? styles.error : ''}>{runStateText(run)}</span>),
    },
    {
      id: 'started',
      title: 'Started',
      size: 140,
      numeric: true,
      cell: of((run) => <Num figure={{ value: clock(run.startedAt, Date.now()), unit: '' }} />),
    },
    {
      id: 'duration',
      title: 'Duration',
      size: 90,
      numeric: true,
      cell: of((run) => <Num figure={duration(lasted(run))} />),
    },
    { id: 'level', title: 'Level', size: 60, numeric: true, cell: of((run) => number(run.level)) },
    { id: 'spans', title: 'Spans', size: 100, numeric: true, cell: of((run) => number(run.spans)) },
    {
      id: 'functions',
      title: 'Functions',
      size: 84,
      numeric: true,
      cell: of((run) => number(run.functions)),
    },
    {
      id: 'errors',
      title: 'Errors',
      size: 72,
      numeric: true,
      cell: of((run) => (
        <span className={run.errors > 0 ? styles.error : styles.muted}>{number(run.errors)}</span>
      )),
    },
    {
      id: 'bytes',
      title: 'Size',
      size: 84,
      numeric: true,
      cell: of((run) => <Num figure={bytes(run.bytes)} />),
    },
  ];
}

export function runSortKey(runs: readonly Run[], column: string): SortKey {
  switch (column) {
    case 'name':
    case 'command':
      return runs.map((run) => run[column]);
    case 'state':
      return runs.map(runStateText);
    case 'duration':
      return Float64Array.from(runs, lasted);
    case 'level':
    case 'spans':
    case 'functions':
    case 'errors':
    case 'bytes':
      return Float64Array.from(runs, (run) => run[column]);
    default:
      return Float64Array.from(runs, (run) => run.startedAt);
  }
}
