import { useMemo, useState } from 'react';
import type {
  CapturedValue,
  FunctionTable,
  IndexIntoFunctions,
  RunId,
  SpanDetail,
  SpanId,
  SpanRow,
} from '#contract';
import { ValueTree } from '#renderer/app/values/ValueTree.tsx';
import { useSpan, useSpans, useTrace } from '#renderer/data/index.ts';
import { Select } from '#renderer/widgets/Field.tsx';
import { count, duration, figureText } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { QueryLine } from '#renderer/widgets/QueryLine.tsx';
import { type IndexColumn, IndexTable } from '#renderer/widgets/table/index.ts';
import { type ComparedCalls, comparedCalls } from './compared-calls.ts';
import type { TraceProps } from './Trace.tsx';
import styles from './trace.module.css';
import { spanOfRow, traceRows } from './trace-rows.ts';

interface CompareCallsProps extends TraceProps {
  /** The call of the trace that is compared. */
  readonly row: number;
}

/** A call beside another one of the same function: values, times, and what each of them called. */
export function CompareCalls({ run, table, row, functions, settings, onChange }: CompareCallsProps) {
  const one = spanOfRow(table, row);
  const fn = table.function[row] as number;
  const choices = useChoices(run, fn, one);
  const chosen = useSpan(run, settings.other).value;
  // A call that was chosen for another function is none to compare with.
  const isOfFunction = settings.other !== null && (chosen === undefined || chosen.function === fn);
  const other = isOfFunction ? settings.other : (choices[0]?.id ?? null);
  const ours = useTrace(run, one, 'span');
  const theirs = useTrace(run, other, 'span');
  const pair = useMemo(
    () => (ours.value && theirs.value ? comparedCalls(traceRows(ours.value), traceRows(theirs.value)) : null),
    [ours.value, theirs.value],
  );
  const [detail, otherDetail] = [useSpan(run, one).value, useSpan(run, other).value];
  if (other === null)
    return (
      <EmptyMessage icon="compare" title={`${functions.name[fn]} was called once`}>
        There is no second call to put beside it. Select a call of another function in the waterfall.
      </EmptyMessage>
    );
  const failed = ours.error ?? theirs.error;
  return (
    <div className={styles.compare}>
      <div className={styles.pair}>
        <Call title="This call" detail={detail} />
        <Call
          title={
            <Select
              small
              label="The call to compare with"
              value={other}
              onChange={({ target }) => onChange({ other: target.value })}
            >
              {!choices.some(({ id }) => id === other) && <option value={other}>The chosen call</option>}
              {choices.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          }
          detail={otherDetail}
        />
      </div>
      <QueryLine
        failure="What the calls called could not be read."
        query={{
          error: failed,
          exact: ours.exact && theirs.exact,
          retry: () => {
            ours.retry();
            theirs.retry();
          },
        }}
      />
      <div className={styles.body}>
        {pair ? (
          <PairTable pair={pair} functions={functions} />
        ) : failed ? (
          <ErrorMessage title="The calls cannot be compared" error={failed} />
        ) : (
          <LoadingMessage title="Reading both calls" />
        )}
      </div>
    </div>
  );
}

interface Choice {
  readonly id: SpanId;
  readonly title: string;
}

/** The other calls one would want beside a call, the most telling first. */
function useChoices(run: RunId, fn: IndexIntoFunctions, one: SpanId): readonly Choice[] {
  const slowest = useSpans(run, fn, 'slowest', 10).value?.rows ?? [];
  const failed = useSpans(run, fn, 'errors', 10).value?.rows.filter(({ status }) => status === 'error') ?? [];
  const first = useSpans(run, fn, 'start', 20).value?.rows ?? [];
  const named = (what: string) => (row: SpanRow, at: number) => ({
    id: row.id,
    title: `${what} ${at + 1}: ${row.durationNs < 0 ? 'not ended' : figureText(duration(row.durationNs))}`,
  });
  const all = [...failed.map(named('Failed')), ...slowest.map(named('Slowest')), ...first.map(named('Call'))];
  const seen = new Set<SpanId>([one]);
  return all.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function Call({ title, detail }: { title: React.ReactNode; detail: SpanDetail | undefined }) {
  return (
    <section className={styles.side}>
      <h3>{title}</h3>
      {detail && (
        <>
          <p className={styles.facts}>
            <Num figure={duration(detail.durationNs)} /> long, <Num figure={duration(detail.selfNs)} /> its
            own, at <Num figure={duration(detail.startNs)} />
            {detail.status !== 'ok' && <span className={styles.error}>, {detail.status}</span>}
          </p>
          <Values label="Parameters" values={detail.params ?? []} />
          <Values label="Returned" values={single(detail.returned)} />
          <Values label="Threw" values={single(detail.thrown)} />
        </>
      )}
    </section>
  );
}

const single = (value: CapturedValue | null) => (value === null ? [] : [{ name: '', value }]);

function Values({ label, values }: { label: string; values: Parameters<typeof ValueTree>[0]['values'] }) {
  if (values.length === 0) return null;
  return (
    <>
      <h4>{label}</h4>
      <ValueTree label={label} values={values} />
    </>
  );
}

function PairTable({ pair, functions }: { pair: ComparedCalls; functions: FunctionTable }) {
  const [selected, setSelected] = useState(-1);
  const columns = useMemo(() => pairColumns(pair, functions), [pair, functions]);
  const order = useMemo(() => Int32Array.from({ length: pair.length }, (_, at) => at), [pair]);
  return (
    <IndexTable
      label="What both called"
      {...{ columns, order, selected }}
      sort={{ column: '', descending: false }}
      onSort={() => {}}
      onSelect={setSelected}
    />
  );
}

function pairColumns(
  { one, other, depth, function: fn }: ComparedCalls,
  functions: FunctionTable,
): IndexColumn[] {
  const figure = (id: string, title: string, side: typeof one, column: 'calls' | 'totalNs'): IndexColumn => ({
    ...{ id, title, size: 96, numeric: true, fixed: true },
    cell: (row) =>
      side.calls[row] === 0 ? (
        <span className={styles.times}>{'\u2013'}</span>
      ) : column === 'calls' ? (
        <Num figure={{ value: count(side.calls[row] as number), unit: '' }} />
      ) : (
        <Num figure={duration(side.totalNs[row] as number)} />
      ),
  });
  return [
    {
      ...{ id: 'name', title: 'Function', size: 280, grows: true, fixed: true },
      cell: (row) => (
        <span className={styles.name} style={{ paddingLeft: Math.min(24, depth[row] as number) * 14 }}>
          {functions.name[fn[row] as number]}
        </span>
      ),
    },
    figure('calls', 'Calls', one, 'calls'),
    figure('other-calls', 'Other calls', other, 'calls'),
    figure('time', 'Time', one, 'totalNs'),
    figure('other-time', 'Other time', other, 'totalNs'),
    {
      ...{ id: 'change', title: 'Difference', size: 110, numeric: true, fixed: true },
      tip: 'What this call took more than the other',
      cell: (row) => {
        const more = (one.totalNs[row] as number) - (other.totalNs[row] as number);
        const figure = duration(Math.abs(more));
        return <Num figure={{ ...figure, value: `${more < 0 ? '\u2212' : '+'}${figure.value}` }} />;
      },
    },
  ];
}
