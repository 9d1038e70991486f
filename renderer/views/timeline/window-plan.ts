import type { IndexIntoThreads, TimeRange } from '#contract';
import { rangeOf, type Viewport } from '../../canvas/index.ts';

/** A window to ask the engine for. */
export interface WindowPlan {
  readonly range: TimeRange;
  readonly widthPx: number;
  readonly maxLane: number;
  /** `undefined`: all. */
  readonly threads?: readonly IndexIntoThreads[] | undefined;
}

export interface WindowNeed {
  /** Where the view is going, not the frames on the way. */
  readonly view: Viewport;
  readonly bounds: TimeRange;
  /** Device pixels per CSS pixel: the finest that can be told apart. */
  readonly pixelRatio: number;
  /** The deepest lane on screen. */
  readonly maxLane: number;
  readonly threads?: readonly IndexIntoThreads[] | undefined;
}

/** Asked for on either side of the screen, as a share of its width, so that a pan finds it there. */
const MARGIN = 0.5;
/** A plan serves until it is this much finer than the screen: more spans than can be seen cost time for nothing. */
const FINEST = 3;
const LANE_STEP = 32;
/** The contract's limit. */
const WIDEST = 16_384;

/** The plan in hand as long as it covers the screen at its resolution, else one for a bit more than the screen. */
export function planWindow(current: WindowPlan | null, need: WindowNeed): WindowPlan {
  const visible = within(rangeOf(need.view), need.bounds);
  const nsPerPixel = need.view.nsPerPx / need.pixelRatio;
  if (current !== null && covers(current, visible, nsPerPixel, need)) return current;
  const margin = (visible.endNs - visible.startNs) * MARGIN;
  const range = within({ startNs: visible.startNs - margin, endNs: visible.endNs + margin }, need.bounds);
  const widthPx = Math.ceil((range.endNs - range.startNs) / nsPerPixel);
  return {
    range,
    widthPx: Math.max(1, Math.min(WIDEST, widthPx)),
    maxLane: Math.ceil((need.maxLane + 1) / LANE_STEP) * LANE_STEP,
    ...(need.threads && { threads: need.threads }),
  };
}

function covers(plan: WindowPlan, visible: TimeRange, nsPerPixel: number, need: WindowNeed): boolean {
  const planned = (plan.range.endNs - plan.range.startNs) / plan.widthPx;
  return (
    plan.range.startNs <= visible.startNs &&
    plan.range.endNs >= visible.endNs &&
    planned <= nsPerPixel * 1.01 &&
    planned * FINEST >= nsPerPixel &&
    plan.maxLane > need.maxLane &&
    plan.maxLane <= need.maxLane + 8 * LANE_STEP &&
    sameThreads(plan.threads, need.threads)
  );
}

function sameThreads(a: WindowPlan['threads'], b: WindowPlan['threads']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((thread, i) => thread === b[i]);
}

function within(range: TimeRange, bounds: TimeRange): TimeRange {
  const startNs = Math.max(bounds.startNs, Math.min(range.startNs, bounds.endNs));
  return { startNs, endNs: Math.max(startNs, Math.min(range.endNs, bounds.endNs)) };
}
