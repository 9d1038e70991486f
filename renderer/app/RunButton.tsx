import { useProject } from '../data/index.ts';
import { useApp } from '../state/index.ts';
import { Button } from '../widgets/Button.tsx';
import { useCommand } from './commands/use-commands.ts';

/** Runs the project from where there is nothing to see yet. Until the project is known a press could do nothing, so none can be made. */
export function RunButton() {
  const project = useProject(useApp(({ location }) => location.project)).value;
  const start = useCommand('run.start');
  return (
    <Button
      look="outline"
      icon="play"
      tip="Run the project"
      shortcut={start.shortcut}
      disabled={project === undefined}
      onClick={start.run}
    >
      Run
    </Button>
  );
}
