import type { Baseline, RunSpread } from '#contract';
import { joinFunctions } from './join.ts';

/** Runs from which on a spread says something. */
const FEWEST_RUNS = 3;
/** Added to every time: calls of microseconds are timed to a few of them, so that their ratios from run to run say nothing. */
const RESOLUTION_MS = 0.01;

/**
 * How much the averages of the base's functions differ from run to run without any change: for each function of the base its
 * averages in the base and in its repeats, where it was called.
 */
export function averagesOf(base: Baseline, repeats: readonly Baseline[]): readonly (readonly number[])[] {
  const averages = base.functions.map(({ avgMs }) => (avgMs === null ? [] : [avgMs]));
  for (const repeat of repeats) {
    for (const { base: row, next } of joinFunctions(base.functions, repeat.functions)) {
      const avgMs = repeat.functions[next]?.avgMs;
      if (row >= 0 && avgMs !== undefined && avgMs !== null) averages[row]?.push(avgMs);
    }
  }
  return averages;
}

/**
 * Where one further run stands among those of the base: the chance that a run without any change lies as far from their mean,
 * by Student's t for a single new observation. The logarithms are compared, because times vary by factors. `null` where there
 * are too few runs, or the time is 0.
 */
export function spreadOf(averages: readonly number[], nextMs: number | null): RunSpread | null {
  const n = averages.length;
  if (n < FEWEST_RUNS || nextMs === null || nextMs <= 0 || averages.some((avg) => avg <= 0)) return null;
  const logOf = (ms: number): number => Math.log(ms + RESOLUTION_MS);
  const logs = averages.map(logOf);
  const mean = logs.reduce((sum, x) => sum + x, 0) / n;
  const variance = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  // Percentiles are known to 1%: runs cannot be told apart more finely.
  const deviation = Math.max(Math.sqrt(variance), 0.005);
  const t = (logOf(nextMs) - mean) / (deviation * Math.sqrt(1 + 1 / n));
  const sorted = [...averages].sort((a, b) => a - b);
  return {
    runs: n,
    minMs: sorted[0] as number,
    maxMs: sorted[n - 1] as number,
    chance: chanceOf(t, n - 1),
  };
}

/**
 * The two-sided probability of a value of Student's t at least so far from 0, by the series for whole degrees of freedom
 * (Abramowitz and Stegun, 26.7.3 and 26.7.4).
 */
export function chanceOf(t: number, freedom: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const cosine2 = Math.cos(angle) ** 2;
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = isOdd && freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= (cosine2 * (k - 1)) / k;
    sum += term;
  }
  const inside = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return Math.min(1, Math.max(0, 1 - inside));
}
