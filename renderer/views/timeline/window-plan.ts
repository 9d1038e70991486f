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
/** A view that has left its window by a zoom out goes on to do so. */
const MARGIN_ZOOMED_OUT = 1;
/** And one that has become finer than its window becomes finer still: so much finer than needed is asked for. */
const AHEAD = 2;
/** A plan serves until it is this much finer than the screen: more spans than can be seen cost time for nothing. */
const FINEST = 3;
const LANE_STEP = 32;
/** The contract's limit. */
const WIDEST = 16_384;

/**
 * The plan in hand as long as it covers the screen at its resolution, else one for a bit more than the screen. A zoom needs one for each
 * time that it doubles, not for each of its frames: to ask and to take an answer in costs more than to paint.
 */
export function planWindow(current: WindowPlan | null, need: WindowNeed): WindowPlan {
  const visible = within(rangeOf(need.view), need.bounds);
  const nsPerPixel = need.view.nsPerPx / need.pixelRatio;
  if (current !== null && covers(current, visible, nsPerPixel, need)) return current;
  const share = current !== null && isInside(current.range, visible) ? MARGIN_ZOOMED_OUT : MARGIN;
  const margin = (visible.endNs - visible.startNs) * share;
  const range = within({ startNs: visible.startNs - margin, endNs: visible.endNs + margin }, need.bounds);
  const widthPx = Math.ceil((range.endNs - range.startNs) / nsPerPixel);
  const ahead =
    current !== null && !isFineEnough(current, nsPerPixel) && widthPx * AHEAD <= WIDEST ? AHEAD : 1;
  return {
    range,
    widthPx: Math.max(1, Math.min(WIDEST, widthPx * ahead)),
    maxLane: Math.ceil((need.maxLane + 1) / LANE_STEP) * LANE_STEP,
    ...(need.threads && { threads: need.threads }),
  };
}

function covers(plan: WindowPlan, visible: TimeRange, nsPerPixel: number, need: WindowNeed): boolean {
  return (
    isInside(visible, plan.range) &&
    isFineEnough(plan, nsPerPixel) &&
    columnNs(plan) * FINEST >= nsPerPixel &&
    plan.maxLane > need.maxLane &&
    plan.maxLane <= need.maxLane + 8 * LANE_STEP &&
    sameThreads(plan.threads, need.threads)
  );
}

const columnNs = ({ range, widthPx }: WindowPlan): number => (range.endNs - range.startNs) / widthPx;

const isFineEnough = (plan: WindowPlan, nsPerPixel: number): boolean => columnNs(plan) <= nsPerPixel * 1.01;

const isInside = (inner: TimeRange, outer: TimeRange): boolean =>
  outer.startNs <= inner.startNs && outer.endNs >= inner.endNs;

function sameThreads(a: WindowPlan['threads'], b: WindowPlan['threads']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((thread, i) => thread === b[i]);
}

function within(range: TimeRange, bounds: TimeRange): TimeRange {
  const startNs = Math.max(bounds.startNs, Math.min(range.startNs, bounds.endNs));
  return { startNs, endNs: Math.max(startNs, Math.min(range.endNs, bounds.endNs)) };
}
