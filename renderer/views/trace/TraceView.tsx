import { useEffect, useState } from 'react';
import type { RunId, SpanId } from '#contract';
import { RunButton } from '#renderer/app/RunButton.tsx';
import { useFunctions, useSummary, useTrace } from '#renderer/data/index.ts';
import { useApp, useOwn } from '#renderer/state/index.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Trace } from './Trace.tsx';
import { TraceList } from './TraceList.tsx';
import { rowOfSpan } from './trace-rows.ts';
import { traceText } from './trace-settings.ts';

/** One request or task of the run: the call that is selected, or a list of them to choose from. */
export function TraceView() {
  const run = useApp(({ location }) => location.run);
  if (run === null)
    return (
      <EmptyMessage icon="trace" title="No run is open" actions={<RunButton />}>
        Press Run to start the project under the tracer, or choose an earlier run above.
      </EmptyMessage>
    );
  return <TraceOfRun key={run} run={run} />;
}

function TraceOfRun({ run }: { run: RunId }) {
  const [settings, change] = useOwn('trace', traceText);
  const selected = useApp(({ location }) =>
    location.selection?.kind === 'span' ? location.selection.span : null,
  );
  const summary = useSummary(run);
  const functions = useFunctions(run);
  const [followed, setFollowed] = useState<SpanId | null>(selected);
  const of = settings.of ?? followed;
  const trace = useTrace(run, of, settings.alone ? 'span' : 'root');
  // A call of the trace on screen only moves the selection in it; any other brings its own trace.
  useEffect(() => {
    if (
      settings.of === null &&
      selected !== null &&
      (trace.value === undefined || rowOfSpan(trace.value, selected) < 0)
    )
      setFollowed(selected);
  }, [settings.of, selected, trace.value]);

  if (of === null) return <TraceList run={run} />;
  const failed = trace.error ?? functions.error ?? summary.error;
  if (failed && !(trace.value && functions.value && summary.value))
    return (
      <ErrorMessage
        title="The trace cannot be read"
        error={failed}
        onRetry={() => {
          for (const query of [trace, functions, summary]) if (query.error) query.retry();
        }}
      />
    );
  if (!trace.value || !functions.value || !summary.value) return <LoadingMessage title="Reading the trace" />;
  return (
    <Trace
      {...{ run, settings, table: trace.value, functions: functions.value, threads: summary.value.threads }}
      selected={selected}
      onChange={change}
      onLeave={() => {
        setFollowed(null);
        change({ of: null, alone: false, other: null });
        useApp.getState().select(null);
      }}
    />
  );
}
