import type { AnalysisSummary } from '#contract';
import { count, duration } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import styles from './Findings.module.css';

/** The figures of the analysis in one line; those of a run are left out without one, and those that are not known yet. */
export function Summary({ summary }: { readonly summary: Partial<AnalysisSummary> }) {
  const number = (n: number | null | undefined) => (n == null ? null : { value: count(n), unit: '' });
  const milliseconds = (ms: number | null | undefined) => (ms == null ? null : duration(ms * 1e6));
  const { connectivityRatio: ratio } = summary;
  const facts = [
    ['Functions traced', number(summary.tracedFunctions)],
    ['Functions in the source', number(summary.callGraphNodes)],
    ['Connected', ratio === undefined ? null : { value: (100 * ratio).toFixed(1), unit: '%' }],
    ['Dead', number(summary.deadCodeFunctions)],
    ['Broken', number(summary.brokenFunctions)],
    ['Slow', number(summary.slowFunctions)],
    ['Response', milliseconds(summary.avgResponseMs)],
    ['p95', milliseconds(summary.p95ResponseMs)],
  ] as const;
  if (facts.every(([, figure]) => figure === null)) return null;
  return (
    <dl className={styles.summary} aria-label="Summary">
      {facts.map(
        ([title, figure]) =>
          figure && (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                <Num figure={figure} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
