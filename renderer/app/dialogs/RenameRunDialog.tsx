import { useState } from 'react';
import type { RunId } from '#contract';
import { useWorkbench } from '../../data/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { Dialog } from '../../widgets/Dialog.tsx';
import { TextField } from '../../widgets/Field.tsx';
import { renameRun } from '../actions/history.ts';
import styles from './Form.module.css';

export function RenameRunDialog({ run, name, onClose }: { run: RunId; name: string; onClose: () => void }) {
  const workbench = useWorkbench();
  const [text, setText] = useState(name);
  const save = async () => {
    if (await renameRun(workbench, run, text.trim())) onClose();
  };
  return (
    <Dialog title="Rename the run" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField label="Name" value={text} autoFocus onChange={(event) => setText(event.target.value)} />
        <p className={styles.muted}>
          Names are unique in a project; the command line finds a run by its name.
        </p>
        <Button look="primary" type="submit" disabled={text.trim() === ''}>
          Rename
        </Button>
      </form>
    </Dialog>
  );
}
