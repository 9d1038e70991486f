import { useState } from 'react';
import type { Comparison, Verdict } from '#contract';
import { Button } from '#renderer/widgets/Button.tsx';
import { count } from '#renderer/widgets/format.ts';
import { Notes } from '#renderer/widgets/Notes.tsx';
import styles from './Compare.module.css';
import { ComparedTable } from './ComparedTable.tsx';
import { verdictTitles } from './change.ts';
import { SideFacts } from './SideFacts.tsx';
import { Structure } from './Structure.tsx';

type Tab = Verdict | 'all' | 'structure';
const verdicts: readonly Verdict[] = ['regressed', 'errors', 'improved', 'added', 'removed', 'unchanged'];

export function ComparisonResult({ comparison }: { comparison: Comparison }) {
  const [tab, setTab] = useState<Tab>('all');
  const { functions, warnings } = comparison;
  const structural =
    comparison.addedEdges.length +
    comparison.removedEdges.length +
    comparison.addedModules.length +
    comparison.removedModules.length;
  const tabs: readonly { readonly id: Tab; readonly title: string; readonly n: number }[] = [
    { id: 'all', title: 'All functions', n: functions.length },
    ...verdicts.map((id) => ({
      id,
      title: verdictTitles[id],
      n: functions.filter(({ verdict }) => verdict === id).length,
    })),
    { id: 'structure', title: 'Calls and modules', n: structural },
  ];
  return (
    <>
      <SideFacts comparison={comparison} />
      <Notes label="What limits this comparison" notes={warnings} />
      <div className={styles.tabs} role="toolbar" aria-label="What to show">
        {tabs.map(({ id, title, n }) => (
          <Button key={id} small aria-pressed={id === tab} onClick={() => setTab(id)}>
            {title}
            <span className={id === 'regressed' && n > 0 ? styles.worse : styles.muted}>{count(n)}</span>
          </Button>
        ))}
      </div>
      <div className={styles.body}>
        {tab === 'structure' ? (
          <Structure comparison={comparison} />
        ) : (
          <ComparedTable functions={functions} verdict={tab === 'all' ? null : tab} />
        )}
      </div>
    </>
  );
}
