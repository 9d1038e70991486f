import type { ProjectDir } from '#contract';
import { useExercising } from '../../data/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { count } from '../../widgets/format.ts';
import { Progress } from '../../widgets/Progress.tsx';
import styles from './Exercising.module.css';

/** How far the calls are, and why they could not be made; nothing where there is nothing to say. */
export function BusyStrip({ dir }: { readonly dir: ProjectDir }) {
  const { exercising, state } = useExercising();
  if (state.kind === 'idle' || state.dir !== dir) return null;
  if (state.kind === 'failed')
    return (
      <p className={styles.strip} role="alert">
        <span className={styles.throws}>The functions could not be called.</span> {state.error.message}
      </p>
    );
  const { progress } = state;
  return (
    <div className={styles.strip} role="status" aria-label="Calling functions">
      <Progress share={progress === null ? null : progress.done / (progress.total || 1)} />
      <span>
        {progress === null
          ? 'Reading the source'
          : `${count(progress.done)} of ${count(progress.total)} functions`}
      </span>
      <span className={styles.file}>{progress?.file}</span>
      <span className={styles.gap} />
      <Button small tip="Nothing is left behind" onClick={() => exercising.cancel()}>
        Cancel
      </Button>
    </div>
  );
}
