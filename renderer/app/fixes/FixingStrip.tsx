import type { FixProgress, ProjectDir } from '#contract';
import { useFixing } from '../../data/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { Progress } from '../../widgets/Progress.tsx';
import styles from './Fixes.module.css';
import { ProofResult } from './ProofResult.tsx';

const phases: Readonly<Record<FixProgress['phase'], string>> = {
  checking: 'Checking',
  before: 'Before the fix',
  applying: 'Applying',
  after: 'After the fix',
  narrowing: 'Finding out which fix it is',
  undoing: 'Taking it back',
};

/** What applying fixes is at, and how the last time ended; nothing where there is nothing to say. */
export function FixingStrip({ dir }: { readonly dir: ProjectDir }) {
  const { fixing, state } = useFixing();
  if (state.kind === 'idle' || state.dir !== dir) return null;
  if (state.kind === 'busy') {
    const { progress } = state;
    return (
      <div className={styles.strip} role="status" aria-label="Applying fixes">
        <Progress share={progress === null ? null : progress.done / (progress.of || 1)} />
        <span>{progress === null ? 'Applying' : `${phases[progress.phase]}: ${progress.text}`}</span>
        <span className={styles.gap} />
        <Button small tip="What was applied is taken back" onClick={() => fixing.cancel()}>
          Cancel
        </Button>
      </div>
    );
  }
  return (
    <section className={styles.strip} aria-label="Result">
      <div className={styles.outcome} role={state.kind === 'failed' ? 'alert' : 'status'}>
        {state.kind === 'failed' ? (
          <p className={styles.failed}>Nothing is applied. {state.error.message}</p>
        ) : (
          <Outcome outcome={state.outcome} />
        )}
      </div>
      <IconButton small icon="close" label="Dismiss" onClick={() => fixing.dismiss()} />
    </section>
  );
}

type Done = Extract<ReturnType<typeof useFixing>['state'], { kind: 'done' }>['outcome'];

function Outcome({ outcome: { applied, left, takenBack, proof, notes } }: { readonly outcome: Done }) {
  const leftOut = left.filter(({ id }) => !takenBack.includes(id)).length;
  // Of one that was applied alone the verdict says it.
  const apart = proof?.verdict === 'worse' ? 0 : takenBack.length;
  const kept = applied.filter(({ state }) => state === 'applied').length;
  return (
    <>
      <p>
        {kept > 0 ? `${plural(kept, 'fix is', 'fixes are')} applied.` : 'Nothing is applied.'}
        {apart > 0 &&
          ` ${plural(apart, 'fix', 'fixes')} made something worse and ${apart === 1 ? 'is' : 'are'} taken back.`}
        {leftOut > 0 && ` ${plural(leftOut, 'fix was', 'fixes were')} left out.`}
      </p>
      {proof !== null && <ProofResult proof={proof} />}
      <ul>
        {[...left.map(({ reason }) => reason), ...notes].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}
