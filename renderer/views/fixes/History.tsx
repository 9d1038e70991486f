import { useMemo, useState } from 'react';
import type { FixRecord, ProjectDir } from '#contract';
import { undoAllFixes, undoFix } from '#renderer/app/actions/fixes.ts';
import { FixDiffs } from '#renderer/app/fixes/FixDiffs.tsx';
import { ProofResult } from '#renderer/app/fixes/ProofResult.tsx';
import { useFixing, useWorkbench } from '#renderer/data/index.ts';
import { useApp, useFoundRows } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { classes } from '#renderer/widgets/classes.ts';
import { clock, plural } from '#renderer/widgets/format.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import styles from './Fixes.module.css';
import { isFound } from './fixes-settings.ts';

interface HistoryProps {
  readonly dir: ProjectDir;
  /** Newest first. */
  readonly records: readonly FixRecord[];
}

/** What was applied, with its proof, and the way back. */
export function History({ dir, records }: HistoryProps) {
  const workbench = useWorkbench();
  const busy = useFixing().state.kind === 'busy';
  const [at, setAt] = useState<string | null>(null);
  const text = useApp(({ find }) => find.text);
  const listed = useMemo(
    () => records.filter(({ title, finding }) => isFound(text, title, finding)),
    [records, text],
  );
  useFoundRows(listed, ({ id }) => setAt(id));
  const shown = records.find(({ id }) => id === at) ?? records[0];
  if (shown === undefined)
    return (
      <EmptyMessage icon="history" title="No fix was applied yet">
        Fixes that are applied stay here, with what proved them, and can be taken back.
      </EmptyMessage>
    );
  const applied = records.filter(({ state }) => state === 'applied');
  return (
    <>
      <div className={styles.bar}>
        <span className={styles.muted}>{plural(applied.length, 'fix is', 'fixes are')} applied</span>
        <span className={styles.gap} />
        <Button
          look="outline"
          disabled={busy || applied.length === 0}
          tip="Take all fixes back, the last first"
          onClick={() => void undoAllFixes(workbench, dir)}
        >
          Undo all
        </Button>
      </div>
      <div className={styles.body}>
        <ul className={styles.list} aria-label="Applied fixes">
          {listed.length === 0 && <li className={styles.none}>No fix is called so: empty the find field.</li>}
          {listed.map((record) => (
            <li key={record.id} className={classes(styles.item, record === shown && styles.at)}>
              <button type="button" aria-current={record === shown} onClick={() => setAt(record.id)}>
                <span className={styles.head}>
                  <span>{record.title}</span>
                  <span className={record.state === 'applied' ? styles.applied : styles.muted}>
                    {record.proof?.verdict === 'worse' ? 'taken back' : record.state}
                  </span>
                </span>
                <span className={styles.where}>
                  <bdi>{record.finding === null ? '' : `${record.finding.file}:${record.finding.line}`}</bdi>
                  <span>{clock(record.appliedAt, Date.now())}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        <section className={styles.preview} aria-label="Fix">
          <div className={styles.head}>
            <p className={styles.message}>{shown.finding?.message ?? shown.title}</p>
            <Button
              look="outline"
              disabled={busy || shown.state !== 'applied'}
              tip="Take this fix back; later edits elsewhere in its files stay"
              onClick={() => void undoFix(workbench, dir, shown.id)}
            >
              Undo
            </Button>
          </div>
          {shown.proof !== null && <ProofResult proof={shown.proof} />}
          {shown.commit !== null && <p className={styles.muted}>Commit {shown.commit.slice(0, 12)}</p>}
          <FixDiffs files={shown.files} />
        </section>
      </div>
    </>
  );
}
