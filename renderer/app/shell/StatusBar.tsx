import { isLive, useConnection, useProgress, useRun, useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { bytes, count, figureText, shortCount } from '../../widgets/format.ts';
import { runStateText } from '../run-state.ts';
import { HonestyButton } from './HonestyButton.tsx';
import styles from './StatusBar.module.css';

/** What the run amounts to, what its recording lacks, and whether the engine can be reached. */
export function StatusBar() {
  const { project, run: id } = useApp(({ location }) => location);
  const run = useRun(project, id);
  const progress = useProgress(run?.id ?? null).value;
  const live = isLive(run);
  return (
    <footer className={styles.bar}>
      {run && <Fact label="Run" value={runStateText(run)} />}
      {progress && (
        <>
          <Fact
            label="Spans"
            value={live ? count(progress.spans) : shortCount(progress.spans)}
            tip={`${count(progress.spans)} spans`}
          />
          {live && (
            <Fact
              label="Rate"
              value={`${shortCount(progress.spansPerSecond)}/s`}
              tip="Spans read in the last second"
            />
          )}
          <HonestyButton honesty={progress.honesty} />
          <Fact label="Store" value={figureText(bytes(progress.bytes))} tip={run?.file ?? ''} />
          {live && (
            <Fact
              label="Lag"
              value={figureText(bytes(progress.lagBytes))}
              tip="Recorded by the app, and not read by Callscape yet"
            />
          )}
        </>
      )}
      <span className={styles.gap} />
      <ConnectionState />
    </footer>
  );
}

function Fact({ label, value, tip }: { label: string; value: string; tip?: string }) {
  return (
    <span className={styles.item} data-tip={tip}>
      {label} <b>{value}</b>
    </span>
  );
}

function ConnectionState() {
  const { status, reason } = useConnection();
  const { connection } = useWorkbench();
  if (status === 'open') return null;
  return (
    <>
      <span className={styles.lost} role="alert">
        {status === 'lost'
          ? `${reason || 'The connection to the engine was lost.'} Reconnecting.`
          : `Connecting to the engine. ${reason ?? ''}`}
      </span>
      <Button small onClick={connection.retry}>
        Reconnect now
      </Button>
    </>
  );
}
