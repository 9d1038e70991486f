import { Icon } from './Icon.tsx';
import styles from './Notes.module.css';

/** What limits the figures below it, one sentence each; nothing where nothing does. */
export function Notes({ label, notes }: { readonly label: string; readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes} aria-label={label}>
      {notes.map((note) => (
        <li key={note}>
          <Icon name="warning" size={14} />
          {note}
        </li>
      ))}
    </ul>
  );
}
