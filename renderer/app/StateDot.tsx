import type { Run } from '#contract';
import { isLive } from '../data/index.ts';
import { classes } from '../widgets/classes.ts';
import { endedBadly, runStateText } from './run-state.ts';
import styles from './StateDot.module.css';

/** A run's state at a glance: filled while it lives, red when it failed, hollow when it is done. */
export function StateDot({ run }: { run: Run }) {
  return (
    <span
      role="img"
      aria-label={runStateText(run)}
      className={classes(
        styles.dot,
        isLive(run) && styles.live,
        endedBadly(run) && styles.bad,
        run.state === 'interrupted' && styles.doubt,
      )}
    />
  );
}
