import type { TracingLevel } from '#contract';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { Menu, type MenuEntry } from '../../widgets/Menu.tsx';
import styles from './TopBar.module.css';

/** What each level records, and roughly what it costs the app. */
const levels: readonly { readonly level: TracingLevel; readonly title: string; readonly detail: string }[] = [
  { level: 0, title: '0  Off', detail: 'No code is changed; only the terminal is kept' },
  { level: 1, title: '1  Calls', detail: 'Entry, exit and time of every call' },
  { level: 2, title: '2  Values', detail: 'and parameters, return values and errors' },
  { level: 3, title: '3  Operations', detail: 'and awaits, and calls into installed packages' },
  { level: 4, title: '4  Variables', detail: 'and variables after each statement, to be replayed' },
  { level: 5, title: '5  Lines', detail: 'and every line and assignment, to be replayed' },
];

/** The level of the next run. */
export function LevelPicker() {
  const level = useApp((state) => state.level);
  const setLevel = useApp((state) => state.setLevel);
  const entries: MenuEntry[] = [
    {
      id: 'configured',
      title: 'As configured',
      detail: 'The configuration and the settings decide',
      checked: level === null,
      onSelect: () => setLevel(null),
    },
    { kind: 'line', id: 'line' },
    ...levels.map((each) => ({
      id: String(each.level),
      title: each.title,
      detail: each.detail,
      checked: each.level === level,
      onSelect: () => setLevel(each.level),
    })),
  ];
  return (
    <Menu
      label="Level of the next run"
      entries={entries}
      trigger={({ ref, open, toggle }) => (
        <Button
          ref={ref}
          aria-haspopup="menu"
          aria-expanded={open}
          tip="How much the next run records"
          onClick={toggle}
        >
          <span className={styles.muted}>Level</span>
          {level ?? 'auto'}
          <Icon name="chevronDown" size={12} />
        </Button>
      )}
    />
  );
}
