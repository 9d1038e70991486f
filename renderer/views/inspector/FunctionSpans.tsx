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
      {value && value.rows.length === 0 && (
        <p className={styles.note}>{order === 'errors' ? 'None failed.' : 'No single calls are recorded.'}</p>
      )}
      {value && <SpanLinks label="Calls" rows={value.rows} table={table} />}
      {value && value.total > value.rows.length && (
        <p className={styles.note}>
          {value.rows.length} of {count(value.total)}
        </p>
      )}
    </Section>
  );
}
