import { useState } from 'react';
import { useProject, useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { Dialog } from '../../widgets/Dialog.tsx';
import { TextField } from '../../widgets/Field.tsx';
import { startCommand } from '../actions/run.ts';
import styles from './Form.module.css';

/** Any shell line, run under the tracer in the project's folder. */
export function RunCommandDialog({ onClose }: { onClose: () => void }) {
  const workbench = useWorkbench();
  const project = useProject(useApp(({ location }) => location.project)).value;
  const [command, setCommand] = useState('');
  const [cwd, setCwd] = useState('.');
  const [name, setName] = useState('');
  if (!project) return null;
  const start = async () => {
    const saveAs = name.trim() === '' ? null : name.trim();
    if (await startCommand(workbench, project, command, cwd.trim() || '.', saveAs)) onClose();
  };
  return (
    <Dialog title="Run a command" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <TextField
          label="Command, as you would type it in a shell"
          mono
          value={command}
          placeholder="node server.js --port 8080"
          autoFocus
          onChange={(event) => setCommand(event.target.value)}
        />
        <TextField
          label="Folder, relative to the project"
          mono
          value={cwd}
          onChange={(event) => setCwd(event.target.value)}
        />
        <TextField
          label="Save as a configuration named (optional)"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button look="primary" icon="play" type="submit" disabled={command.trim() === ''}>
          Run
        </Button>
      </form>
    </Dialog>
  );
}
