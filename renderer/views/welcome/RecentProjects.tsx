import { forgetProject, openProject } from '#renderer/app/actions/project.ts';
import { useRecentProjects, useWorkbench } from '#renderer/data/index.ts';
import { IconButton } from '#renderer/widgets/Button.tsx';
import { clock } from '#renderer/widgets/format.ts';
import { Icon } from '#renderer/widgets/Icon.tsx';
import styles from './Welcome.module.css';

export function RecentProjects() {
  const workbench = useWorkbench();
  const { value, error } = useRecentProjects();
  return (
    <section>
      <h2 className={styles.heading}>Recent projects</h2>
      {error && !value && <p className={styles.muted}>{error.message}</p>}
      {value?.length === 0 && <p className={styles.muted}>None yet. Open a folder, or try a sample below.</p>}
      <ul className={styles.list} aria-label="Recent projects">
        {value?.map(({ dir, name, openedAt, exists }) => (
          <li key={dir} className={styles.row}>
            <button
              type="button"
              className={styles.open}
              disabled={!exists}
              data-tip={
                exists ? `Opened ${clock(openedAt, Date.now())}` : 'This folder is not there any more'
              }
              onClick={() => void openProject(workbench, dir)}
            >
              <Icon name="folder" />
              <span className={styles.name}>{name}</span>
              <span className={styles.detail}>
                {dir}
                {!exists && ' (not there any more)'}
              </span>
            </button>
            <IconButton
              small
              icon="close"
              label={`Forget ${name}`}
              tip="Forget; nothing is deleted"
              onClick={() => void forgetProject(workbench, dir)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
