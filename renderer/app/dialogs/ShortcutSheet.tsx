import { useChosenKeys } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { Dialog } from '../../widgets/Dialog.tsx';
import { keyActions } from '../keys/all-actions.ts';
import { keysOf } from '../keys/conflicts.ts';
import { keysText } from '../keys/use-keys.ts';
import { views } from '../views.ts';
import styles from './ShortcutSheet.module.css';

interface Row {
  readonly title: string;
  readonly keys: string;
}

/** Every shortcut as the person has it: those of the commands, and what keys and pointer do in each view. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const chosen = useChosenKeys();
  const { openView } = useApp.getState();
  const groups = new Map<string, Row[]>();
  const add = (group: string, row: Row) => groups.set(group, [...(groups.get(group) ?? []), row]);
  for (const action of keyActions) {
    const keys = keysText(keysOf(chosen, action));
    if (keys !== undefined) add(action.group, { title: action.title, keys });
  }
  for (const { title, keys } of views) for (const row of keys?.gestures ?? []) add(`In ${title}`, row);
  return (
    <Dialog
      title="Keyboard shortcuts"
      wide
      onClose={onClose}
      footer={
        <Button
          look="outline"
          icon="settings"
          onClick={() => {
            onClose();
            openView('settings');
          }}
        >
          Change them
        </Button>
      }
    >
      <div className={styles.columns}>
        {[...groups].map(([group, rows]) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.heading}>{group}</h3>
            {rows.map(({ title, keys }) => (
              <div key={`${keys} ${title}`} className={styles.row}>
                <span>{title}</span>
                <kbd>{keys}</kbd>
              </div>
            ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
