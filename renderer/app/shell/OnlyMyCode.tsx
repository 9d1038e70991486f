import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { useCommand } from '../commands/use-commands.ts';

/** Leaves installed packages out of every view. */
export function OnlyMyCode() {
  const on = useApp((state) => state.onlyMyCode);
  const { run, shortcut } = useCommand('filter.only-my-code');
  return (
    <Button
      small
      icon="filter"
      aria-pressed={on}
      tip="Leave out functions of installed packages"
      shortcut={shortcut}
      onClick={run}
    >
      Only my code
    </Button>
  );
}
