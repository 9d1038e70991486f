import type { TimeRange } from '#contract';
import type { CanvasTheme } from './colours.ts';
import type { Rect } from './rects.ts';
import type { PaintContext, SurfaceSize } from './surface.ts';
import { type Viewport, xAt } from './viewport.ts';

const OUTLINE = 2;
const RANGE_ALPHA = 0.14;
const HOVER_ALPHA = 0.18;

export function clearOverlay(context: PaintContext, size: SurfaceSize): void {
  context.clearRect(0, 0, size.widthPx, size.heightPx);
}

/** Shades the selected range; how long it is stands on the axis, clear of the names of the tracks. */
export function paintRange(
  context: PaintContext,
  range: TimeRange,
  view: Viewport,
  size: SurfaceSize,
  theme: CanvasTheme,
): void {
  const left = xAt(view, range.startNs);
  const right = xAt(view, range.endNs);
  if (right < 0 || left > size.widthPx) return;
  const [from, to] = [Math.max(0, left), Math.min(size.widthPx, right)];
  context.fillStyle = theme.accent;
  context.globalAlpha = RANGE_ALPHA;
  context.fillRect(from, 0, to - from, size.heightPx);
  context.globalAlpha = 1;
  if (left >= 0) context.fillRect(Math.round(left), 0, 1, size.heightPx);
  if (right <= size.widthPx) context.fillRect(Math.round(right) - 1, 0, 1, size.heightPx);
}

export function paintHover(context: PaintContext, rect: Rect, theme: CanvasTheme): void {
  context.globalAlpha = HOVER_ALPHA;
  context.fillStyle = theme.text;
  context.fillRect(rect.left, rect.top, rect.width, rect.height);
  context.globalAlpha = 1;
}

/** The one selected box: a frame around it that keeps inside the canvas, so that it is seen at any zoom. */
export function paintSelected(
  context: PaintContext,
  rect: Rect,
  size: SurfaceSize,
  theme: CanvasTheme,
): void {
  const left = Math.max(OUTLINE / 2, rect.left - OUTLINE / 2);
  const right = Math.min(size.widthPx - OUTLINE / 2, rect.left + rect.width + OUTLINE / 2);
  context.strokeStyle = theme.text;
  context.lineWidth = OUTLINE;
  context.strokeRect(left, rect.top - OUTLINE / 2, right - left, rect.height + OUTLINE);
}

const ARROW = 4;

/** A line from the box of a caller to the beginning of what it started, with a head there. */
export function paintFlow(context: PaintContext, from: Rect, to: Rect, theme: CanvasTheme): void {
  const x = Math.round(to.left) + 0.5;
  const startX = Math.max(from.left, Math.min(x, from.left + from.width));
  const downwards = to.top > from.top;
  const startY = downwards ? from.top + from.height : from.top;
  const endY = downwards ? to.top : to.top + to.height;
  const turnY = Math.round(downwards ? Math.min(startY + 4, endY) : Math.max(startY - 4, endY)) + 0.5;
  context.strokeStyle = theme.accent;
  context.fillStyle = theme.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(startX, startY);
  context.lineTo(startX, turnY);
  context.lineTo(x, turnY);
  context.lineTo(x, endY);
  context.stroke();
  const tail = downwards ? -ARROW * 1.5 : ARROW * 1.5;
  context.beginPath();
  context.moveTo(x, endY);
  context.lineTo(x - ARROW, endY + tail);
  context.lineTo(x + ARROW, endY + tail);
  context.closePath();
  context.fill();
}
