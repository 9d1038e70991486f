import type { FunctionFigures, Verdict } from '#contract';

/**
 * A change that a run without any would show more often than this is noise. Hundreds of functions are judged at a time, so
 * one in twenty would be too many.
 */
const NOISE_CHANCE = 0.01;

/** A change of a function's total below this is noise: a timer tick, a collection of garbage. */
const NOISE_FLOOR_MS = 1;

export interface Limits {
  /** How much slower a function may be, in percent. */
  readonly maxRegressionPct: number;
  /** A smaller change of a function's total is not judged. */
  readonly floorMs: number;
}

/**
 * The floor of a comparison: the noise of any machine, or what one wrong time at both ends of a call can make up where the
 * clock of a run was worse. @param maxClockErrorMs the larger one of both runs
 */
export function floorOf(maxClockErrorMs: number): number {
  return Math.max(NOISE_FLOOR_MS, 2 * maxClockErrorMs);
}

/**
 * What became of one function from one run to the next. In this order:
 * - `added`, `removed`: called in one run only.
 * - `regressed`: its average and its median both grew by more than `maxRegressionPct` percent, and its total by at least
 *   `floorMs`. One slow outlier moves the average only, more calls move the total only, and neither is a regression
 *   of the function.
 * - `errors`: it failed more often, in number and as a share of its calls.
 * - `improved`: the mirror image of `regressed`.
 * - `unchanged`: everything else, and a function whose time is not known on one side.
 * @param chance that a run without any change is as far off; `null` when it is not known. A change within the spread of
 *   repeated runs is neither regression nor improvement.
 */
export function judge(
  base: FunctionFigures | null,
  next: FunctionFigures | null,
  limits: Limits,
  chance: number | null = null,
): Verdict {
  const isNoise = chance !== null && chance > NOISE_CHANCE;
  if (!wasCalled(base)) return 'added';
  if (!wasCalled(next)) return 'removed';
  if (!isNoise && isSlower(base, next, limits)) return 'regressed';
  if (next.errors > base.errors && next.errors / next.calls > base.errors / base.calls) return 'errors';
  return !isNoise && isSlower(next, base, limits) ? 'improved' : 'unchanged';
}

/** A function that was loaded and not called is as good as absent. */
export function wasCalled(figures: FunctionFigures | null): figures is FunctionFigures {
  return figures !== null && figures.calls > 0;
}

function isSlower(than: FunctionFigures, slow: FunctionFigures, limits: Limits): boolean {
  const factor = 1 + limits.maxRegressionPct / 100;
  const grew = (from: number | null, to: number | null): boolean =>
    from !== null && to !== null && to > from * factor;
  return (
    grew(than.avgMs, slow.avgMs) &&
    grew(than.p50Ms, slow.p50Ms) &&
    slow.totalMs - than.totalMs >= limits.floorMs
  );
}
