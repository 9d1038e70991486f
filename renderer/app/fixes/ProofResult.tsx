import type { Proof } from '#contract';
import { Button } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { compareProof } from '../actions/fixes.ts';
import styles from './Fixes.module.css';

const verdicts = {
  proved: 'Proved',
  inconclusive: 'Inconclusive',
  worse: 'Worse: taken back',
} as const;
const icons = { passed: 'check', unknown: 'info', failed: 'error' } as const;
const outcomes = { passed: 'Passed', unknown: 'Not known', failed: 'Failed' } as const;

/** What running the app before and after showed. */
export function ProofResult({ proof }: { readonly proof: Proof }) {
  const { verdict, checks, before, after } = proof;
  return (
    <section className={styles.proof} aria-label="Proof">
      <h4>
        <span className={styles[verdict]}>{verdicts[verdict]}</span>
        {before !== null && after !== null && (
          <Button small icon="compare" onClick={() => compareProof(proof)}>
            Compare the runs
          </Button>
        )}
      </h4>
      <ul aria-label="Checks">
        {checks.map(({ subject, outcome, text }) => (
          <li key={subject} className={styles[outcome]}>
            <Icon name={icons[outcome]} size={14} />
            <span className={styles.hidden}>{outcomes[outcome]}: </span>
            <span className={styles.words}>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
