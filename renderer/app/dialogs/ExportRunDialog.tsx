import { useState } from 'react';
import type { ExportFormat, RunId } from '#contract';
import { useRun, useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { Dialog } from '../../widgets/Dialog.tsx';
import { TextField } from '../../widgets/Field.tsx';
import { writeExport } from '../actions/export.ts';
import styles from './Form.module.css';

interface ExportRunDialogProps {
  readonly run: RunId;
  readonly format: ExportFormat;
  readonly name: string;
  readonly onClose: () => void;
}

/** Where a browser has no save dialog: the engine writes the file where the person says. */
export function ExportRunDialog({ run: id, format, name, onClose }: ExportRunDialogProps) {
  const workbench = useWorkbench();
  const run = useRun(
    useApp(({ location }) => location.project),
    id,
  );
  const [file, setFile] = useState(run ? `${run.dir}/${name}` : '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (!run) return;
    setBusy(true);
    try {
      await writeExport(workbench, run, format, file);
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <Dialog title="Export the run" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label="File on the machine that Callscape runs on"
          mono
          value={file}
          problem={problem}
          autoFocus
          onChange={(event) => setFile(event.target.value)}
        />
        <Button look="primary" type="submit" disabled={busy || file === ''}>
          {busy ? 'Writing' : 'Export'}
        </Button>
      </form>
    </Dialog>
  );
}
