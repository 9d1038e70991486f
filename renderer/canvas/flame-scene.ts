import { laneAt } from './boxes.ts';
import type { FlameLayout } from './flame-layout.ts';
import { type BoxLook, SpanPainter } from './paint-spans.ts';
import type { PaintContext } from './surface.ts';
import type { TextFit } from './text-fit.ts';

/** Everything a frame of the flame graph depends on. */
export interface FlameScene extends BoxLook {
  readonly scrollTop: number;
  readonly layout: FlameLayout;
}

export const FLAME_ROW_HEIGHT = 19;
const ROW_GAP = 1;

/** Lanes that cross the screen; `to` is exclusive. */
export function flameLanesBetween(
  layout: FlameLayout,
  top: number,
  bottom: number,
): { readonly from: number; readonly to: number } {
  const to = Math.min(layout.lanes, Math.ceil(bottom / FLAME_ROW_HEIGHT));
  return { from: Math.max(0, Math.min(to, Math.floor(top / FLAME_ROW_HEIGHT))), to };
}

/** Paints the lanes on screen. */
export class FlamePainter {
  readonly #boxes: SpanPainter;

  constructor(fit: TextFit) {
    this.#boxes = new SpanPainter(fit);
  }

  /** Returns how many boxes were painted. */
  paint(context: PaintContext, scene: FlameScene): number {
    const { size, scrollTop, layout } = scene;
    context.fillStyle = scene.theme.background;
    context.fillRect(0, 0, size.widthPx, size.heightPx);
    const { from, to } = flameLanesBetween(layout, scrollTop, scrollTop + size.heightPx);
    for (let lane = from; lane < to; lane++) {
      const top = lane * FLAME_ROW_HEIGHT - scrollTop;
      this.#boxes.addLane(layout.boxes, laneAt(layout.offsets, lane), top, FLAME_ROW_HEIGHT - ROW_GAP, scene);
    }
    const painted = this.#boxes.length;
    this.#boxes.flush(context, scene);
    return painted;
  }
}
