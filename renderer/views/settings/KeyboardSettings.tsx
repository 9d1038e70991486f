import { useState } from 'react';
import { attempt } from '#renderer/app/actions/report.ts';
import { keyActions } from '#renderer/app/keys/all-actions.ts';
import { chooseKeys, useChosenKeys, useWorkbench } from '#renderer/data/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { TextInput } from '#renderer/widgets/Field.tsx';
import { count } from '#renderer/widgets/format.ts';
import { KeyRow } from './KeyRow.tsx';
import styles from './Settings.module.css';

/** Every key of the workbench, to be changed. */
export function KeyboardSettings() {
  const workbench = useWorkbench();
  const chosen = useChosenKeys();
  const [typed, setTyped] = useState('');
  const words = typed.toLowerCase().split(/\s+/);
  const shown = keyActions.filter(({ title, group }) => {
    const text = `${title} ${group}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = Map.groupBy(shown, ({ group }) => group);
  const changed = Object.keys(chosen).length;
  const choose = (actions: Readonly<Record<string, readonly string[] | null>>) =>
    void attempt('The keys could not be changed', () => chooseKeys(workbench, actions));
  return (
    <section className={styles.group} aria-label="Keyboard">
      <h2 className={styles.heading}>Keyboard</h2>
      <p className={styles.lead}>
        The same in every project and window. A key that does something else in the same place is told before
        it is taken from there.
      </p>
      <div className={styles.keysBar}>
        <TextInput
          label="Find an action"
          placeholder="Find an action"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span className={styles.description} aria-live="polite">
          {count(shown.length)} of {count(keyActions.length)}
        </span>
        <span className={styles.gap} />
        <Button
          look="outline"
          icon="rerun"
          disabled={changed === 0}
          tip="Give every action its own keys back"
          onClick={() => choose(Object.fromEntries(Object.keys(chosen).map((id) => [id, null])))}
        >
          Reset all
        </Button>
      </div>
      {shown.length === 0 && <p className={styles.description}>No action is called so.</p>}
      {[...groups].map(([group, actions]) => (
        <div key={group} className={styles.keyGroup}>
          <h3 className={styles.subheading}>{group}</h3>
          {actions.map((action) => (
            <KeyRow key={action.id} action={action} chosen={chosen} onChoose={choose} />
          ))}
        </div>
      ))}
    </section>
  );
}
