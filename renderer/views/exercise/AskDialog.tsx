import { Button } from '#renderer/widgets/Button.tsx';
import { Dialog } from '#renderer/widgets/Dialog.tsx';
import styles from './Exercise.module.css';

interface AskDialogProps {
  /** Recorded arguments will be used. */
  readonly withRun: boolean;
  readonly onClose: () => void;
  readonly onStart: () => void;
}

/** Asks before the project's code is run, and says what that means. */
export function AskDialog({ withRun, onClose, onStart }: AskDialogProps) {
  return (
    <Dialog
      title="Run this project's code?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" icon="exercise" onClick={onStart}>
            Call the functions
          </Button>
        </>
      }
    >
      <div className={styles.words}>
        <p>
          Every module is loaded, and its exported functions and classes are called
          {withRun ? ' with the arguments that this run recorded, and' : ''} with values made for their
          parameters.
        </p>
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
