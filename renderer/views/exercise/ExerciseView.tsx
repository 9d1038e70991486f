import type { ExerciseOutcome, ExerciseResult, ProjectDir } from '#contract';
import { AnalysisStrip } from '#renderer/app/analysis/AnalysisStrip.tsx';
import { BusyStrip } from '#renderer/app/exercise/BusyStrip.tsx';
import { countByResult, results, resultTitles } from '#renderer/app/exercise/outcomes.ts';
import { resultClass } from '#renderer/app/exercise/result-class.ts';
import { Page } from '#renderer/app/Page.tsx';
import { type AnalysisState, useAnalysis, useExercising } from '#renderer/data/index.ts';
import { useApp, useOwn } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage } from '#renderer/widgets/Message.tsx';
import styles from './Exercise.module.css';
import { exerciseText, placeOf } from './exercise-settings.ts';
import { OutcomeDetail } from './OutcomeDetail.tsx';
import { OutcomeTable } from './OutcomeTable.tsx';

/** What becomes of the project's exported functions when they are called in a sandbox; only ever on a person's word. */
export function ExerciseView() {
  const { project, run } = useApp(({ location }) => location);
  const analysis = useAnalysis(project, run);
  if (project === null) return null;
  if (analysis.error && !analysis.value)
    return (
      <ErrorMessage title="The project cannot be analysed" error={analysis.error} onRetry={analysis.retry} />
    );
  return (
    <Exercised
      dir={project}
      analysis={analysis}
      outcomes={analysis.value?.exercise?.outcomes ?? null}
      isStale={analysis.loading && analysis.value !== undefined}
    />
  );
}

interface ExercisedProps {
  readonly dir: ProjectDir;
  readonly analysis: AnalysisState;
  /** `null`: nothing has been called since the source changed last. */
  readonly outcomes: readonly ExerciseOutcome[] | null;
  readonly isStale: boolean;
}

function Exercised({ dir, analysis, outcomes, isStale }: ExercisedProps) {
  const { state } = useExercising();
  const showOverlay = useApp((app) => app.showOverlay);
  const [{ chosen, selected }, change] = useOwn('exercise', exerciseText);
  const busy = state.kind === 'busy';
  const counts = countByResult(outcomes ?? []);
  const toggle = (result: ExerciseResult) =>
    change({
      chosen: chosen.includes(result) ? chosen.filter((one) => one !== result) : [...chosen, result],
    });
  const shown = outcomes?.find((outcome) => placeOf(outcome) === selected) ?? null;
  const select = (outcome: ExerciseOutcome | null) =>
    change({ selected: outcome === null ? null : placeOf(outcome) });
  const call = (
    <Button
      look="primary"
      small={outcomes !== null}
      icon="exercise"
      disabled={busy}
      tip="Asks first: it runs the project's code, in a sandbox"
      onClick={() => showOverlay({ kind: 'exercise', only: null })}
    >
      {outcomes === null ? 'Call the exported functions' : 'Call again'}
    </Button>
  );
  return (
    <Page
      title="Exercise"
      find={outcomes === null ? undefined : 'functions, files and errors'}
      actions={outcomes !== null && call}
      about={
        outcomes !== null && (
          <div role="toolbar" aria-label="Results" className={styles.facets}>
            {results.map((result) => (
              <Button
                key={result}
                small
                aria-pressed={chosen.includes(result)}
                onClick={() => toggle(result)}
              >
                <span className={counts[result] > 0 ? resultClass(result) : styles.muted}>
                  {resultTitles[result]}
                </span>
                <span className={styles.muted}>{count(counts[result])}</span>
              </Button>
            ))}
          </div>
        )
      }
    >
      <AnalysisStrip analysis={analysis} />
      <BusyStrip dir={dir} />
      {outcomes === null ? (
        <EmptyMessage
          icon="exercise"
          title={busy ? 'The functions are being called' : 'Nothing has been called'}
          actions={busy ? null : call}
        >
          {busy
            ? 'The outcomes are shown when all are done.'
            : `Callscape can call the exported functions of this project in a sandbox and say which of them work, throw, or do not end${isStale ? '. The source has changed since the last time.' : '.'}`}
        </EmptyMessage>
      ) : (
        <div className={styles.body}>
          <OutcomeTable {...{ outcomes, chosen }} selected={shown} onSelect={select} />
          {shown && <OutcomeDetail outcome={shown} onClose={() => select(null)} />}
        </div>
      )}
    </Page>
  );
}
