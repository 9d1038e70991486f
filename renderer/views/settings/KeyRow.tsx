import { useState } from 'react';
import type { ChooseKeys, ChosenKeys } from '#contract';
import { isMac, shortcutText } from '#renderer/app/commands/shortcut.ts';
import { keyActions } from '#renderer/app/keys/all-actions.ts';
import { conflictsOf, keysOf, taking } from '#renderer/app/keys/conflicts.ts';
import type { KeyAction } from '#renderer/app/keys/key-action.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { KeyPressField } from './KeyPressField.tsx';
import styles from './Settings.module.css';

interface KeyRowProps {
  readonly action: KeyAction;
  readonly chosen: ChosenKeys;
  readonly onChoose: (actions: ChooseKeys['actions']) => void;
}

/** The keys of an action: each can be taken away, and another one pressed. */
export function KeyRow({ action, chosen, onChoose }: KeyRowProps) {
  const [listens, setListens] = useState(false);
  /** A key that does something else already, until the person says which it shall do. */
  const [wanted, setWanted] = useState<string | null>(null);
  const keys = keysOf(chosen, action);
  const take = (key: string) => {
    setWanted(null);
    onChoose(taking(keyActions, chosen, action, key));
  };
  const onPress = (key: string | null) => {
    setListens(false);
    if (key === null || keys.includes(key)) return;
    if (conflictsOf(keyActions, chosen, action, key).length > 0) setWanted(key);
    else take(key);
  };
  return (
    <fieldset className={styles.keyRow} aria-label={action.title}>
      <span>{action.title}</span>
      <span className={styles.keys}>
        {keys.map((key) => (
          <span key={key} className={styles.chip}>
            <kbd>{shortcutText(key, isMac)}</kbd>
            <IconButton
              small
              icon="close"
              label={`Take ${shortcutText(key, isMac)} from ${action.title}`}
              tip="Take this key away"
              onClick={() => onChoose({ [action.id]: keys.filter((each) => each !== key) })}
            />
          </span>
        ))}
        {keys.length === 0 && !listens && <span className={styles.description}>no key</span>}
        {listens ? (
          <KeyPressField onPress={onPress} />
        ) : (
          <IconButton
            small
            icon="plus"
            label={`Add a key for ${action.title}`}
            tip="Press another key for it"
            onClick={() => setListens(true)}
          />
        )}
        {chosen[action.id] && (
          <IconButton
            small
            icon="rerun"
            label={`Reset the keys of ${action.title}`}
            tip={`Its own keys: ${action.keys.map((key) => shortcutText(key, isMac)).join(', ') || 'none'}`}
            onClick={() => onChoose({ [action.id]: null })}
          />
        )}
      </span>
      {wanted !== null && (
        <Conflict
          action={action}
          chosen={chosen}
          wanted={wanted}
          onTake={take}
          onLeave={() => setWanted(null)}
        />
      )}
    </fieldset>
  );
}

interface ConflictProps {
  readonly action: KeyAction;
  readonly chosen: ChosenKeys;
  readonly wanted: string;
  readonly onTake: (key: string) => void;
  readonly onLeave: () => void;
}

function Conflict({ action, chosen, wanted, onTake, onLeave }: ConflictProps) {
  const others = conflictsOf(keyActions, chosen, action, wanted);
  return (
    <span className={styles.conflict} role="alert">
      {shortcutText(wanted, isMac)} does{' '}
      {others.map(({ title, group }) => `\u201c${title}\u201d (${group})`).join(' and ')}.
      <Button small look="outline" onClick={() => onTake(wanted)}>
        Take it from there
      </Button>
      <Button small onClick={onLeave}>
        Leave it
      </Button>
    </span>
  );
}
