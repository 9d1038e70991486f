import type { TimeNs } from '#contract';
import { timeText } from './time-text.ts';
import { endOf, type Viewport } from './viewport.ts';

export interface AxisTicks {
  readonly stepNs: number;
  readonly times: readonly TimeNs[];
  readonly labels: readonly string[];
  /** The time that the labels count from; `null` when they count from the origin. */
  readonly base: { readonly time: TimeNs; readonly label: string } | null;
}

/** Above a second people count in minutes and hours, not in powers of ten. */
const LONG_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

/** The smallest round step of at least `atLeastNs`, never below 1 ns. */
export function roundStep(atLeastNs: number): number {
  if (atLeastNs > 0.5e9) {
    const seconds = LONG_STEPS.find((step) => step * 1e9 >= atLeastNs);
    return (seconds ?? Math.ceil(atLeastNs / 86_400e9) * 86_400) * 1e9;
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(1, atLeastNs)));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= atLeastNs) ?? 10;
  return step * power;
}

/**
 * Ticks at round times, at least `gapPx` apart. Far from the origin and zoomed in, labels would differ only in their last
 * digits; then they count from a `base` that is named once.
 */
export function axisTicks(view: Viewport, gapPx: number): AxisTicks {
  const { stepNs, times } = tickTimes(view, gapPx);
  const coarse = stepNs * 1000;
  const baseTime = Math.floor(view.startNs / coarse) * coarse;
  const base = baseTime > coarse * 10 ? { time: baseTime, label: timeText(baseTime, coarse) } : null;
  const labels = times.map((time) =>
    base === null ? timeText(time, stepNs) : `+${timeText(time - base.time, stepNs)}`,
  );
  return { stepNs, times, labels, base };
}

/** The same without their labels, for the lines of a grid. */
export function tickTimes(view: Viewport, gapPx: number): Pick<AxisTicks, 'stepNs' | 'times'> {
  const stepNs = roundStep(view.nsPerPx * gapPx);
  const last = Math.floor(endOf(view) / stepNs);
  const times: TimeNs[] = [];
  for (let k = Math.ceil(view.startNs / stepNs); k <= last; k++) times.push(k * stepNs);
  return { stepNs, times };
}
