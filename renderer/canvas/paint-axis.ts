import type { TimeRange } from '#contract';
import type { CanvasTheme } from './colours.ts';
import type { PaintContext, SurfaceSize } from './surface.ts';
import { axisTicks } from './ticks.ts';
import { durationText } from './time-text.ts';
import { TICK_GAP } from './timeline-scene.ts';
import { type Viewport, xAt } from './viewport.ts';

export interface AxisScene {
  readonly size: SurfaceSize;
  readonly view: Viewport;
  readonly theme: CanvasTheme;
  /** Where the selected span lies, also when it is too short to be seen. */
  readonly marked: TimeRange | null;
  /** The selected range: its length is written above it. */
  readonly range: TimeRange | null;
}

const TICK_HEIGHT = 5;
const MARK_HEIGHT = 3;

export function paintAxis(context: PaintContext, scene: AxisScene): void {
  const { size, view, theme } = scene;
  context.fillStyle = theme.band;
  context.fillRect(0, 0, size.widthPx, size.heightPx);
  const ticks = axisTicks(view, TICK_GAP);
  const pixel = 1 / size.pixelRatio;
  const baseline = size.heightPx - TICK_HEIGHT;
  context.font = theme.font;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const middle = Math.round(size.heightPx / 2);
  let free = 0;
  if (ticks.base !== null) {
    context.fillStyle = theme.text;
    context.fillText(ticks.base.label, 4, middle);
    free = 4 + context.measureText(ticks.base.label).width + 10;
  }
  context.fillStyle = theme.mutedText;
  for (let i = 0; i < ticks.times.length; i++) {
    const x = Math.round(xAt(view, ticks.times[i] as number) * size.pixelRatio) / size.pixelRatio;
    context.fillRect(x, baseline, pixel, TICK_HEIGHT);
    const label = ticks.labels[i] as string;
    // Half a number is a wrong number. Labels further from the edge than a tick fit.
    const fits = x + TICK_GAP <= size.widthPx || x + 4 + context.measureText(label).width <= size.widthPx;
    if (x + 4 >= free && fits) context.fillText(label, x + 4, middle);
  }
  if (scene.marked !== null) {
    const left = Math.max(0, xAt(view, scene.marked.startNs));
    const right = Math.min(size.widthPx, Math.max(left + 2, xAt(view, scene.marked.endNs)));
    context.fillStyle = theme.accent;
    if (right > left) context.fillRect(left, size.heightPx - MARK_HEIGHT, right - left, MARK_HEIGHT);
  }
  if (scene.range !== null) paintRangeLength(context, scene.range, scene);
}

function paintRangeLength(
  context: PaintContext,
  range: TimeRange,
  { size: { widthPx, heightPx }, view, theme }: AxisScene,
): void {
  const [from, to] = [Math.max(0, xAt(view, range.startNs)), Math.min(widthPx, xAt(view, range.endNs))];
  if (to < from) return;
  const text = durationText(range.endNs - range.startNs);
  const width = context.measureText(text).width + 12;
  const left = Math.round(Math.max(2, Math.min(widthPx - width - 2, (from + to - width) / 2)));
  context.fillStyle = theme.accent;
  context.fillRect(left, 2, width, heightPx - 2 * 2 - MARK_HEIGHT);
  context.fillStyle = theme.background;
  context.fillText(text, left + 6, Math.round((heightPx - MARK_HEIGHT) / 2));
}
