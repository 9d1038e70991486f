import type { RunId, SpanDetail, SpanId } from '#contract';
import { useFunctions, useSpan, useSummary } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count, duration } from '#renderer/widgets/format.ts';
import { ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { Ancestors } from './Ancestors.tsx';
import { Head } from './Head.tsx';
import styles from './Inspector.module.css';
import { SpanLinks } from './links.tsx';
import { ReplayButtons } from './ReplayButtons.tsx';
import { Section } from './Section.tsx';
import { SpanValues } from './SpanValues.tsx';
import { ThrownBy } from './ThrownBy.tsx';
import { TraceContexts } from './TraceContexts.tsx';

export function SpanInspector({ run, id }: { run: RunId; id: SpanId }) {
  const { value: span, error, retry } = useSpan(run, id);
  const table = useFunctions(run).value;
  const select = useApp((state) => state.select);
  if (error && !span) return <ErrorMessage title="The span cannot be read" error={error} onRetry={retry} />;
  if (!span) return <LoadingMessage title="Reading the span" />;
  const { name, file, line } = span.identity;
  return (
    <>
      <Head
        kind="Span"
        title={name}
        file={file}
        line={line}
        aside={
          <span className={styles.buttons}>
            <ReplayButtons run={run} span={span} />
            <Button
              small
              tip="The request or task that this call belongs to"
              onClick={() => useApp.getState().setOwn('trace', `of:${id}`, 'open')}
            >
              Trace
            </Button>
            <Button
              small
              tip="All calls of this function"
              onClick={() => select({ kind: 'function', function: span.function })}
            >
              Function
            </Button>
          </span>
        }
      />
      <SpanFacts run={run} span={span} />
      <SpanValues span={span} />
      <ThrownBy span={span} table={table} />
      <TraceContexts contexts={span.traceContexts} />
      <Ancestors span={span} table={table} />
      <Section title="Children" aside={count(span.childCount)}>
        {span.childCount === 0 ? (
          <p className={styles.note}>It called nothing that is traced.</p>
        ) : (
          <SpanLinks label="Children" rows={span.children} table={table} />
        )}
        {span.childCount > span.children.length && (
          <p className={styles.note}>The first {span.children.length} in time are shown.</p>
        )}
      </Section>
    </>
  );
}

const statusText: Readonly<Record<SpanDetail['status'], string>> = {
  ok: 'returned',
  error: 'failed',
  unfinished: 'not finished',
  incomplete: 'its end was lost',
};

function SpanFacts({ run, span }: { run: RunId; span: SpanDetail }) {
  const thread = useSummary(run).value?.threads[span.thread];
  const suspended = span.durationNs >= 0 && span.activeNs < span.durationNs;
  return (
    <Section
      title="Call"
      aside={<span className={span.status === 'error' ? styles.error : ''}>{statusText[span.status]}</span>}
    >
      <dl className={styles.facts}>
        <dt>Duration</dt>
        <dd>{span.durationNs < 0 ? 'open' : <Num figure={duration(span.durationNs)} />}</dd>
        <dt>Self</dt>
        <dd>
          <Num figure={duration(span.selfNs)} />
        </dd>
        {suspended && (
          <>
            <dt>Active</dt>
            <dd>
              <Num figure={duration(span.activeNs)} />
            </dd>
            <dt>Waiting</dt>
            <dd>
              <Num figure={duration(span.durationNs - span.activeNs)} />
            </dd>
          </>
        )}
        <dt>Start</dt>
        <dd>
          <Num figure={duration(span.startNs)} />
        </dd>
        <dt>Process</dt>
        <dd>
          <Num figure={{ value: String(span.pid), unit: '' }} />
        </dd>
        <dt>Thread</dt>
        <dd className={styles.wide}>{thread?.name ?? span.thread}</dd>
        <dt>Trace</dt>
        <dd className={styles.wide} data-tip={span.traceId}>
          {span.traceId}
        </dd>
      </dl>
    </Section>
  );
}
