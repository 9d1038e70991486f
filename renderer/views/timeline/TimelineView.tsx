import { NoCalls } from '../../app/NoCalls.tsx';
import { RunButton } from '../../app/RunButton.tsx';
import { isLive, useFunctions, useSummary } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '../../widgets/Message.tsx';
import { Timeline } from './Timeline.tsx';

/** The timeline of the run that is open, or what to do when there is nothing to show. */
export function TimelineView() {
  const run = useApp(({ location }) => location.run);
  const summary = useSummary(run);
  const functions = useFunctions(run);
  if (run === null)
    return (
      <EmptyMessage icon="timeline" title="No run is open" actions={<RunButton />}>
        Press Run to start the project under the tracer, or choose an earlier run above.
      </EmptyMessage>
    );
  const failed = summary.value === undefined ? summary : functions;
  if (summary.value === undefined || functions.value === undefined) {
    if (failed.error === null) return <LoadingMessage title="Reading the recording" />;
    return <ErrorMessage title="The timeline cannot be shown" error={failed.error} onRetry={failed.retry} />;
  }
  const isRunning = isLive(summary.value.run);
  if (summary.value.durationNs === 0 || summary.value.threads.length === 0)
    return <NoCalls run={summary.value.run} icon="timeline" />;
  return (
    <Timeline key={run} run={run} summary={summary.value} functions={functions.value} isRunning={isRunning} />
  );
}
