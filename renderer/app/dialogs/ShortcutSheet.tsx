import { Dialog } from '../../widgets/Dialog.tsx';
import { commands } from '../commands/registry.ts';
import { isMac, shortcutText } from '../commands/shortcut.ts';
import { views } from '../views.ts';
import styles from './ShortcutSheet.module.css';

interface Row {
  readonly title: string;
  readonly keys: string;
}

/** Every shortcut: those of the commands, and the keys that a view handles itself. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const groups = new Map<string, Row[]>();
  for (const { group, title, shortcut, alsoOn = [] } of commands) {
    if (!shortcut) continue;
    const keys = [shortcut, ...alsoOn].map((each) => shortcutText(each, isMac)).join(', ');
    groups.set(group, [...(groups.get(group) ?? []), { title, keys }]);
  }
  for (const { title, keys } of views) if (keys) groups.set(`In ${title}`, [...keys]);
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={onClose}>
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
