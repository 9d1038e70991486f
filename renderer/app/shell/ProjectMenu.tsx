import type { Project } from '#contract';
import { useRecentProjects, useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { Menu, type MenuEntry } from '../../widgets/Menu.tsx';
import { openProject } from '../actions/project.ts';
import { useCommand } from '../commands/use-commands.ts';
import styles from './TopBar.module.css';

export function ProjectMenu({ project }: { project: Project | undefined }) {
  const workbench = useWorkbench();
  const recent = useRecentProjects().value ?? [];
  const open = useCommand('project.open');
  const leave = useApp((state) => state.openProject);
  const others = recent.filter(({ dir, exists }) => exists && dir !== project?.dir).slice(0, 8);
  const entries: MenuEntry[] = [
    { id: 'open', title: 'Open folder...', icon: 'folder', shortcut: open.shortcut, onSelect: open.run },
    ...(others.length > 0 ? [{ kind: 'heading', id: 'recent', title: 'Recent projects' } as const] : []),
    ...others.map(({ dir, name }) => ({
      id: dir,
      title: name,
      detail: dir,
      mono: true,
      onSelect: () => void openProject(workbench, dir),
    })),
    ...(project
      ? ([
          { kind: 'line', id: 'line' },
          { id: 'close', title: 'Close the project', icon: 'close', onSelect: () => leave(null) },
        ] as const)
      : []),
  ];
  return (
    <Menu
      label="Project"
      entries={entries}
      trigger={({ ref, open, toggle }) => (
        <Button
          ref={ref}
          aria-haspopup="menu"
          aria-expanded={open}
          aria-label={project ? `Project: ${project.name}` : 'Project: none; Callscape'}
          tip={project?.dir ?? 'Open a project'}
          className={styles.project}
          onClick={toggle}
        >
          <span className={styles.clip}>{project?.name ?? 'Callscape'}</span>
          <Icon name="chevronDown" size={12} />
        </Button>
      )}
    />
  );
}
