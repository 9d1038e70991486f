import type { IndexIntoThreads } from '#contract';
import { boxAt, laneAt } from './boxes.ts';
import type { FlameLayout } from './flame-layout.ts';
import type { TimelineBoxes } from './timeline-boxes.ts';
import { type TrackLayout, trackAt } from './tracks.ts';
import { timeAt, type Viewport } from './viewport.ts';

/** How far beside a narrow box the pointer may be, in CSS pixels. */
const SLACK_PX = 2;

export type TimelineHit =
  | { readonly kind: 'span'; readonly box: number }
  | { readonly kind: 'density'; readonly box: number }
  | { readonly kind: 'header'; readonly thread: IndexIntoThreads };

/** What is under a point; y counts from the top of the whole timeline. Spans win over the crowd beside them. */
export function hitTimeline(
  boxes: TimelineBoxes,
  tracks: TrackLayout,
  view: Viewport,
  x: number,
  y: number,
): TimelineHit | null {
  const place = trackAt(tracks, y);
  if (place === null) return null;
  const { track, lane } = place;
  if (lane < 0) return y < track.lanesTop ? { kind: 'header', thread: track.thread } : null;
  const time = timeAt(view, x);
  const spans = laneAt(boxes.spanLanes.get(track.thread), lane);
  const crowds = laneAt(boxes.densityLanes.get(track.thread), lane);
  for (const slack of [0, SLACK_PX * view.nsPerPx]) {
    const span = boxAt(boxes.spans, spans, time, slack);
    if (span >= 0) return { kind: 'span', box: span };
    const crowd = boxAt(boxes.density, crowds, time, slack);
    if (crowd >= 0) return { kind: 'density', box: crowd };
  }
  return null;
}

/** The box of the flame graph under a point; y counts from the top of the whole graph. -1: none. */
export function hitFlame(
  layout: FlameLayout,
  view: Viewport,
  x: number,
  y: number,
  rowHeight: number,
): number {
  const lane = Math.floor(y / rowHeight);
  return boxAt(layout.boxes, laneAt(layout.offsets, lane), timeAt(view, x), view.nsPerPx / 2);
}
