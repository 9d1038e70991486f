import { useMemo } from 'react';
import type { Finding, RunId } from '#contract';
import { useAnalysis } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import { count } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import styles from './Compare.module.css';
import { findingChanges } from './finding-changes.ts';

interface SidesProps {
  readonly base: RunId;
  readonly next: RunId;
}

/** What the source as it is now shows with the one run and with the other. */
export function FindingChanges({ base, next }: SidesProps) {
  const project = useApp(({ location }) => location.project);
  const before = useAnalysis(project, base);
  const after = useAnalysis(project, next);
  const changes = useMemo(
    () => before.value && after.value && findingChanges(before.value, after.value),
    [before.value, after.value],
  );
  const failed = after.error ? after : before.error ? before : null;
  if (failed?.error && !changes)
    return (
      <ErrorMessage title="The project cannot be analysed" error={failed.error} onRetry={failed.retry} />
    );
  if (!changes) return <LoadingMessage title="Analysing the project with both runs" />;
  const { worse, better, same } = changes;
  if (worse.length === 0 && better.length === 0)
    return (
      <EmptyMessage icon="check" title="The same findings">
        Both runs show the same {count(same)} findings of the source as it is now.
      </EmptyMessage>
    );
  return (
    <div className={styles.structure}>
      <FindingList title="New or graver" findings={worse} isWorse />
      <FindingList title="Gone or less grave" findings={better} />
      <p className={styles.muted}>
        {count(same)} stand in both. The source is read as it is now; what only a run can show is what differs
        here.
      </p>
    </div>
  );
}

interface FindingListProps {
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly isWorse?: boolean;
}

function FindingList({ title, findings, isWorse }: FindingListProps) {
  const { openSource } = useApp.getState();
  if (findings.length === 0) return null;
  return (
    <section>
      <h3>
        {title} <span className={isWorse ? styles.worse : styles.muted}>{count(findings.length)}</span>
      </h3>
      <ul aria-label={title} className={styles.findings}>
        {findings.map(({ id, rule, severity, message, range }) => (
          <li key={id}>
            <button type="button" onClick={() => openSource(range.file, range.line)}>
              <span className={classes(styles.severity, isWorse && severity !== 'low' && styles.worse)}>
                {severity}
              </span>
              <span>
                {message}
                <span className={styles.where}>
                  {rule}, {range.file}:{range.line}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
