import { useState } from 'react';
import { AnalysisStrip } from '#renderer/app/analysis/AnalysisStrip.tsx';
import { FixingStrip } from '#renderer/app/fixes/FixingStrip.tsx';
import { Page } from '#renderer/app/Page.tsx';
import { type FixPermissions, useAnalysis, useFixHistory, useFixProposals } from '#renderer/data/index.ts';
import { useApp, useOwn } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count } from '#renderer/widgets/format.ts';
import { ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import styles from './Fixes.module.css';
import { type FixTab, fixesText } from './fixes-settings.ts';
import { History } from './History.tsx';
import { LeftToYou } from './LeftToYou.tsx';
import { Proposed } from './Proposed.tsx';
import { WorkedOut } from './WorkedOut.tsx';

/** What can be done about the findings: proposed, applied with or without proof, and taken back. */
export function FixesView() {
  const { project, run } = useApp(({ location }) => location);
  const [may, setMay] = useState<FixPermissions>({ registry: false, tools: false });
  const proposals = useFixProposals(project, run, may);
  const analysis = useAnalysis(project, run);
  const known = analysis.value ?? analysis.soFar;
  const history = useFixHistory(project);
  const [{ tab }, change] = useOwn('fixes', fixesText);
  if (project === null) return null;
  const tabs: readonly { readonly id: FixTab; readonly title: string; readonly n: number | undefined }[] = [
    { id: 'proposed', title: 'Proposed', n: proposals.value?.fixes.length },
    { id: 'left', title: 'Left to you', n: proposals.value?.refused.length },
    { id: 'history', title: 'History', n: history.value?.length },
  ];
  return (
    <Page
      title="Fixes"
      find="fixes and files"
      about={
        <div role="toolbar" aria-label="What to show" className={styles.tabs}>
          {tabs.map(({ id, title, n }) => (
            <Button key={id} small aria-pressed={id === tab} onClick={() => change({ tab: id })}>
              {title}
              {n !== undefined && (
                <span className={styles.muted} data-known={id === 'history' ? undefined : ''}>
                  {count(n)}
                </span>
              )}
            </Button>
          ))}
        </div>
      }
    >
      {tab !== 'history' && !proposals.value && <AnalysisStrip analysis={analysis} />}
      {tab !== 'history' && <FixingStrip dir={project} />}
      {tab === 'history' ? (
        history.value ? (
          <History dir={project} records={history.value} />
        ) : history.error ? (
          <ErrorMessage title="The history cannot be read" error={history.error} onRetry={history.retry} />
        ) : (
          <LoadingMessage title="Reading the history" />
        )
      ) : proposals.value ? (
        tab === 'proposed' ? (
          <Proposed dir={project} proposals={proposals.value} />
        ) : (
          <LeftToYou
            refused={proposals.value.refused}
            may={may}
            onAllow={(what) => setMay({ ...may, [what]: true })}
          />
        )
      ) : proposals.error ? (
        <ErrorMessage title="No fixes can be proposed" error={proposals.error} onRetry={proposals.retry} />
      ) : (
        <WorkedOut findings={known?.findings ?? null} />
      )}
    </Page>
  );
}
