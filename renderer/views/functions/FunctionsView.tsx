import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { useCallTree, useFunctions } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { FunctionGrid } from './FunctionGrid.tsx';
import { functionsInRange } from './in-range.ts';

/** Every function of the run with its figures; of the selected time range, when there is one. */
export function FunctionsView() {
  const { run, range } = useApp(({ location }) => location);
  const start = useCommand('run.start');
  const functions = useFunctions(run);
  const tree = useCallTree(range ? run : null, {
    order: 'first-call',
    minShare: 0,
    range: range ?? undefined,
  });
  const { value } = functions;
  const failed = functions.error ?? (range ? tree.error : null);
  if (failed && (!value || range))
    return (
      <ErrorMessage
        title="The functions cannot be read"
        error={failed}
        onRetry={functions.error ? functions.retry : tree.retry}
      />
    );
  if (run === null || value?.length === 0)
    return (
      <EmptyMessage
        icon="table"
        title={run === null ? 'No run to show' : 'No function has been called yet'}
        actions={
          <Button
            look="outline"
            icon="play"
            tip="Run the project"
            shortcut={start.shortcut}
            onClick={start.run}
          >
            Run
          </Button>
        }
      >
        Run the project: its functions appear here as they are called.
      </EmptyMessage>
    );
  if (!value || (range && !tree.value)) return <LoadingMessage title="Reading the functions" />;
  const shown = range && tree.value ? functionsInRange(value, tree.value) : value;
  return <FunctionGrid table={shown} inRange={range !== null} />;
}
