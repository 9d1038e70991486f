import type { TimelineWindow, TimeRange } from '#contract';
import type { CanvasTheme } from './colours.ts';
import type { MetricLines } from './metric-lines.ts';
import type { PaintContext, SurfaceSize } from './surface.ts';
import { type Viewport, xAt } from './viewport.ts';

/** What went on over the whole recording, one entry per column of the minimap. */
export interface Activity {
  /** Open calls at a time, on average over the column. */
  readonly depth: Float32Array;
  readonly failed: Uint8Array;
  readonly deepest: number;
}

/**
 * Spreads spans and density blocks of a window that covers `range` over `columns` columns. Linear: a span adds to its first and
 * last column, and a running sum fills those between.
 */
export function activityOf(window: TimelineWindow, range: TimeRange, columns: number): Activity {
  const nsPerColumn = Math.max(1e-9, (range.endNs - range.startNs) / columns);
  const depth = new Float32Array(columns);
  const opened = new Float32Array(columns + 1);
  const failed = new Uint8Array(columns);
  const column = (time: number) => Math.max(0, Math.min(columns, (time - range.startNs) / nsPerColumn));
  const add = (startNs: number, durationNs: number, errors: boolean) => {
    const from = column(startNs);
    const to = column(durationNs < 0 ? range.endNs : startNs + durationNs);
    const first = Math.min(columns - 1, Math.floor(from));
    const last = Math.min(columns - 1, Math.floor(to));
    if (errors) failed[first] = 1;
    if (first === last) depth[first] = (depth[first] as number) + to - from;
    else {
      depth[first] = (depth[first] as number) + first + 1 - from;
      depth[last] = (depth[last] as number) + to - last;
      opened[first + 1] = (opened[first + 1] as number) + 1;
      opened[last] = (opened[last] as number) - 1;
    }
  };
  const { spans, density } = window;
  for (let i = 0; i < spans.length; i++)
    add(spans.startNs[i] as number, spans.durationNs[i] as number, ((spans.flags[i] as number) & 1) !== 0);
  for (let i = 0; i < density.length; i++)
    add(density.startNs[i] as number, density.durationNs[i] as number, (density.errors[i] as number) > 0);
  let open = 0;
  let deepest = 0;
  for (let i = 0; i < columns; i++) {
    open += opened[i] as number;
    depth[i] = (depth[i] as number) + open;
    deepest = Math.max(deepest, depth[i] as number);
  }
  return { depth, failed, deepest };
}

export interface MinimapScene {
  readonly size: SurfaceSize;
  /** The whole recording over the minimap's width. */
  readonly whole: Viewport;
  /** What the main canvas shows. */
  readonly shown: TimeRange;
  readonly selected: TimeRange | null;
  readonly activity: Activity | null;
  /** `null`: nothing was measured. */
  readonly metrics: MetricLines | null;
  readonly theme: CanvasTheme;
}

const SHADE_ALPHA = 0.65;
const NARROWEST_WINDOW = 3;
const DELAY_HEIGHT = 6;
/** A person notices 50 ms; timers of a healthy program come late by a few. */
const DELAY_STEPS = [
  { aboveNs: 20e6, alpha: 0.35 },
  { aboveNs: 50e6, alpha: 0.65 },
  { aboveNs: 200e6, alpha: 1 },
] as const;

/** What stays the same while the view moves: a rectangle per column, so it is kept from frame to frame. */
export function paintMinimapActivity(
  context: PaintContext,
  { size, theme, activity, metrics }: Pick<MinimapScene, 'size' | 'theme' | 'activity' | 'metrics'>,
): void {
  context.fillStyle = theme.background;
  context.fillRect(0, 0, size.widthPx, size.heightPx);
  if (activity !== null) paintActivity(context, activity, size, theme);
  if (metrics === null) return;
  paintDelays(context, metrics.delay, size, theme.warning);
  paintLine(context, metrics.memory, metrics.mostMemory, size, theme.text);
  paintLine(context, metrics.cpu, metrics.mostCpu, size, theme.accent);
}

