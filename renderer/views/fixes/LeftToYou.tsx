import { useMemo } from 'react';
import type { RefusedFix } from '#contract';
import { type FixPermissions, useFindingRules } from '#renderer/data/index.ts';
import { useApp, useFoundRows } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import styles from './Fixes.module.css';
import { isFound } from './fixes-settings.ts';

interface LeftToYouProps {
  readonly refused: readonly RefusedFix[];
  readonly may: FixPermissions;
  onAllow(what: keyof FixPermissions): void;
}

const permissions: Readonly<Record<keyof FixPermissions, { readonly label: string; readonly tip: string }>> =
  {
    registry: {
      label: 'Ask the registry',
      tip: 'Asks the registry of the project for versions; nothing is installed or written',
    },
    tools: {
      label: 'Run the formatter',
      tip: 'Runs the formatter and linters of the project, with its settings; nothing is written before you apply it',
    },
  };

/** What only a person can decide: why no edit is safe, and what to do instead. */
export function LeftToYou({ refused, may, onAllow }: LeftToYouProps) {
  const rules = useFindingRules().value ?? [];
  const { select, openSource } = useApp.getState();
  const text = useApp(({ find }) => find.text);
  const shown = useMemo(
    () => refused.filter(({ finding, reason }) => isFound(text, reason, finding)),
    [refused, text],
  );
  useFoundRows(shown, ({ finding }) => select({ kind: 'finding', id: finding.id }));
  if (refused.length === 0)
    return (
      <EmptyMessage icon="check" title="Nothing is left to you">
        Every finding that a fix is known for can be fixed by itself.
      </EmptyMessage>
    );
  return (
    <ul className={styles.cards} aria-label="Left to you">
      {shown.length === 0 && <li>Nothing of it is called so: empty the find field.</li>}
      {shown.map(({ finding, reason, needs, doubtful }) => (
        <li key={finding.id}>
          <span className={styles.head}>
            <button
              type="button"
              className={styles.link}
              onClick={() => select({ kind: 'finding', id: finding.id })}
            >
              {finding.message}
            </button>
            <span className={styles.where}>
              {doubtful && (
                <span
                  className={styles.muted}
                  data-tip="Something speaks against the finding itself: see its evidence"
                >
                  less certain
                </span>
              )}
              <span className={styles[finding.severity]}>{finding.severity}</span>
            </span>
          </span>
          <button
            type="button"
            className={styles.place}
            data-tip="Show the source"
            onClick={() => openSource(finding.file, finding.line)}
          >{`${finding.file}:${finding.line}`}</button>
          <p>{reason}</p>
          {needs !== null && !may[needs] && (
            <Button small look="outline" tip={permissions[needs].tip} onClick={() => onAllow(needs)}>
              {permissions[needs].label}
            </Button>
          )}
          <p className={styles.muted}>{rules.find(({ id }) => id === finding.rule)?.mend}</p>
        </li>
      ))}
    </ul>
  );
}
