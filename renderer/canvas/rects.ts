import type { Boxes } from './boxes.ts';
import { FLAME_ROW_HEIGHT, type FlameScene } from './flame-scene.ts';
import type { SurfaceSize } from './surface.ts';
import type { TimelineScene } from './timeline-scene.ts';
import { laneTop, trackOf } from './tracks.ts';
import { type Viewport, xAt } from './viewport.ts';

/** In CSS pixels of the canvas. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a span's box is on the canvas; `null` when its track is not shown or the box is off the screen. */
export function timelineRect(scene: TimelineScene, kind: 'span' | 'density', box: number): Rect | null {
  if (scene.boxes === null) return null;
  const columns = kind === 'span' ? scene.boxes.window.spans : scene.boxes.window.density;
  const boxes = kind === 'span' ? scene.boxes.spans : scene.boxes.density;
  const tracks = kind === 'span' ? scene.boxes.track : columns.thread;
  const track = trackOf(scene.tracks, tracks[box] as number);
  const lane = columns.lane[box] as number;
  if (track === null || lane >= track.lanes) return null;
  return rectOf(boxes, box, scene, laneTop(track, lane), track.laneHeight - 1);
}

export function flameRect(scene: FlameScene, box: number): Rect | null {
  const lane = scene.layout.lane[scene.layout.row[box] as number] as number;
  return rectOf(scene.layout.boxes, box, scene, lane * FLAME_ROW_HEIGHT, FLAME_ROW_HEIGHT - 1);
}

function rectOf(
  boxes: Boxes,
  box: number,
  scene: { readonly view: Viewport; readonly size: SurfaceSize; readonly scrollTop: number },
  top: number,
  height: number,
): Rect | null {
  const left = xAt(scene.view, boxes.start[box] as number);
  const right = xAt(scene.view, boxes.end[box] as number);
  const y = top - scene.scrollTop;
  if (right < 0 || left > scene.size.widthPx || y + height < 0 || y > scene.size.heightPx) return null;
  const from = Math.max(0, left);
  return { left: from, top: y, width: Math.max(1, Math.min(scene.size.widthPx, right) - from), height };
}
