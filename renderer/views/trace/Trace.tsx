import { useMemo } from 'react';
import type { FunctionTable, RunId, SpanId, ThreadSummary, TraceTable } from '#contract';
import { useApp } from '#renderer/state/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { count, duration, figureText, plural } from '#renderer/widgets/format.ts';
import { CompareCalls } from './CompareCalls.tsx';
import { SequenceDiagram } from './SequenceDiagram.tsx';
import { TraceTree } from './TraceTree.tsx';
import styles from './trace.module.css';
import { rowOfSpan, spanOfRow, traceRows } from './trace-rows.ts';
import type { TraceSettings, TraceShape } from './trace-settings.ts';

export interface TraceProps {
  readonly run: RunId;
  readonly settings: TraceSettings;
  readonly table: TraceTable;
  readonly functions: FunctionTable;
  readonly threads: readonly ThreadSummary[];
  readonly selected: SpanId | null;
  readonly onChange: (change: Partial<TraceSettings>) => void;
  /** Back to the list. */
  readonly onLeave: () => void;
}

const shapes: readonly { readonly id: TraceShape; readonly title: string; readonly tip: string }[] = [
  { id: 'tree', title: 'Waterfall', tip: 'Who called whom, and when' },
  { id: 'sequence', title: 'Sequence', tip: 'Calls from one module, thread or process to another' },
  { id: 'compare', title: 'Compare', tip: 'This call beside another one of the same function' },
];

export function Trace(props: TraceProps) {
  const { table, functions, settings, selected, onChange, onLeave } = props;
  const rows = useMemo(() => traceRows(table), [table]);
  const selectedRow = selected === null ? -1 : rowOfSpan(table, selected);
  const name = functions.name[table.function[0] ?? -1] ?? '';
  const errors = rows.flags.reduce((sum, flags) => sum + (flags & 1), 0);
  const selectRow = (row: number) =>
    useApp
      .getState()
      .select({ kind: 'span', span: spanOfRow(table, row), function: table.function[row] as number });
  const openFlame = () => {
    useApp.getState().setOwn('flamegraph', `trace:${table.first}`, 'open');
  };
  return (
    <section className={styles.view} aria-label="Trace">
      <div className={styles.bar}>
        <IconButton small icon="list" label="All traces of the run" onClick={onLeave} />
        <div role="toolbar" aria-label="How the trace is shown" className={styles.group}>
          {shapes.map(({ id, title, tip }) => (
            <Button
              key={id}
              small
              tip={tip}
              aria-pressed={settings.show === id}
              onClick={() => onChange({ show: id })}
            >
              {title}
            </Button>
          ))}
        </div>
        <output className={styles.about} aria-live="polite">
          {name}, {figureText(duration((rows.endNsOf[0] ?? 0) - (rows.startNsOf[0] ?? 0)))},{' '}
          {plural(table.total + table.omitted, 'call')}
          {errors > 0 && <span className={styles.error}>, {count(errors)} failed</span>}
        </output>
        {table.length < table.total + table.omitted && (
          <span
            className={styles.note}
            data-tip="The calls nearest to the first one are here. Show one of them alone to see what is below it."
          >
            the first {count(table.length)} are shown
          </span>
        )}
        {settings.alone ? (
          <Button small onClick={() => onChange({ of: selected ?? table.first, alone: false })}>
            Whole trace
          </Button>
        ) : (
          <Button
            small
            disabled={selectedRow <= 0}
            tip="Only the selected call and what it called"
            onClick={() => onChange({ of: selected, alone: true })}
          >
            Only this call
          </Button>
        )}
        <Button small icon="flamegraph" tip="The calls of this trace merged" onClick={openFlame}>
          Flame graph
        </Button>
      </div>
      {settings.show === 'tree' && (
        <TraceTree key={table.first} {...props} {...{ rows, selectedRow, onSelect: selectRow }} />
      )}
      {settings.show === 'sequence' && (
        <SequenceDiagram {...props} {...{ rows, selectedRow, onSelect: selectRow }} />
      )}
      {settings.show === 'compare' && <CompareCalls {...props} row={Math.max(0, selectedRow)} />}
    </section>
  );
}
