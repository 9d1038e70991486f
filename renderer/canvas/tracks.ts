import type { IndexIntoThreads } from '#contract';

/** A thread; below 0 a further track, of spans that stand in the track of their thread as well. */
export type TrackKey = IndexIntoThreads;

/** All in CSS pixels, from the top of the whole timeline (not of the screen). */
export interface Track {
  readonly thread: TrackKey;
  readonly collapsed: boolean;
  /** Top of the header strip with the thread's name. */
  readonly top: number;
  readonly lanesTop: number;
  readonly laneHeight: number;
  /** Lanes that are drawn; a collapsed track draws the first few. */
  readonly lanes: number;
  readonly bottom: number;
}

export interface TrackLayout {
  readonly tracks: readonly Track[];
  readonly height: number;
}

export const LANE_HEIGHT = 18;
export const TRACK_HEADER_HEIGHT = 24;
const COLLAPSED_LANE_HEIGHT = 3;
const COLLAPSED_LANES = 6;
const GAP_BELOW = 6;

/** Stacks the tracks in the order given. `lanes`: what the thread needs now; one without any is its header alone. */
export function trackLayout(
  threads: readonly { readonly index: IndexIntoThreads; readonly lanes: number }[],
  collapsed: ReadonlySet<IndexIntoThreads>,
): TrackLayout {
  const tracks: Track[] = [];
  let top = 0;
  for (const thread of threads) {
    const isCollapsed = collapsed.has(thread.index);
    const lanes = isCollapsed ? Math.min(thread.lanes, COLLAPSED_LANES) : thread.lanes;
    const laneHeight = isCollapsed ? COLLAPSED_LANE_HEIGHT : LANE_HEIGHT;
    const lanesTop = top + TRACK_HEADER_HEIGHT;
    const bottom = lanesTop + lanes * laneHeight + GAP_BELOW;
    tracks.push({ thread: thread.index, collapsed: isCollapsed, top, lanesTop, laneHeight, lanes, bottom });
    top = bottom;
  }
  return { tracks, height: top };
}

/** Tracks that cross `top`..`bottom`, from top to bottom. */
export function tracksBetween(layout: TrackLayout, top: number, bottom: number): readonly Track[] {
  const first = firstBelow(layout.tracks, top);
  let last = first;
  while (last < layout.tracks.length && (layout.tracks[last] as Track).top < bottom) last++;
  return layout.tracks.slice(first, last);
}

/** Lanes of a track that cross `top`..`bottom`; `to` is exclusive. */
export function lanesBetween(
  track: Track,
  top: number,
  bottom: number,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.floor((top - track.lanesTop) / track.laneHeight));
  const to = Math.min(track.lanes, Math.ceil((bottom - track.lanesTop) / track.laneHeight));
  return { from: Math.min(from, Math.max(0, to)), to: Math.max(0, to) };
}

/** The track at `y`, and its lane; lane -1 on the header or between tracks. */
export function trackAt(
  layout: TrackLayout,
  y: number,
): { readonly track: Track; readonly lane: number } | null {
  const track = layout.tracks[firstBelow(layout.tracks, y)];
  if (track === undefined || y < track.top) return null;
  const lane = Math.floor((y - track.lanesTop) / track.laneHeight);
  return { track, lane: lane >= 0 && lane < track.lanes ? lane : -1 };
}

export function trackOf(layout: TrackLayout, thread: IndexIntoThreads): Track | null {
  return layout.tracks.find((track) => track.thread === thread) ?? null;
}

export function laneTop(track: Track, lane: number): number {
  return track.lanesTop + lane * track.laneHeight;
}

/** Index of the first track whose bottom is below `y`. */
function firstBelow(tracks: readonly Track[], y: number): number {
  let low = 0;
  let high = tracks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tracks[middle] as Track).bottom > y) high = middle;
    else low = middle + 1;
  }
  return low;
}
