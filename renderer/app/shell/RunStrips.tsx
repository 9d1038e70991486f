import { useSyncExternalStore } from 'react';
import { useProgress, useRun, useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { classes } from '../../widgets/classes.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { useCommand } from '../commands/use-commands.ts';
import { showHonesty } from './HonestyButton.tsx';
import { lossSentence } from './honesty.ts';
import styles from './RunStrips.module.css';

/** Above every view of a run: why it failed, what its recording lacks, and that figures on screen are not the newest. */
export function RunStrips() {
  const { project, run: id } = useApp(({ location }) => location);
  const run = useRun(project, id);
  const honesty = useProgress(run?.id ?? null).value?.honesty;
  const problems = useCommand('panel.problems');
  const loss = honesty && lossSentence(honesty);
  const { cache } = useWorkbench();
  const outdated = useSyncExternalStore(cache.watchOutdated, cache.outdated);
  return (
    <>
      {run?.diagnosis && (
        <div className={classes(styles.strip, styles.error)} role="alert">
          <Icon name="error" />
          <span className={styles.text}>
            <strong>{run.diagnosis.title}</strong> {run.diagnosis.action}
          </span>
          <Button small onClick={problems.run}>
            Details
          </Button>
        </div>
      )}
      {run?.state === 'interrupted' && (
        <div className={classes(styles.strip, styles.warning)} role="status">
          <Icon name="warning" />
          <span className={styles.text}>
            Callscape was closed during this run. What the app had recorded until then has been recovered.
          </span>
        </div>
      )}
      {outdated && (
        <div className={classes(styles.strip, styles.warning)} role="status">
          <Icon name="warning" />
          <span className={styles.text}>
            <strong>Some of what is shown could not be brought up to date.</strong> {outdated.message}
          </span>
          <Button small onClick={() => cache.renew()}>
            Try again
          </Button>
        </div>
      )}
      {loss && (
        <div className={classes(styles.strip, styles.warning)} role="status">
          <Icon name="warning" />
          <span className={styles.text}>{loss}</span>
          <Button small onClick={showHonesty}>
            What it means
          </Button>
        </div>
      )}
    </>
  );
}
