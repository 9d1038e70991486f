import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flameLayout } from './flame-layout.ts';
import { FLAME_ROW_HEIGHT } from './flame-scene.ts';
import { hitFlame, hitTimeline } from './hit.ts';
import { CHARACTER_NS, callTreeFromText, tableOf, timelineFromText } from './testing/notation.ts';
import { timelineBoxes } from './timeline-boxes.ts';
import { laneTop, trackLayout, trackOf } from './tracks.ts';
import { xAt } from './viewport.ts';

const boxes = timelineBoxes(
  timelineFromText(`
    0 aaaaaaaaaaaa
    0 .bbb.99.cccc
    1 dd..ee`),
  120,
);
const tracks = trackLayout(
  [
    { index: 0, lanes: 2 },
    { index: 1, lanes: 1 },
  ],
  new Set(),
);
const view = { startNs: 0, nsPerPx: CHARACTER_NS / 8, widthPx: 96 };

describe('pointing at the timeline', () => {
  it('hits every span at its centre', () => {
    const { spans } = boxes.window;
    for (let box = 0; box < spans.length; box++) {
      const track = trackOf(tracks, spans.thread[box] as number);
      if (track === null) throw new Error('no track');
      const x = xAt(view, (spans.startNs[box] as number) + (spans.durationNs[box] as number) / 2);
      const y = laneTop(track, spans.lane[box] as number) + track.laneHeight / 2;
      expect(hitTimeline(boxes, tracks, view, x, y)).toEqual({ kind: 'span', box });
    }
  });

  it('tells crowds, headers and nothing apart', () => {
    const first = tracks.tracks[0];
    if (first === undefined) throw new Error('no track');
    expect(hitTimeline(boxes, tracks, view, 44, laneTop(first, 1) + 5)).toEqual({ kind: 'density', box: 0 });
    expect(hitTimeline(boxes, tracks, view, 44, 5)).toEqual({ kind: 'header', thread: 0 });
    expect(hitTimeline(boxes, tracks, view, 60, laneTop(first, 1) + 5)).toBeNull();
    expect(hitTimeline(boxes, tracks, view, 60, 5000)).toBeNull();
  });
});

describe('pointing at the flame graph', () => {
  it('hits every box of any tree at its centre', () => {
    // Depths that step down by at most one make a depth-first tree.
    const trees = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 1000 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(trees, (rows) => {
        let depth = 0;
        const table = tableOf([
          { function: -1, depth: 0, totalNs: 10_000, calls: 0, errors: 0 },
          ...rows.map(([wanted, totalNs], i) => {
            depth = Math.max(1, Math.min(wanted, depth + 1));
            return { function: i, depth, totalNs, calls: 1, errors: 0 };
          }),
        ]);
        const layout = flameLayout(table);
        const whole = { startNs: 0, nsPerPx: 10_000 / 4000, widthPx: 4000 };
        for (let box = 0; box < table.length; box++) {
          const centre = ((layout.boxes.start[box] as number) + (layout.boxes.end[box] as number)) / 2;
          const y = ((table.depth[layout.row[box] as number] as number) + 0.5) * FLAME_ROW_HEIGHT;
          if ((layout.boxes.end[box] as number) - centre > 1e-6)
            expect(hitFlame(layout, whole, xAt(whole, centre), y, FLAME_ROW_HEIGHT)).toBe(box);
        }
      }),
    );
  });

  it('finds nothing beside and below the boxes', () => {
    const layout = flameLayout(
      callTreeFromText(`
        a 10
          b 4`),
    );
    const whole = { startNs: 0, nsPerPx: 0.1, widthPx: 100 };
    expect(hitFlame(layout, whole, 80, 2.5 * FLAME_ROW_HEIGHT, FLAME_ROW_HEIGHT)).toBe(-1);
    expect(hitFlame(layout, whole, 10, 3.5 * FLAME_ROW_HEIGHT, FLAME_ROW_HEIGHT)).toBe(-1);
  });
});
