import type { FunctionIdentity } from '#contract';
import { isLive, useRun, useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { Dialog } from '../../widgets/Dialog.tsx';
import styles from './Exercising.module.css';

interface ExerciseDialogProps {
  /** `null`: all functions that are exported. */
  readonly only: FunctionIdentity | null;
  readonly onClose: () => void;
}

/** Asks before the project's code is run, and says what that means. A run that still goes on gives no arguments. */
export function ExerciseDialog({ only, onClose }: ExerciseDialogProps) {
  const { exercising } = useWorkbench();
  const { project, run } = useApp(({ location }) => location);
  const row = useRun(project, run);
  const recorded = row === undefined || isLive(row) ? null : row.id;
  const start = () => {
    onClose();
    if (project === null) return;
    // What becomes of it is shown there.
    if (only !== null) useApp.getState().changeLayout({ inspectorOpen: true });
    void exercising.start(project, recorded, only === null ? null : [only]);
  };
  return (
    <Dialog
      title="Run this project's code?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" icon="exercise" onClick={start}>
            {only === null ? 'Call the functions' : 'Call the function'}
          </Button>
        </>
      }
    >
      <div className={styles.words}>
        {only === null ? (
          <p>
            Every module is loaded, and its exported functions and classes are called
            {recorded !== null ? ' with the arguments that this run recorded, and' : ''} with values made for
            their parameters.
          </p>
        ) : (
          <p>
            The module <code>{only.file}</code> is loaded, with all that it imports, and{' '}
            <code>{only.name}</code> is called
            {recorded !== null ? ' with the arguments that this run recorded, and' : ''} with values made for
            its parameters.
          </p>
        )}
        <p>
          That happens in a process of its own that may read the project and nothing else: no writing, no
          network, no other processes, none of your environment, and a limit for time and memory.
        </p>
        <p className={styles.muted}>
          The sandbox guards against accidents, not against malice: exercise your own code, not code that you
          would not run otherwise.
        </p>
      </div>
    </Dialog>
  );
}
