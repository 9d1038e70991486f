import type { RunId } from '#contract';
import { useWorkbench } from '../../data/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { Dialog } from '../../widgets/Dialog.tsx';
import { removeRun } from '../actions/history.ts';
import styles from './Form.module.css';

export function RemoveRunDialog({ run, name, onClose }: { run: RunId; name: string; onClose: () => void }) {
  const workbench = useWorkbench();
  const remove = async () => {
    if (await removeRun(workbench, run)) onClose();
  };
  return (
    <Dialog
      title="Remove the run"
      onClose={onClose}
      footer={
        <>
          <Button look="outline" autoFocus onClick={onClose}>
            Keep it
          </Button>
          <Button look="danger" icon="trash" onClick={() => void remove()}>
            Remove
          </Button>
        </>
      }
    >
      <p className={styles.line}>
        The recording of <strong>{name}</strong> is deleted from the disk. Exports made of it stay. This
        cannot be undone.
      </p>
    </Dialog>
  );
}
