import { useMemo } from 'react';
import type { AnalysisSummary, Finding } from '#contract';
import { AnalysisStrip } from '#renderer/app/analysis/AnalysisStrip.tsx';
import {
  type AnalysisState,
  findingKeys,
  useAnalysis,
  useFindingRules,
  useWorkbench,
} from '#renderer/data/index.ts';
import {
  type FindingChoice,
  formatFindingChoice,
  parseFindingChoice,
  useApp,
} from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage } from '#renderer/widgets/Message.tsx';
import { Notes } from '#renderer/widgets/Notes.tsx';
import styles from './Findings.module.css';
import { FindingTable } from './FindingTable.tsx';
import { countBySeverity, severities, toggled } from './facets.ts';
import { RuleRail } from './RuleRail.tsx';
import { Summary } from './Summary.tsx';

/** What is broken, slow, leaking, dead or badly put together, in the source and in the run on screen. */
export function FindingsView() {
  const { project, run } = useApp(({ location }) => location);
  const { cache } = useWorkbench();
  const analysis = useAnalysis(project, run);
  if (analysis.error && !analysis.value)
    return (
      <ErrorMessage title="The project cannot be analysed" error={analysis.error} onRetry={analysis.retry} />
    );
  if (project === null) return null;
  const known = analysis.value ?? analysis.soFar;
  return (
    <Analysed
      analysis={analysis}
      findings={known?.findings ?? []}
      summary={known?.summary ?? {}}
      isLeftOut={run !== null && analysis.run === null}
      isStale={analysis.loading && analysis.value !== undefined}
      onAgain={() => cache.invalidate(findingKeys.analysis(project, analysis.run))}
    />
  );
}

interface AnalysedProps {
  readonly analysis: AnalysisState;
  /** As far as they are known. */
  readonly findings: readonly Finding[];
  readonly summary: Partial<AnalysisSummary>;
  /** There is a run, and it was not analysed because it still runs. */
  readonly isLeftOut: boolean;
  /** Newer findings are on their way: files have changed, or the person has asked. */
  readonly isStale: boolean;
  readonly onAgain: () => void;
}

function Analysed({ analysis, findings, summary, isLeftOut, isStale, onAgain }: AnalysedProps) {
  const rules = useFindingRules().value ?? [];
  const own = useApp(({ location }) => location.own.findings);
  const setOwn = useApp((state) => state.setOwn);
  const choice = useMemo(() => parseFindingChoice(own), [own]);
  const setChoice = (next: FindingChoice) => setOwn('findings', formatFindingChoice(next));
  const counts = countBySeverity(findings);
  const notes = [
    ...(isStale ? ['The findings of before; newer ones are being made.'] : []),
    ...(isLeftOut
      ? ['The run is not over: these are the findings of the source alone. The rest follows when it ends.']
      : []),
    ...(analysis.value?.warnings ?? []),
  ];
  return (
    <div className={styles.view} aria-busy={isStale}>
      <header className={styles.bar}>
        <div role="toolbar" aria-label="Severities" className={styles.severities}>
          {severities.map((severity) => (
            <Button
              key={severity}
              small
              aria-pressed={choice.severities.includes(severity)}
              onClick={() => setChoice({ ...choice, severities: toggled(choice.severities, severity) })}
            >
              <span className={counts[severity] > 0 ? styles[severity] : styles.muted}>{severity}</span>
              <span className={styles.muted}>
                {counts[severity] > 0 || analysis.value ? count(counts[severity]) : '…'}
              </span>
            </Button>
          ))}
        </div>
        <span className={styles.gap} />
        <Button
          small
          icon="exercise"
          tip="Call the exported functions in a sandbox, to see which of them fail"
          onClick={() => useApp.getState().openView('exercise')}
        >
          Call functions
        </Button>
        <Button small icon="rerun" tip="Read the changed files and judge again" onClick={onAgain}>
          Analyse again
        </Button>
        <Summary summary={summary} />
      </header>
      <AnalysisStrip analysis={analysis} />
      <Notes label="What limits this analysis" notes={notes} />
      <div className={styles.body}>
        {findings.length === 0 && !analysis.value ? (
          <EmptyMessage icon="finding" title={analysis.stopped ? 'Nothing was looked for' : 'Nothing so far'}>
            {analysis.stopped
              ? 'The analysis was stopped before it found anything.'
              : 'Findings are shown as they come.'}
          </EmptyMessage>
        ) : findings.length === 0 ? (
          <EmptyMessage icon="check" title="Nothing was found">
            No rule has anything to say of this project. Run it to find what is slow or broken.
          </EmptyMessage>
        ) : (
          <>
            <RuleRail
              {...{ findings, rules }}
              chosen={choice.rules}
              onChoose={(chosen) => setChoice({ ...choice, rules: chosen })}
            />
            <FindingTable {...{ findings, choice }} />
          </>
        )}
      </div>
    </div>
  );
}
