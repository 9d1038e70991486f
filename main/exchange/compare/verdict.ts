import type { FunctionFigures, Verdict } from '#contract';

/** A change of a function's total below this is noise: a timer tick, a collection of garbage. */
export const NOISE_FLOOR_MS = 1;

/**
 * What became of one function from one run to the next. In this order:
 * - `added`, `removed`: called in one run only.
 * - `regressed`: its average and its median both grew by more than `maxRegressionPct` percent, and its total by at least
 *   `NOISE_FLOOR_MS`. One slow outlier moves the average only, more calls move the total only, and neither is a regression
 *   of the function.
 * - `errors`: it failed more often, in number and as a share of its calls.
 * - `improved`: the mirror image of `regressed`.
 * - `unchanged`: everything else, and a function whose time is not known on one side.
 */
export function judge(
  base: FunctionFigures | null,
  next: FunctionFigures | null,
  maxRegressionPct: number,
): Verdict {
  if (!wasCalled(base)) return 'added';
  if (!wasCalled(next)) return 'removed';
  if (isSlower(base, next, maxRegressionPct)) return 'regressed';
  if (next.errors > base.errors && next.errors / next.calls > base.errors / base.calls) return 'errors';
  return isSlower(next, base, maxRegressionPct) ? 'improved' : 'unchanged';
}

/** A function that was loaded and not called is as good as absent. */
export function wasCalled(figures: FunctionFigures | null): figures is FunctionFigures {
  return figures !== null && figures.calls > 0;
}

function isSlower(than: FunctionFigures, slow: FunctionFigures, pct: number): boolean {
  const factor = 1 + pct / 100;
  const grew = (from: number | null, to: number | null): boolean =>
    from !== null && to !== null && to > from * factor;
  return (
    grew(than.avgMs, slow.avgMs) &&
    grew(than.p50Ms, slow.p50Ms) &&
    slow.totalMs - than.totalMs >= NOISE_FLOOR_MS
  );
}
