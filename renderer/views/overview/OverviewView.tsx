import { useMemo } from 'react';
import type { AnalysisSummary, Finding } from '#contract';
import { AnalysisStrip } from '#renderer/app/analysis/AnalysisStrip.tsx';
import { Chart } from '#renderer/app/chart/index.ts';
import { useAnalysis, useFindingRules } from '#renderer/data/index.ts';
import { formatFindingChoice, useApp } from '#renderer/state/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import { count } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage } from '#renderer/widgets/Message.tsx';
import { Notes } from '#renderer/widgets/Notes.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { findingsChart } from './charts.ts';
import { findingsByCategory } from './figures.ts';
import styles from './Overview.module.css';
import { Panel } from './Panel.tsx';
import { RunCharts } from './RunCharts.tsx';
import { type Tile, tilesOf } from './tiles.ts';
import { WorstFindings } from './WorstFindings.tsx';

/** The project and its run on one page; every figure leads to what it counts. */
export function OverviewView() {
  const { project, run } = useApp(({ location }) => location);
  const analysis = useAnalysis(project, run);
  if (analysis.error && !analysis.value)
    return (
      <ErrorMessage title="The project cannot be analysed" error={analysis.error} onRetry={analysis.retry} />
    );
  const known = analysis.value ?? analysis.soFar;
  const notes = [
    ...(analysis.value && run !== null && analysis.run === null
      ? ['The run is not over: the figures of the analysis are those of the source alone.']
      : []),
    ...(analysis.value?.warnings ?? []),
  ];
  return (
    <div className={styles.view}>
      <AnalysisStrip analysis={analysis} />
      <Notes label="What limits this analysis" notes={notes} />
      <div className={styles.page}>
        <Tiles summary={known?.summary ?? {}} />
        <div className={styles.panels}>
          {known && (analysis.value || known.findings.length > 0) ? (
            <FindingCharts findings={known.findings} />
          ) : (
            <FindingsToCome isStopped={analysis.stopped} />
          )}
          {run === null ? (
            <EmptyMessage icon="play" title="Nothing has run yet">
              Run the project to see when it called what, how long it took, and where the time went.
            </EmptyMessage>
          ) : (
            <RunCharts run={run} />
          )}
        </div>
      </div>
    </div>
  );
}

function Tiles({ summary }: { readonly summary: Partial<AnalysisSummary> }) {
  return (
    <ul className={styles.tiles} aria-label="Figures of the analysis">
      {tilesOf(summary).map((tile) => (
        <li key={tile.id}>
          <button type="button" className={styles.tile} data-tip={tile.tip} onClick={() => open(tile)}>
            <span className={styles.title}>{tile.title}</span>
            <span className={classes(styles.figure, styles[tile.tone])}>
              {tile.figure === null ? (
                <span className={styles.unknown} title="Not known yet">
                  …
                </span>
              ) : (
                <span data-known>
                  <Num figure={tile.figure} />
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function open({ view, rules }: Tile): void {
  const { openView, setOwn } = useApp.getState();
  if (rules.length === 0) openView(view);
  else setOwn(view, formatFindingChoice({ severities: [], rules }), 'open');
}

/** Has the room of the findings before there are any, so that what stands below is not moved away from the pointer when they come. */
function FindingsToCome({ isStopped }: { readonly isStopped: boolean }) {
  return (
    <>
      {['Findings', 'The gravest findings'].map((title) => (
        <Panel key={title} title={title}>
          <p className={styles.toCome}>
            {isStopped ? 'The analysis was stopped before it found anything.' : 'None known yet.'}
          </p>
        </Panel>
      ))}
    </>
  );
}

function FindingCharts({ findings }: { readonly findings: readonly Finding[] }) {
  const rules = useFindingRules().value;
  const setOwn = useApp((state) => state.setOwn);
  const categories = useMemo(() => findingsByCategory(findings, rules ?? []), [findings, rules]);
  const chart = useMemo(() => findingsChart(categories), [categories]);
  if (findings.length === 0)
    return (
      <Panel title="Findings">
        <EmptyMessage icon="check" title="Nothing was found">
          No rule has anything to say of this project.
        </EmptyMessage>
      </Panel>
    );
  return (
    <>
      <Panel title="Findings" aside={count(findings.length)}>
        <Chart
          label={`Findings by category: ${categories.map(({ category, counts }) => `${category} ${counts.reduce((sum, n) => sum + n, 0)}`).join(', ')}`}
          option={chart}
          height={210}
          onPress={(at) => {
            const found = categories[at];
            if (found)
              setOwn('findings', formatFindingChoice({ severities: [], rules: found.rules }), 'open');
          }}
        />
      </Panel>
      <Panel title="The gravest findings" aside="a press shows one">
        <WorstFindings findings={findings} />
      </Panel>
    </>
  );
}
