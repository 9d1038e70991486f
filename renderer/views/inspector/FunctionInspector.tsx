import { Fragment, useMemo } from 'react';
import {
  type FunctionTable,
  type IndexIntoFunctions,
  type MemoryColumns,
  type RunId,
  scaledTimes,
  timeScales,
} from '#contract';
import { memoryFigures, memoryTip } from '#renderer/app/memory-words.ts';
import { useFunctions, useSummary } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { bytes, count, duration, percent } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { ScaledTime } from '#renderer/widgets/ScaledTime.tsx';
import { FunctionSpans } from './FunctionSpans.tsx';
import { Head } from './Head.tsx';
import styles from './Inspector.module.css';
import { functionAt } from './links.tsx';
import { Neighbours } from './Neighbours.tsx';
import { PathDurations } from './PathDurations.tsx';
import { SandboxSection } from './SandboxSection.tsx';
import { Section } from './Section.tsx';

export function FunctionInspector({ run, index }: { run: RunId; index: IndexIntoFunctions }) {
  const { value: table, error, retry } = useFunctions(run);
  const path = useApp(({ chosenPath }) => chosenPath);
  if (error && !table)
    return <ErrorMessage title="The function cannot be read" error={error} onRetry={retry} />;
  if (!table) return <LoadingMessage title="Reading the function" />;
  if (index >= table.length)
    return (
      <EmptyMessage icon="link" title="No such function in this run">
        The link may be of another run. Find the function by its name with Ctrl+P.
      </EmptyMessage>
    );
  const { name, file, line } = functionAt(table, index);
  return (
    <>
      <Head kind={kindOf(table.flags[index] ?? 0)} title={name} file={file} line={line} />
      <Figures run={run} table={table} index={index} />
      {path?.function === index && <PathDurations run={run} path={path} />}
      {line !== null && <SandboxSection fn={{ file, name, line }} />}
      <FunctionSpans run={run} index={index} table={table} />
      <Neighbours run={run} index={index} table={table} />
    </>
  );
}

/** Bits of the function table: 1 async, 2 generator, 4 a module's top level. */
function kindOf(flags: number): string {
  if (flags & 4) return 'Module top level';
  if (flags & 2) return flags & 1 ? 'Async generator' : 'Generator';
  return flags & 1 ? 'Async function' : 'Function';
}

const times = [
  ['Total', 'totalNs'],
  ['Self', 'selfNs'],
  ['Average', 'avgNs'],
  ['Min', 'minNs'],
  ['p50', 'p50Ns'],
  ['p90', 'p90Ns'],
  ['p95', 'p95Ns'],
  ['p99', 'p99Ns'],
  ['Max', 'maxNs'],
] as const;

interface FiguresProps {
  readonly run: RunId;
  readonly table: FunctionTable;
  readonly index: IndexIntoFunctions;
}

function Figures({ run, table, index }: FiguresProps) {
  const throttled = useSummary(run).value?.progress.honesty.throttled;
  const scales = useMemo(() => timeScales(table, throttled), [table, throttled]);
  const whole = useMemo(() => scaledTimes(table, scales), [table, scales]);
  const calls = table.calls[index] ?? 0;
  const errors = table.errors[index] ?? 0;
  return (
    <Section title="Figures">
      <dl className={styles.facts}>
        <dt>Calls</dt>
        <dd>
          <Num figure={{ value: count(calls), unit: '' }} />
        </dd>
        <dt>Errors</dt>
        <dd className={errors > 0 ? styles.error : ''}>
          <Num figure={{ value: count(errors), unit: '' }} />
        </dd>
        {times.map(([title, column]) => (
          <Figure
            key={title}
            title={title}
            ns={whole[column][index] ?? Number.NaN}
            scale={column === 'totalNs' || column === 'selfNs' ? (scales?.[index] ?? 1) : 1}
          />
        ))}
        <dt>Error rate</dt>
        <dd>
          <Num figure={percent(calls > 0 ? errors / calls : Number.NaN)} />
        </dd>
        {table.memory && <MemoryFacts memory={table.memory} index={index} />}
      </dl>
    </Section>
  );
}

function MemoryFacts({ memory, index }: { memory: MemoryColumns; index: IndexIntoFunctions }) {
  return memoryFigures.map(([id, title, meaning, column]) => (
    <Fragment key={id}>
      <dt data-tip={memoryTip(meaning, memory.measure)}>{title}</dt>
      <dd>
        <Num figure={bytes(memory[column][index] ?? Number.NaN)} />
      </dd>
    </Fragment>
  ));
}

function Figure({ title, ns, scale }: { title: string; ns: number; scale: number }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{scale === 1 ? <Num figure={duration(ns)} /> : <ScaledTime ns={ns} scale={scale} />}</dd>
    </>
  );
}
