import { useState } from 'react';
import type { ExerciseOutcome } from '#contract';
import { useApp } from '#renderer/state/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { plural } from '#renderer/widgets/format.ts';
import styles from './Exercise.module.css';
import { argumentsOf, happened, resultTitles } from './outcomes.ts';

interface OutcomeDetailProps {
  readonly outcome: ExerciseOutcome;
  readonly onClose: () => void;
}

const origins: Readonly<Record<string, string>> = {
  recorded: 'The run recorded these arguments, and the call ended well in it.',
  'of its types': 'The arguments are of the types that the parameters declare.',
  guessed: 'The types of the parameters are not known: it may never be called so.',
};

/** One outcome whole: what was called, what happened, and how to see it again. */
export function OutcomeDetail({ outcome, onClose }: OutcomeDetailProps) {
  const { function: fn, result, input, reproduction, calls } = outcome;
  const openSource = useApp((state) => state.openSource);
  const what = happened(outcome);
  return (
    <section className={styles.detail} aria-label="Outcome">
      <header>
        <h2>
          <span className={styles.code}>{fn.name}</span>{' '}
          <span className={styles[result]}>{resultTitles[result]}</span>
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
      <dl>
        {what !== '' && (
          <>
            <dt>What happened</dt>
            <dd>{what}</dd>
          </>
        )}
        {input !== null && (
          <>
            <dt>Called with</dt>
            <dd>
              <code>({input})</code>
              <p className={styles.muted}>{origins[argumentsOf(outcome)]}</p>
            </dd>
          </>
        )}
        {calls > 0 && (
          <>
            <dt>Calls</dt>
            <dd>{plural(calls, 'call')}</dd>
          </>
        )}
        {reproduction !== null && (
          <>
            <dt>To see it again</dt>
            <dd className={styles.again}>
              <code>{reproduction}</code>
              <CopyButton text={reproduction} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState('');
  return (
    <Button
      small
      look="outline"
      tip="Copy the line; it runs in the project's folder"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(text),
          () => setCopied(''),
        );
      }}
    >
      {copied === text ? 'Copied' : 'Copy'}
    </Button>
  );
}
