import type { TimeNs, TimeRange } from '#contract';

/**
 * The part of a time axis that a canvas shows. x is in CSS pixels from the canvas's left edge. In the flame graph the same
 * axis is the total time accumulated from the left, also in ns.
 */
export interface Viewport {
  readonly startNs: TimeNs;
  /** Below 1 when a nanosecond is wider than a pixel. */
  readonly nsPerPx: number;
  readonly widthPx: number;
}

/** A nanosecond is at most 100 pixels wide: finer than that there is nothing to see, and Float64 still resolves it after a day. */
export const MIN_NS_PER_PX = 0.01;

/** The difference is taken first, so the result is exact to a fraction of a pixel however late the recording is. */
export function xAt(view: Viewport, time: TimeNs): number {
  return (time - view.startNs) / view.nsPerPx;
}

export function timeAt(view: Viewport, x: number): TimeNs {
  return view.startNs + x * view.nsPerPx;
}

export function endOf(view: Viewport): TimeNs {
  return timeAt(view, view.widthPx);
}

export function rangeOf(view: Viewport): TimeRange {
  return { startNs: view.startNs, endNs: endOf(view) };
}

/** Shows exactly `range`; an empty one is shown at the deepest zoom, centred. */
export function fit(range: TimeRange, widthPx: number): Viewport {
  const width = Math.max(1, widthPx);
  const length = range.endNs - range.startNs;
  const nsPerPx = Math.max(MIN_NS_PER_PX, length / width);
  const spare = nsPerPx * width - length;
  return { startNs: range.startNs - spare / 2, nsPerPx, widthPx: width };
}

/** Shows `range` with a share of the width left free on both sides, so that its edges and neighbours are seen. */
export function frame(range: TimeRange, widthPx: number, marginShare = 0.08): Viewport {
  const margin = ((range.endNs - range.startNs) * marginShare) / (1 - 2 * marginShare);
  return fit({ startNs: range.startNs - margin, endNs: range.endNs + margin }, widthPx);
}

/** Keeps the time under pixel `x` where it is. `factor` below 1 zooms in. */
export function zoomAt(view: Viewport, x: number, factor: number): Viewport {
  const nsPerPx = Math.max(MIN_NS_PER_PX, view.nsPerPx * factor);
  return { ...view, startNs: timeAt(view, x) - x * nsPerPx, nsPerPx };
}

/** Moves the axis to the left by `px`: later times come into view. */
export function panBy(view: Viewport, px: number): Viewport {
  return { ...view, startNs: view.startNs + px * view.nsPerPx };
}

/** A new width keeps the left edge and the scale. */
export function resize(view: Viewport, widthPx: number): Viewport {
  return { ...view, widthPx: Math.max(1, widthPx) };
}

/** No further out than `bounds`, no further in than the limit, never outside `bounds`. */
export function clamp(view: Viewport, bounds: TimeRange): Viewport {
  const widest = Math.max(MIN_NS_PER_PX, (bounds.endNs - bounds.startNs) / view.widthPx);
  if (view.nsPerPx >= widest) return fit(bounds, view.widthPx);
  const latestStart = bounds.endNs - view.nsPerPx * view.widthPx;
  const startNs = Math.max(bounds.startNs, Math.min(latestStart, view.startNs));
  return startNs === view.startNs ? view : { ...view, startNs };
}

/** Moves as little as needed to bring `range` into view, and zooms out only when it does not fit. */
export function reveal(view: Viewport, range: TimeRange): Viewport {
  const visible = rangeOf(view);
  if (range.endNs - range.startNs > visible.endNs - visible.startNs) return frame(range, view.widthPx);
  const margin = 0.1 * view.widthPx * view.nsPerPx;
  if (range.startNs < visible.startNs) return { ...view, startNs: range.startNs - margin };
  if (range.endNs > visible.endNs)
    return { ...view, startNs: range.endNs + margin - view.nsPerPx * view.widthPx };
  return view;
}

export function sameViewport(a: Viewport, b: Viewport): boolean {
  return a.startNs === b.startNs && a.nsPerPx === b.nsPerPx && a.widthPx === b.widthPx;
}
