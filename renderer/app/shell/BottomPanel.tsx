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
];

export function BottomPanel() {
  const tab = useApp(({ layout }) => layout.bottomTab);
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
        <IconButton small icon="close" label="Hide the panel" shortcut={hide.shortcut} onClick={hide.run} />
      </div>
      <div className={styles.body}>
        {tab === 'terminal' ? <ViewArea view={panels.terminal} /> : <Problems problems={problems} />}
      </div>
    </div>
  );
}
