import { useMemo, useState } from 'react';
import type { RunId, SqlAnswer, SqlValue } from '#contract';
import { attempt } from '#renderer/app/actions/report.ts';
import { useServices } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { type IndexColumn, IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import styles from './Sql.module.css';

/** The rows of an answer. One with a span or a function in it selects that for every view. */
export function AnswerTable({ run, answer }: { readonly run: RunId; readonly answer: SqlAnswer }) {
  const { recordings } = useServices();
  const { columns, rows } = answer;
  const [sort, setSort] = useState<Sort>({ column: '', descending: false });
  const [selected, setSelected] = useState(-1);
  const { select, openView } = useApp.getState();
  const shown = useMemo(() => columnsOf(answer), [answer]);
  const order = useMemo(() => {
    const at = shown.findIndex(({ id }) => id === sort.column);
    const numeric = shown[at]?.numeric === true;
    const key = numeric
      ? Float64Array.from(rows, (row) => (row[at] === null ? Number.NaN : Number(row[at])))
      : rows.map((row) => String(row[at] ?? ''));
    return orderRows(rows.length, () => true, at < 0 ? Float64Array.from(rows.keys()) : key, sort.descending);
  }, [shown, rows, sort]);
  const selectSpan = (id: string) =>
    attempt('The call cannot be selected', async () => {
      const { function: fn } = await recordings.span({ run, id });
      select({ kind: 'span', span: id, function: fn });
    });
  const choose = (row: number) => {
    setSelected(row);
    const cellOf = (name: string) => rows[row]?.[columns.indexOf(name)];
    const [span, fn] = [cellOf('span'), cellOf('function')];
    if (typeof span === 'string' && /^[0-9a-f]{16}$/.test(span)) void selectSpan(span);
    else if (typeof fn === 'number') select({ kind: 'function', function: fn });
  };
  return (
    <IndexTable
      label="Rows"
      columns={shown}
      {...{ order, sort, selected }}
      onSort={setSort}
      onSelect={choose}
      onActivate={() => openView(columns.includes('span') ? 'timeline' : 'functions')}
    />
  );
}

function columnsOf({ columns, rows }: SqlAnswer): readonly IndexColumn[] {
  return columns.map((name, at) => {
    const numeric = rows.every((row) => row[at] === null || typeof row[at] === 'number');
    const longest = rows.slice(0, 200).reduce((most, row) => Math.max(most, text(row[at]).length), 0);
    return {
      // Two columns of an answer may share a name.
      id: `${at} ${name}`,
      title: name,
      numeric,
      size: Math.max(64, Math.min(420, Math.max(longest, name.length) * 7.5 + 24)),
      cell: (row) => {
        const value = rows[row]?.[at];
        return value === null ? <span className={styles.nothing}>NULL</span> : <code>{text(value)}</code>;
      },
    };
  });
}

/** Numbers with as many digits as can be told apart at a glance. */
function text(value: SqlValue | undefined): string {
  if (typeof value !== 'number') return String(value ?? '');
  return Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(6)));
}
