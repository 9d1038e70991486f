import { useProject } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { useCommand } from '../commands/use-commands.ts';
import { LevelPicker } from './LevelPicker.tsx';
import { ProjectMenu } from './ProjectMenu.tsx';
import { RunControls } from './RunControls.tsx';
import { RunMenu } from './RunMenu.tsx';
import styles from './TopBar.module.css';

export function TopBar() {
  const dir = useApp(({ location }) => location.project);
  const project = useProject(dir).value;
  return (
    <header className={styles.bar}>
      <ProjectMenu project={project} />
      {project && (
        <>
          <RunMenu dir={project.dir} />
          <span className={styles.line} />
          <LevelPicker />
          <RunControls project={project} />
        </>
      )}
      <span className={styles.gap} />
      <SearchBox />
    </header>
  );
}

function SearchBox() {
  const goTo = useCommand('palette.go-to');
  const all = useCommand('palette.commands');
  return (
    <button
      type="button"
      className={styles.search}
      data-tip={`Search functions and files; ${all.shortcut} for commands`}
      data-shortcut={goTo.shortcut}
      onClick={goTo.run}
    >
      <Icon name="search" />
      <span className={styles.clip}>Search</span>
      <kbd>{goTo.shortcut}</kbd>
    </button>
  );
}
