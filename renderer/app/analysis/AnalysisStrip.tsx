import type { AnalysisPhase } from '#contract';
import type { AnalysisState } from '../../data/index.ts';
import { Button } from '../../widgets/Button.tsx';
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

/** That an analysis goes on, or was stopped; nothing once it is over. */
export function AnalysisStrip({ analysis }: { readonly analysis: AnalysisState }) {
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
  const phase = progress?.phase ?? soFar?.pending[0] ?? 'call-graph';
  const missing = (soFar?.pending ?? []).flatMap((one) => leftOut[one] ?? []);
  return (
    <div className={styles.strip} role="status" aria-label="Analysis">
      <progress aria-label="Progress" />
      <span>{phaseTitles[phase]}</span>
      {missing.length > 0 && <span className={styles.missing}>Not known yet: {missing.join(', ')}</span>}
      <span className={styles.gap} />
      <Button small tip="What is known so far stays until you leave" onClick={stop}>
        Stop
      </Button>
    </div>
  );
}
