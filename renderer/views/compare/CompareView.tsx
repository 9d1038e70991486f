import { useMemo, useState } from 'react';
import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { useComparison, useRuns } from '#renderer/data/index.ts';
import { comparisonText, useApp, useOwn } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import styles from './Compare.module.css';
import { CompareBar } from './CompareBar.tsx';
import { ComparisonResult } from './ComparisonResult.tsx';
import { defaultChoices, repeatsOf, sourceOf } from './sources.ts';

/** Two runs, or a run and a baseline, side by side: what got slower, what failed, what came and went. */
export function CompareView() {
  const { project, run } = useApp(({ location }) => location);
  const [chosen, change] = useOwn('compare', comparisonText);
  const maxRegressionPct = useApp(({ layout }) => layout.maxRegressionPct);
  const { value: runs, error } = useRuns(project);
  const fallback = defaultChoices(runs ?? [], run);
  const base = chosen.base ?? fallback.base;
  const next = chosen.next ?? fallback.next;
  const [withNoise, setWithNoise] = useState(true);
  const repeats = useMemo(() => repeatsOf(base, next, runs ?? []), [base, next, runs]);
  const result = useComparison(
    project,
    sourceOf(base, runs ?? []),
    sourceOf(next, runs ?? []),
    maxRegressionPct,
    withNoise ? repeats : [],
  );
  const again = useCommand('run.again');
  if (error && !runs) return <ErrorMessage title="The runs cannot be listed" error={error} />;
  if (!runs) return <LoadingMessage title="Listing the runs" />;
  return (
    <div className={styles.view}>
      <CompareBar
        {...{ runs, base, next, withNoise }}
        repeats={repeats.length}
        onNoise={setWithNoise}
        onChoose={change}
      />
      {result.error ? (
        <ErrorMessage title="These cannot be compared" error={result.error} onRetry={result.retry} />
      ) : result.value ? (
        <ComparisonResult comparison={result.value} tab={chosen.tab} onTab={(tab) => change({ tab })} />
      ) : result.loading ? (
        <LoadingMessage title="Comparing" />
      ) : (
        <EmptyMessage
          icon="compare"
          title="Two runs are needed"
          actions={
            <Button
              look="outline"
              icon="rerun"
              shortcut={again.shortcut}
              tip="Run the same command again"
              onClick={again.run}
            >
              Run again
            </Button>
          }
        >
          Choose a base and a run above, import a baseline file, or run the project once more.
        </EmptyMessage>
      )}
    </div>
  );
}
