import { useState } from 'react';
import type { FunctionTable, IndexIntoFunctions, RunId, SpanRow } from '#contract';
import { valueText } from '#renderer/app/values/value-text.ts';
import { useSpan, useSpans } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { duration } from '#renderer/widgets/format.ts';
import { ErrorMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import styles from './FunctionPage.module.css';

const CALLS = 50;

const orders = [
  { id: 'slowest', title: 'Slowest' },
  { id: 'errors', title: 'Failed' },
  { id: 'self', title: 'Most self time' },
  { id: 'start', title: 'First' },
] as const;

interface FunctionCallsProps {
  readonly run: RunId;
  readonly fn: IndexIntoFunctions;
  readonly table: FunctionTable;
}

/** The slowest, failed or first calls of a function with their values; a press selects one. */
export function FunctionCalls({ run, fn, table }: FunctionCallsProps) {
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
