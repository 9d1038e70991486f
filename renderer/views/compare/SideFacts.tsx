import type { ComparedSide, Comparison } from '#contract';
import { classes } from '#renderer/widgets/classes.ts';
import { count, duration, percent } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import styles from './Compare.module.css';
import { changeCount, changeMs } from './change.ts';

const heads = ['', 'Name', 'Started', 'Duration', 'Exit', 'Calls', 'Errors', 'Connectivity'];

/** The facts of both sides, and how they differ. */
export function SideFacts({ comparison: { base, next, regressions } }: { comparison: Comparison }) {
  return (
    <div className={styles.facts}>
      {heads.map((head, at) => (
        <span key={head} className={classes(styles.head, at < 3 && styles.text)}>
          {head}
        </span>
      ))}
      <span />
      <SideRow title="Base" side={base} />
      <span />
      <SideRow title="Run" side={next} />
      <span />
      <span className={classes(styles.text, styles.muted)}>Change</span>
      <span className={styles.text}>
        {regressions === 0 ? (
          'No function got slower'
        ) : (
          <strong className={styles.worse}>
            {count(regressions)} {regressions === 1 ? 'function' : 'functions'} slower
          </strong>
        )}
      </span>
      <span />
      <span>
        <Num figure={changeMs(next.durationMs - base.durationMs)} />
      </span>
      <span />
      <span>
        <Num figure={changeCount(next.calls - base.calls)} />
      </span>
      <span className={next.errors > base.errors ? styles.worse : ''}>
        <Num figure={changeCount(next.errors - base.errors)} />
      </span>
      <span />
      <span />
    </div>
  );
}

function SideRow({ title, side }: { title: string; side: ComparedSide }) {
  return (
    <>
      <span className={classes(styles.text, styles.muted)}>{title}</span>
      <span className={styles.text}>{side.name}</span>
      <span className={styles.text}>{side.startedAt.slice(0, 19).replace('T', ' ')}</span>
      <span>
        <Num figure={duration(side.durationMs * 1e6)} />
      </span>
      <span>
        <Num figure={{ value: side.exitCode === null ? '\u2013' : String(side.exitCode), unit: '' }} />
      </span>
      <span>
        <Num figure={{ value: count(side.calls), unit: '' }} />
      </span>
      <span>
        <Num figure={{ value: count(side.errors), unit: '' }} />
      </span>
      <span>
        <Num figure={percent(side.connectivityRatio)} />
      </span>
    </>
  );
}
