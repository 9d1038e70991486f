import type { ExerciseResult, FunctionIdentity } from '#contract';
import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { BusyStrip } from '#renderer/app/exercise/BusyStrip.tsx';
import { OutcomeFacts } from '#renderer/app/exercise/OutcomeFacts.tsx';
import { resultClass } from '#renderer/app/exercise/result-class.ts';
import { useExercising, useOutcome } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './Inspector.module.css';
import { Section } from './Section.tsx';

/** What became of the function when it was called in the sandbox, and the way to call it there. */
export function SandboxSection({ fn }: { readonly fn: FunctionIdentity }) {
  const project = useApp(({ location }) => location.project);
  const outcome = useOutcome(project, fn);
  const { state } = useExercising();
  const { shortcut } = useCommand('function.exercise');
  const showOverlay = useApp((app) => app.showOverlay);
  if (project === null) return null;
  const call = (
    <Button
      small
      icon="exercise"
      disabled={state.kind === 'busy'}
      tip="Asks first: it runs the project's code, in a sandbox"
      shortcut={shortcut}
      onClick={() => showOverlay({ kind: 'exercise', only: fn })}
    >
      {outcome === null ? 'Call it' : 'Call again'}
    </Button>
  );
  return (
    <Section title="In the sandbox" aside={call}>
      <BusyStrip dir={project} />
      {outcome === null ? (
        state.kind === 'idle' && (
          <p className={styles.note}>
            It has not been called since the source changed last. What its module exports can be called with
            recorded and with made-up arguments, to see whether it fails.
          </p>
        )
      ) : (
        <>
          <p className={`${styles.text} ${resultClass(outcome.result)}`}>It {phrases[outcome.result]}.</p>
          <OutcomeFacts outcome={outcome} />
        </>
      )}
    </Section>
  );
}

const phrases: Readonly<Record<ExerciseResult, string>> = {
  works: 'works',
  throws: 'throws',
  'times-out': 'does not end in time',
  'not-testable': 'cannot be tested',
};
