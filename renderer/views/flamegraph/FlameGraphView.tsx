import { NoCalls } from '../../app/NoCalls.tsx';
import { RunButton } from '../../app/RunButton.tsx';
import { isLive, useFunctions, useRuns, useSummary } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '../../widgets/Message.tsx';
import { FlameGraph } from './FlameGraph.tsx';

/** The flame graph of the run that is open, or what to do when there is nothing to show. */
export function FlameGraphView() {
  const run = useApp(({ location }) => location.run);
  const summary = useSummary(run);
  const functions = useFunctions(run);
  const runs = useRuns(useApp(({ location }) => location.project)).value;
  if (run === null)
    return (
      <EmptyMessage icon="flamegraph" title="No run is open" actions={<RunButton />}>
        Press Run to start the project under the tracer, or choose an earlier run above.
      </EmptyMessage>
    );
  const failed = summary.value === undefined ? summary : functions;
  if (summary.value === undefined || functions.value === undefined) {
    if (failed.error === null) return <LoadingMessage title="Reading the recording" />;
    return (
      <ErrorMessage title="The flame graph cannot be shown" error={failed.error} onRetry={failed.retry} />
    );
  }
  if (functions.value.length === 0) return <NoCalls run={summary.value.run} icon="flamegraph" />;
  const others = runs?.filter((other) => other.id !== run && !isLive(other) && other.spans > 0) ?? [];
  return (
    <FlameGraph
      key={run}
      {...{ run, others, name: summary.value.run.name }}
      threads={summary.value.threads}
      functions={functions.value}
      throttled={summary.value.progress.honesty.throttled}
    />
  );
}
