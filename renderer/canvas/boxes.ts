import type { TimeNs } from '#contract';
import { timeAt, type Viewport, xAt } from './viewport.ts';

/**
 * Rectangles on a time axis, as columns. Those of one lane stand together, ordered by start, and do not overlap, so that
 * their ends are ordered too and both can be found by binary search.
 */
export interface Boxes {
  readonly length: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Index into the function table; -1 if not known. */
  readonly function: Int32Array;
  /** The `BoxFlag` bits. */
  readonly flags: Uint8Array;
  /** Colour slots box by box; left out, the function of a box says which. */
  readonly slots?: Uint8Array;
  /** ns in which a box was suspended; left out where nobody is told apart by it. */
  readonly suspended?: Float64Array;
}

/** The bits of a box, those of `TimelineWindow.spans.flags`. */
export const BoxFlag = { error: 1, async: 2, unfinished: 4, incomplete: 8 } as const;

/** Boxes `from` to `to` (exclusive) of one lane. */
export interface Lane {
  readonly from: number;
  readonly to: number;
}

export const NO_LANE: Lane = { from: 0, to: 0 };

/** The lane between two neighbours of an offsets column; empty outside of it. */
export function laneAt(offsets: Int32Array | undefined, lane: number): Lane {
  if (offsets === undefined || lane < 0 || lane + 1 >= offsets.length) return NO_LANE;
  return { from: offsets[lane] as number, to: offsets[lane + 1] as number };
}

/** First box of `from`..`to` that ends after `time`; `to` when none does. */
export function firstEndingAfter(end: Float64Array, from: number, to: number, time: TimeNs): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((end[middle] as number) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many boxes of a lane the viewport shows, those that share a pixel among them. */
export function countInView(boxes: Boxes, lane: Lane, view: Viewport): number {
  const first = firstEndingAfter(boxes.end, lane.from, lane.to, view.startNs);
  let [low, high] = [first, lane.to];
  const viewEnd = timeAt(view, view.widthPx);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((boxes.start[middle] as number) < viewEnd) low = middle + 1;
    else high = middle;
  }
  return low - first;
}

/**
 * The box of a lane at `time`, or, when there is none, the one whose edge is nearest within `slack` ns, so that a box narrower
 * than a pixel can still be pointed at. -1: none.
 */
export function boxAt(boxes: Boxes, lane: Lane, time: TimeNs, slack: number): number {
  const next = firstEndingAfter(boxes.end, lane.from, lane.to, time);
  const start = next < lane.to ? (boxes.start[next] as number) : Number.POSITIVE_INFINITY;
  if (start <= time) return next;
  const before = next - 1;
  const distanceBefore =
    before >= lane.from ? time - (boxes.end[before] as number) : Number.POSITIVE_INFINITY;
  const distanceNext = start - time;
  if (Math.min(distanceBefore, distanceNext) > slack) return -1;
  return distanceNext < distanceBefore ? next : before;
}

/**
 * Visits what of a lane can be told apart in the viewport, left to right, snapped to device pixels (x in CSS pixels). A box
 * narrower than a device pixel stands for all that share its pixel: `to` is then past the last of them, and the visits are as
 * many as there are pixels, however many boxes there are.
 */
export function visitLane(
  boxes: Boxes,
  lane: Lane,
  view: Viewport,
  pixelRatio: number,
  visit: (from: number, to: number, left: number, right: number) => void,
): void {
  const pixel = 1 / pixelRatio;
  const viewEnd = timeAt(view, view.widthPx);
  let i = firstEndingAfter(boxes.end, lane.from, lane.to, view.startNs);
  while (i < lane.to && (boxes.start[i] as number) < viewEnd) {
    const left = snap(Math.max(0, xAt(view, boxes.start[i] as number)), pixelRatio);
    const right = snap(Math.min(view.widthPx, xAt(view, boxes.end[i] as number)), pixelRatio);
    if (right > left) {
      visit(i, i + 1, left, right);
      i++;
      continue;
    }
    const after = firstEndingAfter(boxes.end, i + 1, lane.to, timeAt(view, left + pixel / 2));
    visit(i, after, left, left + pixel);
    i = after;
  }
}

export function snap(x: number, pixelRatio: number): number {
  return Math.round(x * pixelRatio) / pixelRatio;
}
