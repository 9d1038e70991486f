import { useMemo, useState } from 'react';
import type { FindingSeverity, FixProposals, ProjectDir, ProposedFix } from '#contract';
import { ApplyButtons } from '#renderer/app/fixes/ApplyButtons.tsx';
import { useApp, useFoundRows } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import styles from './Fixes.module.css';
import { FixList } from './FixList.tsx';
import { isFound } from './fixes-settings.ts';
import { Preview } from './Preview.tsx';

interface ProposedProps {
  readonly dir: ProjectDir;
  readonly proposals: FixProposals;
}

/** Chosen until a person says otherwise: what is only right if a person means it is not. */
const isUsual = ({ optional }: ProposedFix): boolean => !optional;

const grades: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low'];

/** Fixes to choose from, what the one at hand does, and what all chosen ones do together. */
export function Proposed({ dir, proposals: { fixes, git, proof } }: ProposedProps) {
  const selection = useApp(({ location }) => location.selection);
  const select = useApp((state) => state.select);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [commit, setCommit] = useState(false);
  const [together, setTogether] = useState(false);
  const text = useApp(({ find }) => find.text);
  const shown = useMemo(
    () => fixes.filter(({ title, finding }) => isFound(text, title, finding)),
    [fixes, text],
  );
  const show = ({ finding }: ProposedFix) => {
    setTogether(false);
    select({ kind: 'finding', id: finding.id });
  };
  useFoundRows(shown, show);
  if (fixes.length === 0)
    return (
      <EmptyMessage icon="check" title="There is nothing to fix by itself">
        What is found is listed in the findings, with what to do about it.
      </EmptyMessage>
    );
  const chosen = fixes.filter((fix) => isUsual(fix) !== changed.has(fix.id));
  const at =
    fixes.find(({ finding }) => selection?.kind === 'finding' && finding.id === selection.id) ?? fixes[0];
  const ids = chosen.map(({ id }) => id);
  const only = (keep: (fix: ProposedFix) => boolean) =>
    setChanged(new Set(fixes.filter((fix) => keep(fix) !== isUsual(fix)).map(({ id }) => id)));
  return (
    <>
      <div className={styles.bar}>
        <div role="toolbar" aria-label="Choose fixes" className={styles.tabs}>
          <Button small onClick={() => only(isUsual)}>
            All
          </Button>
          <Button small onClick={() => only(() => false)}>
            None
          </Button>
          {grades
            .filter((grade) => fixes.some(({ finding }) => finding.severity === grade))
            .map((grade) => (
              <Button
                key={grade}
                small
                tip={`Choose those of ${grade} severity`}
                onClick={() => only((fix) => fix.finding.severity === grade && isUsual(fix))}
              >
                <span className={styles[grade]}>{grade}</span>
              </Button>
            ))}
        </div>
        <span className={styles.gap} />
        {git && (
          <label className={styles.check} data-tip="Each fix becomes a commit of its own">
            <input type="checkbox" checked={commit} onChange={(event) => setCommit(event.target.checked)} />
            As commits
          </label>
        )}
        <Button
          aria-pressed={together}
          disabled={ids.length === 0}
          tip="Show what all chosen fixes do together"
          onClick={() => setTogether(!together)}
        >
          Preview all
        </Button>
        <ApplyButtons {...{ dir, proof, commit }} fixes={ids} />
      </div>
      <div className={styles.body}>
        <FixList
          fixes={shown}
          chosen={new Set(ids)}
          at={together ? null : (at?.id ?? null)}
          onToggle={(id) => setChanged(toggled(changed, id))}
          onShow={show}
        />
        <Preview dir={dir} fix={together ? null : (at ?? null)} together={ids} />
      </div>
    </>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
