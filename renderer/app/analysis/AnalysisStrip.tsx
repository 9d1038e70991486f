import type { AnalysisPhase } from '#contract';
import { type AnalysisState, useRun } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { Progress } from '../../widgets/Progress.tsx';
import styles from './AnalysisStrip.module.css';

/** What the engine is at, for a person who waits for it. */
const phaseTitles: Readonly<Record<AnalysisPhase, string>> = {
  tracing: 'Reading the calls of the run',
  'call-graph': 'Reading the source',
  'dead-code': 'Looking for dead code',
  broken: 'Looking for what failed',
  connectivity: 'Looking at how modules are connected',
  performance: 'Looking for what is slow',
};

/** What is still missing in these words is what a view leaves out meanwhile. */
const leftOut: Readonly<Partial<Record<AnalysisPhase, string>>> = {
  'dead-code': 'dead code',
  broken: 'what failed',
  connectivity: 'connectivity',
  performance: 'what is slow',
};

/** That an analysis goes on, of how much, or was stopped; nothing once it is over. */
export function AnalysisStrip({ analysis }: { readonly analysis: AnalysisState }) {
  const { project } = useApp(({ location }) => location);
  const run = useRun(project, analysis.run);
  const { loading, value, soFar, progress, stopped, stop, retry } = analysis;
  if (stopped)
    return (
      <div className={styles.strip} role="status" aria-label="Analysis">
        <span>The analysis was stopped.</span>
        <span className={styles.gap} />
        <Button small icon="rerun" onClick={retry}>
          Analyse
        </Button>
      </div>
    );
  if (!loading || value !== undefined) return null;
  // Nothing is told of an analysis that is given again, because nothing of it has changed.
  const phase = progress?.phase ?? soFar?.pending[0];
  const missing = (soFar?.pending ?? []).flatMap((one) => leftOut[one] ?? []);
  return (
    <div className={styles.strip} role="status" aria-label="Analysis">
      <Progress share={null} />
      <span>{phase === undefined ? 'Looking at the project' : phaseTitles[phase]}</span>
      {run && (
        <span className={styles.amount} data-known>
          {plural(run.spans, 'call')}, {plural(run.functions, 'function')}
        </span>
      )}
      {missing.length > 0 && <span className={styles.missing}>Not known yet: {missing.join(', ')}</span>}
      <span className={styles.gap} />
      <Button small tip="What is known so far stays until you leave" onClick={stop}>
        Stop
      </Button>
    </div>
  );
}
