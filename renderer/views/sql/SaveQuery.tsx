import { useState } from 'react';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Dialog } from '#renderer/widgets/Dialog.tsx';
import { TextField } from '#renderer/widgets/Field.tsx';

/** Asks for the name under which a statement is kept. */
export function SaveQuery({ sql, onClose }: { readonly sql: string; readonly onClose: () => void }) {
  const { queries, saveQuery } = useApp.getState();
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const save = () => {
    if (trimmed === '') return;
    saveQuery({ name: trimmed, sql });
    onClose();
  };
  const isTaken = queries.saved.some((query) => query.name === trimmed);
  return (
    <Dialog
      title="Save the statement"
      onClose={onClose}
      footer={
        <Button look="primary" disabled={trimmed === ''} onClick={save}>
          Save
        </Button>
      }
    >
      <TextField
        label="Name"
        value={name}
        maxLength={80}
        problem={isTaken ? 'A statement of this name is there already; it will be replaced.' : null}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
    </Dialog>
  );
}
