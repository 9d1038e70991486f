import { type Boxes, type Lane, laneAt, visitLane } from './boxes.ts';
import { FLAME_ROW_HEIGHT, type FlameScene, flameLanesBetween } from './flame-scene.ts';
import type { BoxLook } from './paint-spans.ts';
import type { PaintContext } from './surface.ts';
import type { TimelineScene } from './timeline-scene.ts';
import { lanesBetween, laneTop, tracksBetween } from './tracks.ts';

/** In a folded track a frame would hide the boxes. */
const LOWEST_FRAMED = 8;

/** Frames every visible box of one function. */
export function paintFunctionInTimeline(context: PaintContext, scene: TimelineScene, fn: number): void {
  const { boxes } = scene;
  if (boxes === null) return;
  const bottom = scene.scrollTop + scene.size.heightPx;
  outline(context, scene, fn, (add) => {
    for (const track of tracksBetween(scene.tracks, scene.scrollTop, bottom)) {
      if (track.laneHeight < LOWEST_FRAMED) continue;
      const offsets = boxes.spanLanes.get(track.thread);
      for (let { from: lane, to } = lanesBetween(track, scene.scrollTop, bottom); lane < to; lane++)
        add(boxes.spans, laneAt(offsets, lane), laneTop(track, lane) - scene.scrollTop, track.laneHeight - 1);
    }
  });
}

export function paintFunctionInFlame(context: PaintContext, scene: FlameScene, fn: number): void {
  const { layout } = scene;
  outline(context, scene, fn, (add) => {
    const bottom = scene.scrollTop + scene.size.heightPx;
    for (let { from: lane, to } = flameLanesBetween(layout, scene.scrollTop, bottom); lane < to; lane++) {
      const top = lane * FLAME_ROW_HEIGHT - scene.scrollTop;
      add(layout.boxes, laneAt(layout.offsets, lane), top, FLAME_ROW_HEIGHT - 1);
    }
  });
}

type AddLane = (boxes: Boxes, lane: Lane, top: number, height: number) => void;

/** One path for all frames, stroked once. */
function outline(context: PaintContext, look: BoxLook, fn: number, gather: (add: AddLane) => void): void {
  context.beginPath();
  gather((boxes, lane, top, height) =>
    visitLane(boxes, lane, look.view, look.size.pixelRatio, (from, to, left, right) => {
      for (let i = from; i < to; i++)
        if (boxes.function[i] === fn) {
          context.rect(left + 0.5, top + 0.5, Math.max(0.5, right - left - 1), height - 1);
          return;
        }
    }),
  );
  context.strokeStyle = look.theme.text;
  context.lineWidth = 1;
  context.stroke();
}
