import { runAgain } from '#renderer/app/actions/run.ts';
import { isLive, useRun, useStepThreads, useWorkbench } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { ReplayStage } from './ReplayStage.tsx';
import { usePlace } from './use-start.ts';

/** A recorded run step by step, forwards and backwards, with what every variable held. */
export function ReplayView() {
  const { project, run: id } = useApp(({ location }) => location);
  const workbench = useWorkbench();
  const run = useRun(project, id);
  const threads = useStepThreads(id);
  const place = usePlace(id ?? '', threads.value ?? []);
  if (id === null || !run)
    return (
      <EmptyMessage icon="replay" title="No run is shown">
        Choose a run above, or run the project at level 4 or 5: those record every line and variable.
      </EmptyMessage>
    );
  if (threads.error && !threads.value)
    return <ErrorMessage title="The steps cannot be read" error={threads.error} onRetry={threads.retry} />;
  if (!threads.value) return <LoadingMessage title="Looking for recorded steps" />;
  if (threads.value.length === 0 && isLive(run) && run.level >= 4)
    return (
      <EmptyMessage icon="replay" title="Waiting for the first step">
        Lines appear here as soon as the app runs a function of the project.
      </EmptyMessage>
    );
  if (threads.value.length === 0)
    return (
      <EmptyMessage
        icon="replay"
        title="This run has no steps to replay"
        actions={
          <Button
            look="outline"
            icon="rerun"
            tip="Run the same command at level 5"
            onClick={() => void runAgain(workbench, run, 5)}
          >
            Run again at level 5
          </Button>
        }
      >
        It was recorded at level {run.level}. Level 4 records variables and level 5 every line; both make the
        app slower, so choose them for the run in question and not for all.
      </EmptyMessage>
    );
  if (!place) return <LoadingMessage title="Looking for the selected call" />;
  return <ReplayStage key={place.thread} run={id} threads={threads.value} place={place} />;
}
