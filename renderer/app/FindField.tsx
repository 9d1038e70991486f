import { useApp } from '../state/index.ts';
import { IconButton } from '../widgets/Button.tsx';
import { classes } from '../widgets/classes.ts';
import { count } from '../widgets/format.ts';
import { Icon } from '../widgets/Icon.tsx';
import { findFieldId } from './commands/workbench-commands.ts';
import styles from './FindField.module.css';

/** Text looked for in the view on screen; Enter and Shift+Enter go through the matches, Escape clears it. */
export function FindField({ what = 'functions and files' }: { readonly what?: string }) {
  const find = useApp((state) => state.find);
  const { setFindText, moveFind } = useApp.getState();
  return (
    <search className={styles.find}>
      <Icon name="search" size={13} />
      <input
        id={findFieldId}
        type="text"
        aria-label={`Find ${what} in this view`}
        data-tip="Find; Enter and Shift+Enter for the next and previous match"
        data-shortcut="/"
        placeholder="Find"
        spellCheck={false}
        autoComplete="off"
        value={find.text}
        onChange={(event) => setFindText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') moveFind(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') {
            setFindText('');
            event.currentTarget.blur();
          }
        }}
      />
      {find.text !== '' && <Matches count={find.count} cursor={find.cursor} />}
      {find.text !== '' && (
        <IconButton small icon="close" label="Clear the find text" onClick={() => setFindText('')} />
      )}
    </search>
  );
}

function Matches({ count: total, cursor }: { count: number | null; cursor: number }) {
  if (total === null) return null;
  const text = cursor < 0 ? count(total) : `${count(cursor + 1)} of ${count(total)}`;
  return (
    <output className={classes(styles.matches, total === 0 && styles.none)} aria-label="Matches">
      {total === 0 ? 'none' : text}
    </output>
  );
}
