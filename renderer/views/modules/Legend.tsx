import { classes } from '#renderer/widgets/classes.ts';
import styles from './Modules.module.css';

/** What the lines and boxes mean. */
export function Legend({ hasRun }: { hasRun: boolean }) {
  return (
    <div className={styles.legend} aria-hidden="true">
      {hasRun && (
        <>
          <span className={styles.line} />
          called in the run, wider by calls
        </>
      )}
      <span className={classes(styles.line, styles.static)} />
      {hasRun ? 'imported, no call recorded' : 'imported'}
      <span className={classes(styles.line, styles.cycle)} />
      in an import cycle
      {hasRun && (
        <>
          <span className={styles.ran} />
          functions of it ran, in the colour of the module
          <span className={styles.idle} />
          no function of it ran
        </>
      )}
    </div>
  );
}
