import { describe, expect, it } from 'vitest';
import { between, type FrameSource, ViewportAnimator } from './animation.ts';
import { timeAt, type Viewport, zoomAt } from './viewport.ts';

const start: Viewport = { startNs: 0, nsPerPx: 100, widthPx: 1000 };

/** A clock that a test moves by hand; every tick runs the callbacks asked for until then. */
function handFrames(): FrameSource & { tick(ms: number): void; readonly pending: number } {
  let time = 0;
  let queue: (() => void)[] = [];
  return {
    now: () => time,
    request: (callback) => queue.push(callback),
    cancel: () => {
      queue = [];
    },
    tick(ms) {
      time += ms;
      const due = queue;
      queue = [];
      for (const callback of due) callback();
    },
    get pending() {
      return queue.length;
    },
  };
}

describe('a move between viewports', () => {
  it('keeps the time under the cursor in every frame of a zoom', () => {
    const zoomed = zoomAt(start, 250, 0.01);
    for (const progress of [0, 0.2, 0.5, 0.9, 1])
      expect(timeAt(between(start, zoomed, progress), 250)).toBeCloseTo(25_000, 6);
  });

  it('goes straight when only the start changes', () => {
    expect(between(start, { ...start, startNs: 800 }, 0.25).startNs).toBe(200);
  });
});

describe('the animator', () => {
  it('asks for frames only while it moves, and ends exactly at the target', () => {
    const frames = handFrames();
    let painted = 0;
    const animator = new ViewportAnimator(start, frames, () => painted++);
    expect(frames.pending).toBe(0);
    animator.moveTo({ ...start, startNs: 1000 }, 100);
    frames.tick(50);
    expect(animator.current.startNs).toBeGreaterThan(500);
    expect(animator.current.startNs).toBeLessThan(1000);
    frames.tick(60);
    expect(animator.current.startNs).toBe(1000);
    expect(animator.moving).toBe(false);
    expect(frames.pending).toBe(0);
    expect(painted).toBe(2);
  });

  it('paints once for several jumps in one frame', () => {
    const frames = handFrames();
    let painted = 0;
    const animator = new ViewportAnimator(start, frames, () => painted++);
    for (const startNs of [1, 2, 3]) animator.moveTo({ ...start, startNs }, 0);
    frames.tick(16);
    expect(painted).toBe(1);
    expect(animator.current.startNs).toBe(3);
  });

  it('starts the next move from where the last one stands', () => {
    const frames = handFrames();
    const animator = new ViewportAnimator(start, frames, () => {});
    animator.moveTo({ ...start, startNs: 1000 }, 100);
    frames.tick(50);
    const passing = animator.current.startNs;
    animator.moveTo({ ...start, startNs: 0 }, 100);
    expect(animator.current.startNs).toBeCloseTo(passing);
  });
});
