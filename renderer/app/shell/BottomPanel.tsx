import { useRun } from '../../data/index.ts';
import { type BottomTab, useApp } from '../../state/index.ts';
import { IconButton } from '../../widgets/Button.tsx';
import { useCommand } from '../commands/use-commands.ts';
import { panels } from '../panels.ts';
import styles from './BottomPanel.module.css';
import { Problems, useProblems } from './Problems.tsx';
import { ViewArea } from './ViewArea.tsx';

const tabs: readonly { readonly id: BottomTab; readonly title: string }[] = [
  { id: 'terminal', title: 'Terminal' },
  { id: 'problems', title: 'Problems' },
  { id: 'search', title: 'Search' },
  { id: 'sql', title: 'SQL' },
];

export function BottomPanel() {
  const tab = useApp(({ layout }) => layout.bottomTab);
  const large = useApp(({ layout }) => layout.bottomLarge);
  const changeLayout = useApp((state) => state.changeLayout);
  const { project, run: id } = useApp(({ location }) => location);
  const problems = useProblems(useRun(project, id));
  const hide = useCommand('panel.bottom');
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <div className={styles.tabs} role="tablist" aria-label="Bottom panel">
          {tabs.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              role="tab"
              aria-selected={id === tab}
              className={styles.tab}
              onClick={() => changeLayout({ bottomTab: id })}
            >
              {title}
              {id === 'problems' && problems.length > 0 && (
                <span className={styles.count}>{problems.length}</span>
              )}
            </button>
          ))}
        </div>
        <span className={styles.actions}>
          <IconButton
            small
            icon={large ? 'arrowDown' : 'arrowUp'}
            label={large ? 'Give the view its room back' : 'Give the panel all the room'}
            aria-pressed={large}
            onClick={() => changeLayout({ bottomLarge: !large })}
          />
          <IconButton small icon="close" label="Hide the panel" shortcut={hide.shortcut} onClick={hide.run} />
        </span>
      </div>
      <div className={styles.body}>
        {tab === 'problems' ? <Problems problems={problems} /> : <ViewArea key={tab} view={panels[tab]} />}
      </div>
    </div>
  );
}
