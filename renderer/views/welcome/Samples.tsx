import { openSample } from '#renderer/app/actions/project.ts';
import { useSamples, useWorkbench } from '#renderer/data/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import { Icon } from '#renderer/widgets/Icon.tsx';
import styles from './Welcome.module.css';

export function Samples() {
  const workbench = useWorkbench();
  const { value, error } = useSamples();
  return (
    <section>
      <h2 className={styles.heading}>Sample projects</h2>
      {error && !value && <p className={styles.muted}>{error.message}</p>}
      <ul className={classes(styles.list, styles.samples)} aria-label="Sample projects">
        {value?.map(({ id, name, description }) => (
          <li key={id} className={styles.row}>
            <button
              type="button"
              className={styles.open}
              data-tip="Copied to your own data folder and opened"
              onClick={() => void openSample(workbench, id)}
            >
              <Icon name="play" />
              <span className={styles.name}>{name}</span>
              <span className={styles.detail}>{description}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
