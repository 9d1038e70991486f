import { useState } from 'react';
import type { FunctionTable, IndexIntoFunctions, RunId } from '#contract';
import { useSpans } from '#renderer/data/index.ts';
import { Select } from '#renderer/widgets/Field.tsx';
import { count } from '#renderer/widgets/format.ts';
import styles from './Inspector.module.css';
import { SpanLinks } from './links.tsx';
import { Section } from './Section.tsx';

interface FunctionSpansProps {
  readonly run: RunId;
  readonly index: IndexIntoFunctions;
  readonly table: FunctionTable;
}

type Order = 'slowest' | 'errors' | 'start';
const shown = 20;

/** Single calls of a function: the slowest, those that failed, or the first. */
export function FunctionSpans({ run, index, table }: FunctionSpansProps) {
  const [order, setOrder] = useState<Order>('slowest');
  const { value, error, loading } = useSpans(run, index, order, shown);
  // In the order of failure the failed calls come first, and the others after them.
  const rows = order === 'errors' ? value?.rows.filter(({ status }) => status === 'error') : value?.rows;
  const total = order === 'errors' ? (table.errors[index] ?? 0) : (value?.total ?? 0);
  const picker = (
    <Select
      small
      label="Which calls"
      value={order}
      onChange={(event) => setOrder(event.target.value as Order)}
    >
      <option value="slowest">Slowest</option>
      <option value="errors">Failed</option>
      <option value="start">First</option>
    </Select>
  );
  return (
    <Section title="Calls" aside={picker}>
      {error && !value && <p className={styles.note}>{error.message}</p>}
      {!value && loading && <p className={styles.note}>Reading the calls</p>}
      {rows?.length === 0 && (
        <p className={styles.note}>{order === 'errors' ? 'None failed.' : 'No single calls are recorded.'}</p>
      )}
      {rows && <SpanLinks label="Calls" rows={rows} table={table} />}
      {rows && total > rows.length && (
        <p className={styles.note}>
          {rows.length} of {count(total)}
        </p>
      )}
    </Section>
  );
}
