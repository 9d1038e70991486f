import { describe, expect, it } from 'vitest';
import {
  LANE_HEIGHT,
  lanesBetween,
  laneTop,
  TRACK_HEADER_HEIGHT,
  trackAt,
  trackLayout,
  tracksBetween,
} from './tracks.ts';

const threads = [
  { index: 4, lanes: 3 },
  { index: 7, lanes: 100_000 },
  { index: 9, lanes: 0 },
];

describe('the tracks', () => {
  it('find the lane under every lane’s middle, however deep', () => {
    const layout = trackLayout(threads, new Set());
    for (const track of layout.tracks)
      for (const lane of [0, 1, 2, 50_000, 99_999].filter((each) => each < track.lanes))
        expect(trackAt(layout, laneTop(track, lane) + LANE_HEIGHT / 2)).toEqual({ track, lane });
  });

  it('are their header alone where there are no calls', () => {
    const layout = trackLayout([{ index: 0, lanes: 0 }], new Set());
    expect(layout.height).toBeLessThan(TRACK_HEADER_HEIGHT + LANE_HEIGHT);
    expect(trackAt(layout, TRACK_HEADER_HEIGHT - 1)?.lane).toBe(-1);
    expect(trackAt(layout, TRACK_HEADER_HEIGHT + 1)?.lane).toBe(-1);
    expect(trackAt(layout, layout.height + 1)).toBeNull();
  });

  it('become low when they are collapsed', () => {
    const open = trackLayout(threads, new Set());
    const closed = trackLayout(threads, new Set([7]));
    expect(closed.height).toBeLessThan(open.height / 1000);
    expect(closed.tracks[1]?.laneHeight).toBeLessThan(LANE_HEIGHT);
  });

  it('are given only as far as they are on screen', () => {
    const layout = trackLayout(threads, new Set());
    const [, deep] = layout.tracks;
    if (deep === undefined) throw new Error('no track');
    const top = laneTop(deep, 1000);
    expect(tracksBetween(layout, top, top + 500)).toEqual([deep]);
    expect(lanesBetween(deep, top, top + 10 * LANE_HEIGHT)).toEqual({ from: 1000, to: 1010 });
    expect(lanesBetween(deep, 0, 5)).toEqual({ from: 0, to: 0 });
  });
});
