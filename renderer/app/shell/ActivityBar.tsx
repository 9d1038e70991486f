import { useState } from 'react';
import { useApp, type ViewId } from '../../state/index.ts';
import { Icon } from '../../widgets/Icon.tsx';
import type { IconName } from '../../widgets/icons.ts';
import { useCommand } from '../commands/use-commands.ts';
import { useThemeName } from '../theme.ts';
import { views } from '../views.ts';
import styles from './ActivityBar.module.css';

/** The areas of the app on the left: the trace with its tabs, and the pages of their own. */
export function ActivityBar() {
  const at = useApp(({ location }) => location.view);
  const project = useApp(({ location }) => location.project);
  const openView = useApp((state) => state.openView);
  const [lastTrace, setLastTrace] = useState<ViewId>('flamegraph');
  const place = views.find(({ id }) => id === at)?.place;
  if (place === 'trace' && at !== lastTrace) setLastTrace(at);
  const welcome = views.find(({ id }) => id === 'welcome');
  const pages = views.filter(
    (view) => view.place === 'activity' && view !== welcome && view.id !== 'settings',
  );
  const settings = views.find(({ id }) => id === 'settings');
  return (
    <nav className={styles.bar} aria-label="Areas">
      {welcome && (
        <Item
          icon={welcome.icon}
          label={welcome.title}
          shortcut={welcome.shortcut}
          current={at === 'welcome'}
          onClick={() => openView('welcome')}
        />
      )}
      <Item
        icon="flamegraph"
        label="Recording"
        current={place === 'trace'}
        disabled={project === null}
        onClick={() => openView(lastTrace)}
      />
      {pages.map(({ id, icon, title, shortcut }) => (
        <Item
          key={id}
          icon={icon}
          label={title}
          shortcut={shortcut}
          current={at === id}
          disabled={project === null}
          onClick={() => openView(id)}
        />
      ))}
      <span className={styles.gap} />
      <ThemeItem />
      <ShortcutsItem />
      {settings && (
        <Item
          icon={settings.icon}
          label={settings.title}
          shortcut={settings.shortcut}
          current={at === 'settings'}
          disabled={project === null}
          onClick={() => openView('settings')}
        />
      )}
    </nav>
  );
}

function ThemeItem() {
  const theme = useThemeName();
  const changeLayout = useApp((state) => state.changeLayout);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <Item
      icon={theme === 'dark' ? 'sun' : 'moon'}
      label={`Switch to the ${other} theme`}
      onClick={() => changeLayout({ theme: other })}
    />
  );
}

function ShortcutsItem() {
  const { run, shortcut } = useCommand('help.shortcuts');
  return <Item icon="keyboard" label="Keyboard shortcuts" shortcut={shortcut} onClick={run} />;
}

interface ItemProps {
  readonly icon: IconName;
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly current?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Item({ icon, label, shortcut, current, disabled, onClick }: ItemProps) {
  return (
    <button
      type="button"
      className={styles.item}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      data-tip={label}
      data-shortcut={shortcut}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} size={18} />
    </button>
  );
}
