import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Boxes, boxAt, countInView, laneAt, visitLane } from './boxes.ts';
import { timelineFromText } from './testing/notation.ts';
import { timelineBoxes } from './timeline-boxes.ts';

/** Disjoint boxes from alternating gaps and widths. */
function lane(steps: readonly (readonly [gap: number, width: number])[]): Boxes {
  let at = 0;
  const start = new Float64Array(steps.length);
  const end = new Float64Array(steps.length);
  steps.forEach(([gap, width], i) => {
    start[i] = at + gap;
    end[i] = at + gap + width;
    at = end[i] as number;
  });
  const length = steps.length;
  return { length, start, end, function: new Int32Array(length), flags: new Uint8Array(length) };
}

const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 400 })), {
  minLength: 1,
  maxLength: 200,
});

describe('visiting a lane', () => {
  it('accounts for every box in sight exactly once, and overlaps none', () => {
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(1, 1.25, 2),
        (rows, nsPerPx, ratio) => {
          const boxes = lane(rows);
          const view = {
            startNs: 0,
            nsPerPx,
            widthPx: Math.ceil((boxes.end.at(-1) as number) / nsPerPx) + 1,
          };
          let next = 0;
          let edge = 0;
          visitLane(boxes, { from: 0, to: boxes.length }, view, ratio, (from, to, left, right) => {
            expect(from).toBe(next);
            expect(left).toBeGreaterThanOrEqual(edge - 1 / ratio - 1e-9);
            expect(right - left).toBeGreaterThan(0);
            expect(Number.isInteger(Math.round(left * ratio * 1e6) / 1e6)).toBe(true);
            next = to;
            edge = right;
          });
          expect(next).toBe(boxes.length);
        },
      ),
    );
  });

  it('are as many as are counted to be in view, or fewer', () => {
    const boxes = lane(Array.from({ length: 100 }, () => [5, 5] as const));
    const shown = { startNs: 97, nsPerPx: 1, widthPx: 200 };
    const all = { from: 0, to: boxes.length };
    // From the one that ends at 100 to the one that begins at 295.
    expect(countInView(boxes, all, shown)).toBe(21);
    let visits = 0;
    visitLane(boxes, all, shown, 1, (from, to) => {
      visits += to - from;
    });
    expect(visits).toBe(21);
    expect(countInView(boxes, { from: 10, to: 12 }, shown)).toBe(2);
    expect(countInView(boxes, all, { ...shown, startNs: 2000 })).toBe(0);
  });

  it('costs pixels, not boxes: a hundred thousand boxes on a hundred pixels are two visits a pixel at most', () => {
    const boxes = lane(Array.from({ length: 100_000 }, () => [1, 1] as const));
    let visits = 0;
    visitLane(
      boxes,
      { from: 0, to: boxes.length },
      { startNs: 0, nsPerPx: 2000, widthPx: 100 },
      2,
      () => visits++,
    );
    expect(visits).toBeGreaterThan(90);
    expect(visits).toBeLessThanOrEqual(201);
  });
});

describe('pointing at a lane', () => {
  it('hits every box at its centre', () => {
    fc.assert(
      fc.property(steps, (rows) => {
        const boxes = lane(rows);
        for (let i = 0; i < boxes.length; i++) {
          const centre = ((boxes.start[i] as number) + (boxes.end[i] as number)) / 2;
          expect(boxAt(boxes, { from: 0, to: boxes.length }, centre, 0)).toBe(i);
        }
      }),
    );
  });

  it('takes the nearest edge within the slack, and nothing beyond', () => {
    const boxes = lane([
      [10, 5],
      [20, 5],
    ]);
    const all = { from: 0, to: 2 };
    expect([8, 9, 16, 17, 25, 33, 43].map((time) => boxAt(boxes, all, time, 2))).toEqual([
      0, 0, 0, 0, -1, 1, -1,
    ]);
  });
});

describe('a timeline window', () => {
  it('is indexed by thread and lane, lanes without spans included', () => {
    const boxes = timelineBoxes(
      timelineFromText(`
        0 aaaa.bbb
        0 ........
        0 .cc...d.
        3 eee>`),
      200,
    );
    const main = boxes.spanLanes.get(0);
    expect([0, 1, 2, 3].map((each) => laneAt(main, each))).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 2 },
      { from: 2, to: 4 },
      { from: 0, to: 0 },
    ]);
    expect(boxes.spanLanes.get(3)).toEqual(Int32Array.of(4, 5));
    expect(boxes.spans.end[4]).toBe(200);
  });

  it('is refused when its rows are not in the promised order', () => {
    const window = timelineFromText('0 aa.bb');
    window.spans.startNs.reverse();
    expect(() => timelineBoxes(window, 100)).toThrow('not in lane and time order');
  });
});
