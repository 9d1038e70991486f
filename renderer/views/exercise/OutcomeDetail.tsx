import type { ExerciseOutcome } from '#contract';
import { OutcomeFacts } from '#renderer/app/exercise/OutcomeFacts.tsx';
import { resultTitles } from '#renderer/app/exercise/outcomes.ts';
import { resultClass } from '#renderer/app/exercise/result-class.ts';
import { useApp } from '#renderer/state/index.ts';
import { IconButton } from '#renderer/widgets/Button.tsx';
import styles from './Exercise.module.css';

interface OutcomeDetailProps {
  readonly outcome: ExerciseOutcome;
  readonly onClose: () => void;
}

/** One outcome whole: what was called, what happened, and how to see it again. */
export function OutcomeDetail({ outcome, onClose }: OutcomeDetailProps) {
  const { function: fn, result } = outcome;
  const openSource = useApp((state) => state.openSource);
  return (
    <section className={styles.detail} aria-label="Outcome">
      <header>
        <h2>
          <span className={styles.code}>{fn.name}</span>{' '}
          <span className={resultClass(result)}>{resultTitles[result]}</span>
        </h2>
        <button
          type="button"
          className={styles.place}
          data-tip="Show the source"
          onClick={() => openSource(fn.file, fn.line)}
        >{`${fn.file}:${fn.line}`}</button>
        <span className={styles.gap} />
        <IconButton small icon="close" label="Close the outcome" onClick={onClose} />
      </header>
      <div className={styles.facts}>
        <OutcomeFacts outcome={outcome} />
      </div>
    </section>
  );
}
