import { useState } from 'react';
import type { FunctionTable, IndexIntoFunctions, RunId, SpanRow, TimeRange } from '#contract';
import { moduleColor } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { valueText } from '#renderer/app/values/value-text.ts';
import { useHeatMap, useNeighbours, useSpan, useSpans } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { count, duration, type Figure, percent } from '#renderer/widgets/format.ts';
import { ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { QueryLine } from '#renderer/widgets/QueryLine.tsx';
import styles from './FunctionPage.module.css';
import { HeatPicture } from './HeatPicture.tsx';

interface FunctionPageProps {
  readonly run: RunId;
  readonly table: FunctionTable;
  readonly fn: IndexIntoFunctions;
  /** The selected time, or the whole run. */
  readonly range: TimeRange;
  readonly onOpen: (fn: IndexIntoFunctions) => void;
  /** Back to the table. */
  readonly onLeave: () => void;
}

const COLUMNS = 120;
const CALLS = 50;

/** Everything about one function: figures, when and how long it ran, who calls it and whom it calls, its calls with their values. */
export function FunctionPage({ run, table, fn, range, onOpen, onLeave }: FunctionPageProps) {
  const theme = useThemeName();
  const heat = useHeatMap(run, range, COLUMNS, fn);
  const file = table.files[table.file[fn] ?? -1] ?? '';
  const { openSource, setOwn, setRange } = useApp.getState();
  const calls = table.calls[fn] ?? 0;
  return (
    <article className={styles.page} aria-label={`Function ${table.name[fn]}`}>
      <header className={styles.head}>
        <IconButton small icon="list" label="All functions" shortcut="Esc" onClick={onLeave} />
        <i className={styles.chip} style={{ background: moduleColor(file, theme) }} />
        <h2>{table.name[fn]}</h2>
        <button
          type="button"
          className={styles.place}
          data-tip="Show the source"
          onClick={() => openSource(file, table.line[fn] ?? null)}
        >
          {file}:{table.line[fn]}
        </button>
        <span className={styles.gap} />
        <Button
          small
          icon="flamegraph"
          tip="All its callers and callees"
          onClick={() => setOwn('flamegraph', `sandwich;of:${fn}`, 'open')}
        >
          Sandwich
        </Button>
      </header>
      <dl className={styles.figures}>
        {figuresOf(table, fn).map(([title, figure]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <Num figure={figure} />
            </dd>
          </div>
        ))}
      </dl>
      <QueryLine failure="When it was called could not be read." query={heat} />
      {heat.value ? (
        heat.value.cell.length > 0 ? (
          <HeatPicture map={heat.value} onRange={setRange} />
        ) : (
          <p className={styles.note}>
            {calls > 0
              ? 'Its calls were only counted, or lie outside of the selected time.'
              : 'It was not called.'}
          </p>
        )
      ) : heat.error ? (
        <ErrorMessage title="The heat map cannot be read" error={heat.error} onRetry={heat.retry} />
      ) : (
        <LoadingMessage title="Reading when it was called" />
      )}
      <div className={styles.lists}>
        <Calls {...{ run, fn, table }} />
        <Neighbours {...{ run, fn, table, onOpen }} />
      </div>
    </article>
  );
}

function figuresOf(table: FunctionTable, fn: number): readonly (readonly [string, Figure])[] {
  const time = (column: Float64Array) => duration(column[fn] ?? Number.NaN);
  const [calls, errors] = [table.calls[fn] ?? 0, table.errors[fn] ?? 0];
  return [
    ['Calls', { value: count(calls), unit: '' }],
    ['Failed', calls > 0 ? percent(errors / calls) : percent(Number.NaN)],
    ['Total', time(table.totalNs)],
    ['Self', time(table.selfNs)],
    ['Min', time(table.minNs)],
    ['p50', time(table.p50Ns)],
    ['p90', time(table.p90Ns)],
    ['p95', time(table.p95Ns)],
    ['p99', time(table.p99Ns)],
    ['Max', time(table.maxNs)],
  ];
}

const orders = [
  { id: 'slowest', title: 'Slowest' },
  { id: 'errors', title: 'Failed' },
  { id: 'self', title: 'Most self time' },
  { id: 'start', title: 'First' },
] as const;

function Calls({ run, fn, table }: { run: RunId; fn: number; table: FunctionTable }) {
  const [order, setOrder] = useState<(typeof orders)[number]['id']>('slowest');
  const { value, error, retry } = useSpans(run, fn, order, CALLS);
  const rows = order === 'errors' ? value?.rows.filter(({ status }) => status === 'error') : value?.rows;
  return (
    <section className={styles.list} aria-label="Calls">
      <h3>
        Calls
        <span role="toolbar" aria-label="Which calls" className={styles.group}>
          {orders.map(({ id, title }) => (
            <Button key={id} small aria-pressed={id === order} onClick={() => setOrder(id)}>
              {title}
            </Button>
          ))}
        </span>
      </h3>
      {error && !rows && <ErrorMessage title="The calls cannot be read" error={error} onRetry={retry} />}
      {rows?.length === 0 && (
        <p className={styles.note}>
          {order === 'errors' && table.errors[fn] === 0 ? 'None failed.' : 'No single calls are recorded.'}
        </p>
      )}
      <ul>
        {rows?.map((row) => (
          <Call key={row.id} run={run} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Call({ run, row }: { run: RunId; row: SpanRow }) {
  const detail = useSpan(run, row.id).value;
  const isSelected = useApp(
    ({ location: { selection } }) => selection?.kind === 'span' && selection.span === row.id,
  );
  return (
    <li>
      <button
        type="button"
        className={styles.call}
        aria-pressed={isSelected}
        onClick={() => useApp.getState().select({ kind: 'span', span: row.id, function: row.function })}
      >
        <span className={styles.lasted}>
          {row.durationNs < 0 ? 'open' : <Num figure={duration(row.durationNs)} />}
        </span>
        <span className={styles.values}>
          {detail?.params && `(${detail.params.map(({ value }) => valueText(value, 40)).join(', ')})`}
          {detail?.returned && ` \u2192 ${valueText(detail.returned, 60)}`}
          {detail?.thrown && <span className={styles.error}> threw {valueText(detail.thrown, 100)}</span>}
          {detail && !detail.params && !detail.returned && !detail.thrown && (
            <span className={styles.muted}>values are recorded from level 2 on</span>
          )}
        </span>
      </button>
    </li>
  );
}

interface NeighboursProps {
  readonly run: RunId;
  readonly fn: number;
  readonly table: FunctionTable;
  readonly onOpen: (fn: number) => void;
}

function Neighbours({ run, fn, table, onOpen }: NeighboursProps) {
  const { value, error, retry } = useNeighbours(run, fn);
  if (error && !value)
    return <ErrorMessage title="Callers and callees cannot be read" error={error} onRetry={retry} />;
  return (
    <section className={styles.list} aria-label="Callers and callees">
      {(
        [
          ['Callers', value?.callers],
          ['Callees', value?.callees],
        ] as const
      ).map(([title, rows]) => (
        <div key={title}>
          <h3>{title}</h3>
          {rows?.length === 0 && <p className={styles.note}>None that is traced.</p>}
          <ul>
            {[...(rows ?? [])]
              .sort((a, b) => b.totalNs - a.totalNs)
              .map(({ function: other, calls, totalNs }) => (
                <li key={other}>
                  <button
                    type="button"
                    className={styles.call}
                    disabled={other < 0}
                    onClick={() => onOpen(other)}
                  >
                    <span className={styles.lasted}>
                      <Num figure={duration(totalNs)} />
                    </span>
                    <span className={styles.values}>{other < 0 ? '(outside)' : table.name[other]}</span>
                    <span className={styles.muted}>{count(calls)} calls</span>
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
