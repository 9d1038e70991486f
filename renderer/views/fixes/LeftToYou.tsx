import type { RefusedFix } from '#contract';
import { useFindingRules } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import styles from './Fixes.module.css';

interface LeftToYouProps {
  readonly refused: readonly RefusedFix[];
  /** Lets the registry of packages be asked; `null`: it was. */
  readonly onAsk: (() => void) | null;
}

/** What only a person can decide: why no edit is safe, and what to do instead. */
export function LeftToYou({ refused, onAsk }: LeftToYouProps) {
  const rules = useFindingRules().value ?? [];
  const { select, openSource } = useApp.getState();
  if (refused.length === 0)
    return (
      <EmptyMessage icon="check" title="Nothing is left to you">
        Every finding that a fix is known for can be fixed by itself.
      </EmptyMessage>
    );
  return (
    <ul className={styles.cards} aria-label="Left to you">
      {refused.map(({ finding, reason }) => (
        <li key={finding.id}>
          <span className={styles.head}>
            <button
              type="button"
              className={styles.link}
              onClick={() => select({ kind: 'finding', id: finding.id })}
            >
              {finding.message}
            </button>
            <span className={styles[finding.severity]}>{finding.severity}</span>
          </span>
          <button
            type="button"
            className={styles.place}
            data-tip="Show the source"
            onClick={() => openSource(finding.file, finding.line)}
          >{`${finding.file}:${finding.line}`}</button>
          <p>{reason}</p>
          {onAsk !== null && finding.rule === 'undeclared-package' && (
            <Button
              small
              look="outline"
              tip="Asks the registry of the project for the newest version; nothing is installed"
              onClick={onAsk}
            >
              Ask the registry
            </Button>
          )}
          <p className={styles.muted}>{rules.find(({ id }) => id === finding.rule)?.mend}</p>
        </li>
      ))}
    </ul>
  );
}