/** What moves: the selected range and the part that is shown, over the activity. */
export function paintMinimapWindow(context: PaintContext, scene: MinimapScene): void {
  const { size, theme } = scene;
  if (scene.selected !== null) {
    const [from, to] = edges(scene.whole, scene.selected, 1);
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.3;
    context.fillRect(from, 0, to - from, size.heightPx);
    context.globalAlpha = 1;
  }
  const [left, right] = edges(scene.whole, scene.shown, NARROWEST_WINDOW);
  context.fillStyle = theme.band;
  context.globalAlpha = SHADE_ALPHA;
  context.fillRect(0, 0, left, size.heightPx);
  context.fillRect(right, 0, size.widthPx - right, size.heightPx);
  context.globalAlpha = 1;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, 0.5, Math.max(1, right - left - 1), size.heightPx - 1);
}

function paintActivity(
  context: PaintContext,
  activity: Activity,
  size: SurfaceSize,
  theme: CanvasTheme,
): void {
  const columns = activity.depth.length;
  const step = size.widthPx / columns;
  const scale = activity.deepest === 0 ? 0 : (size.heightPx - 4) / activity.deepest;
  context.fillStyle = theme.mutedText;
  context.globalAlpha = 0.6;
  for (let i = 0; i < columns; i++) {
    const height = (activity.depth[i] as number) * scale;
    if (height > 0)
      context.fillRect(i * step, size.heightPx - Math.max(1, height), step, Math.max(1, height));
  }
  context.globalAlpha = 1;
  context.fillStyle = theme.error;
  for (let i = 0; i < columns; i++)
    if (activity.failed[i] === 1) context.fillRect(i * step, 0, Math.max(1, step), 3);
}

/** Along the lower edge: shorter delays than the first are nothing to be told of, the last is the fullest colour there is. */
function paintDelays(
  context: PaintContext,
  delay: Float32Array,
  { widthPx, heightPx }: SurfaceSize,
  fill: string,
): void {
  const step = widthPx / delay.length;
  context.fillStyle = fill;
  for (const [at, { aboveNs, alpha }] of DELAY_STEPS.entries()) {
    const belowNs = DELAY_STEPS[at + 1]?.aboveNs ?? Number.POSITIVE_INFINITY;
    context.globalAlpha = alpha;
    for (let i = 0; i < delay.length; i++) {
      const late = delay[i] as number;
      if (late >= aboveNs && late < belowNs)
        context.fillRect(i * step, heightPx - DELAY_HEIGHT, Math.max(1, step), DELAY_HEIGHT);
    }
  }
  context.globalAlpha = 1;
}

/** From the bottom for 0 to the top for the most there was; broken where nothing was measured. */
function paintLine(
  context: PaintContext,
  values: Float32Array,
  most: number,
  size: SurfaceSize,
  stroke: string,
): void {
  if (most === 0) return;
  const step = size.widthPx / values.length;
  const height = size.heightPx - 4;
  let isOpen = false;
  context.beginPath();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const [x, y] = [(i + 0.5) * step, size.heightPx - 2 - (value / most) * height];
    if (Number.isNaN(value)) isOpen = false;
    else if (isOpen) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      isOpen = true;
    }
  }
  context.strokeStyle = stroke;
  context.lineWidth = 1;
  context.stroke();
}

function edges(whole: Viewport, range: TimeRange, narrowest: number): [number, number] {
  const left = Math.max(0, xAt(whole, range.startNs));
  const right = Math.min(whole.widthPx, xAt(whole, range.endNs));
  if (right - left >= narrowest) return [left, right];
  const middle = Math.min(whole.widthPx - narrowest / 2, Math.max(narrowest / 2, (left + right) / 2));
  return [middle - narrowest / 2, middle + narrowest / 2];
}
