import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { isLive, useConnection, useRun } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { TerminalScreen } from './TerminalScreen.tsx';

/** The terminal of the run on screen; once it ended, what it printed. */
export function TerminalView() {
  const { project, run: id } = useApp(({ location }) => location);
  const run = useRun(project, id);
  // A new connection shows the output anew.
  const { generation } = useConnection();
  const start = useCommand('run.start');
  if (id === null || !run)
    return (
      <EmptyMessage
        icon="terminal"
        title="Nothing has run yet"
        actions={
          <Button
            look="outline"
            icon="play"
            shortcut={start.shortcut}
            tip="Run the project"
            onClick={start.run}
          >
            Run
          </Button>
        }
      >
        The app runs here, in a real terminal, with the tracer loaded into it.
      </EmptyMessage>
    );
  return <TerminalScreen key={`${id} ${generation}`} run={id} live={isLive(run)} />;
}
