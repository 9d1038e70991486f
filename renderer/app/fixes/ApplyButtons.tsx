import type { FixProposals, ProjectDir } from '#contract';
import { useFixing } from '../../data/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';

interface ApplyButtonsProps {
  readonly dir: ProjectDir;
  readonly proof: FixProposals['proof'];
  /** Ids of what is applied. */
  readonly fixes: readonly string[];
  readonly commit?: boolean;
}

/** Applies fixes, with proof or without. */
export function ApplyButtons({ dir, proof, fixes, commit = false }: ApplyButtonsProps) {
  const { fixing, state } = useFixing();
  const busy = state.kind === 'busy';
  const what = fixes.length === 1 ? '' : ` ${plural(fixes.length, 'fix', 'fixes')}`;
  const commands = [proof.tests, proof.command].filter((command) => command !== null);
  const runs =
    commands.length === 0
      ? 'Nothing is known that could be run: choose a run that ended by itself, or add a test script'
      : `Runs ${commands.join(' and ')} before and after, and takes back what makes something worse`;
  return (
    <>
      <Button
        look="outline"
        disabled={busy || fixes.length === 0}
        tip="Write the changes; they can be undone"
        onClick={() => void fixing.apply({ dir, fixes, proof: null, commit })}
      >
        Apply{what}
      </Button>
      <Button
        look="primary"
        icon="check"
        disabled={busy || fixes.length === 0 || commands.length === 0}
        tip={runs}
        onClick={() => void fixing.apply({ dir, fixes, proof: {}, commit })}
      >
        Apply and prove{what}
      </Button>
    </>
  );
}
