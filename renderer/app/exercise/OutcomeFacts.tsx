import { useState } from 'react';
import type { ExerciseOutcome } from '#contract';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import styles from './Exercising.module.css';
import { argumentsOf, happened } from './outcomes.ts';

const origins: Readonly<Record<string, string>> = {
  recorded: 'The run recorded these arguments, and the call ended well in it.',
  'of its types': 'The arguments are of the types that the parameters declare.',
  guessed: 'The types of the parameters are not known: it may never be called so.',
};

/** What happened, with which arguments, and how to see it again. */
export function OutcomeFacts({ outcome }: { readonly outcome: ExerciseOutcome }) {
  const { input, reproduction, calls } = outcome;
  const what = happened(outcome);
  return (
    <div className={styles.room}>
      <dl className={styles.facts}>
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
    </div>
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
