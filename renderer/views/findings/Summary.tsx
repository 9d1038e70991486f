import type { Analysis } from '#contract';
import { count, duration, noFigure } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import styles from './Findings.module.css';

/** The figures of the analysis in one line; those of a run are left out without one. */
export function Summary({ summary }: { summary: Analysis['summary'] }) {
  const milliseconds = (ms: number | null) => (ms === null ? noFigure : duration(ms * 1e6));
  const facts = [
    [
      'Functions traced',
      summary.tracedFunctions === null ? null : { value: count(summary.tracedFunctions), unit: '' },
    ],
    ['Functions in the source', { value: count(summary.callGraphNodes), unit: '' }],
    ['Connected', { value: (100 * summary.connectivityRatio).toFixed(1), unit: '%' }],
    ['Dead', { value: count(summary.deadCodeFunctions), unit: '' }],
    ['Broken', summary.brokenFunctions === null ? null : { value: count(summary.brokenFunctions), unit: '' }],
    ['Slow', summary.slowFunctions === null ? null : { value: count(summary.slowFunctions), unit: '' }],
    ['Response', summary.avgResponseMs === null ? null : milliseconds(summary.avgResponseMs)],
    ['p95', summary.p95ResponseMs === null ? null : milliseconds(summary.p95ResponseMs)],
  ] as const;
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
