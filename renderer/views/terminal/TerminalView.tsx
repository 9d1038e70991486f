import { RunButton } from '#renderer/app/RunButton.tsx';
import { isLive, useConnection, useRun } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { TerminalScreen } from './TerminalScreen.tsx';

/** The terminal of the run on screen; once it ended, what it printed. */
export function TerminalView() {
  const { project, run: id } = useApp(({ location }) => location);
  const run = useRun(project, id);
  // A new connection shows the output anew.
  const { generation } = useConnection();
  if (id === null || !run)
    return (
      <EmptyMessage icon="terminal" title="Nothing has run yet" actions={<RunButton />}>
        The app runs here, in a real terminal, with the tracer loaded into it.
      </EmptyMessage>
    );
  return <TerminalScreen key={`${id} ${generation}`} run={id} live={isLive(run)} />;
}
