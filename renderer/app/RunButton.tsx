import { Button } from '../widgets/Button.tsx';
import { useCommand } from './commands/use-commands.ts';

/** Runs the project from where there is nothing to see yet. */
export function RunButton() {
  const start = useCommand('run.start');
  return (
    <Button look="outline" icon="play" tip="Run the project" shortcut={start.shortcut} onClick={start.run}>
      Run
    </Button>
  );
}
