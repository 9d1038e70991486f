import type { Comparison, RunId, Verdict } from '#contract';
import { FindField } from '#renderer/app/FindField.tsx';
import type { CompareTab } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count } from '#renderer/widgets/format.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { Notes } from '#renderer/widgets/Notes.tsx';
import styles from './Compare.module.css';
import { ComparedTable } from './ComparedTable.tsx';
import { verdictTitles } from './change.ts';
import { FindingChanges } from './FindingChanges.tsx';
import { MetricChanges } from './MetricChanges.tsx';
import { SideFacts } from './SideFacts.tsx';
import { Structure } from './Structure.tsx';

const verdicts: readonly Verdict[] = ['regressed', 'errors', 'improved', 'added', 'removed', 'unchanged'];

interface ComparisonResultProps {
  readonly comparison: Comparison;
  readonly tab: CompareTab;
  readonly onTab: (tab: CompareTab) => void;
}

export function ComparisonResult({ comparison, tab, onTab }: ComparisonResultProps) {
  const { functions, warnings } = comparison;
  const structural =
    comparison.addedEdges.length +
    comparison.removedEdges.length +
    comparison.addedModules.length +
    comparison.removedModules.length;
  const tabs: readonly { readonly id: CompareTab; readonly title: string; readonly n: number | null }[] = [
    { id: 'all', title: 'All functions', n: functions.length },
    ...verdicts.map((id) => ({
      id,
      title: verdictTitles[id],
      n: functions.filter(({ verdict }) => verdict === id).length,
    })),
    { id: 'structure', title: 'Calls and modules', n: structural },
    { id: 'findings', title: 'Findings', n: null },
    { id: 'metrics', title: 'Processes', n: null },
  ];
  return (
    <>
      <SideFacts comparison={comparison} />
      <Notes label="What limits this comparison" notes={warnings} />
      <div className={styles.tabs} role="toolbar" aria-label="What to show">
        {tabs.map(({ id, title, n }) => (
          <Button key={id} small aria-pressed={id === tab} onClick={() => onTab(id)}>
            {title}
            {n !== null && (
              <span className={id === 'regressed' && n > 0 ? styles.worse : styles.muted}>{count(n)}</span>
            )}
          </Button>
        ))}
        <span className={styles.gap} />
        <span className={styles.find}>
          <FindField />
        </span>
      </div>
      <div className={styles.body}>
        {tab === 'structure' ? (
          <Structure comparison={comparison} />
        ) : tab === 'findings' || tab === 'metrics' ? (
          <OfBothRuns what={tab} base={comparison.base.run} next={comparison.next.run} />
        ) : (
          <ComparedTable
            functions={functions}
            verdict={tab === 'all' ? null : tab}
            withMemory={comparison.memory !== null}
          />
        )}
      </div>
    </>
  );
}

interface OfBothRunsProps {
  readonly what: 'findings' | 'metrics';
  readonly base: RunId | null;
  readonly next: RunId | null;
}

/** What only recordings know, not the summary that a baseline file is. */
function OfBothRuns({ what, base, next }: OfBothRunsProps) {
  if (base === null || next === null)
    return (
      <EmptyMessage icon="compare" title="A baseline file does not hold them">
        Findings and figures of the processes are read from recordings. Choose a run on both sides to compare
        them.
      </EmptyMessage>
    );
  return what === 'findings' ? (
    <FindingChanges base={base} next={next} />
  ) : (
    <MetricChanges base={base} next={next} />
  );
}
