import type { IndexIntoFunctions, TimeRange } from '#contract';
import {
  type Activity,
  type BoxColours,
  type CanvasTheme,
  clearOverlay,
  createTextFit,
  fit,
  fitSurface,
  type MetricLines,
  paintAxis,
  paintFlow,
  paintFunctionInTimeline,
  paintHover,
  paintMinimapActivity,
  paintMinimapWindow,
  paintRange,
  paintSelected,
  rangeOf,
  type SurfaceSize,
  type TextFit,
  type TimelineBoxes,
  TimelinePainter,
  type TimelineScene,
  type TrackLayout,
  timelinePictures,
  timelineRect,
  type Viewport,
} from '../../canvas/index.ts';
import type { Flow } from './flows.ts';

export interface StageSurfaces {
  readonly scroller: HTMLElement;
  readonly base: HTMLCanvasElement;
  readonly over: HTMLCanvasElement;
  readonly axis: HTMLCanvasElement;
  readonly minimap: HTMLCanvasElement;
  /** Moved with the tracks in the frame that paints them, so that names and lanes never drift apart. */
  readonly headers: HTMLElement;
}

export interface PointedBox {
  readonly kind: 'span' | 'density';
  readonly box: number;
}

/** Everything the timeline shows, but the viewport. */
export interface StageView {
  /** The whole recording, up to the last event. */
  readonly bounds: TimeRange;
  readonly tracks: TrackLayout;
  readonly boxes: TimelineBoxes | null;
  readonly activity: Activity | null;
  readonly metrics: MetricLines | null;
  readonly names: readonly string[];
  readonly colours: BoxColours;
  readonly theme: CanvasTheme;
  readonly matches: Uint8Array | null;
  /** Row of the selected span in `boxes`; -1: none, or not in this window. */
  readonly selectedBox: number;
  /** Where the selected span lies, also when it is not in this window. */
  readonly selectedExtent: TimeRange | null;
  readonly selectedFunction: IndexIntoFunctions | null;
  readonly hover: PointedBox | null;
  /** Arrows of the selected call. */
  readonly flows: readonly Flow[];
  /** The range selected, or being drawn. */
  readonly range: TimeRange | null;
}

export const AXIS_HEIGHT = 24;
export const MINIMAP_HEIGHT = 36;

/** Paints the four canvases of the timeline. */
export class StagePainter {
  readonly #surfaces: StageSurfaces;
  readonly #base: CanvasRenderingContext2D;
  readonly #over: CanvasRenderingContext2D;
  readonly #axis: CanvasRenderingContext2D;
  readonly #minimap: CanvasRenderingContext2D;
  readonly #activity = new KeptActivity();
  readonly #pictures = timelinePictures();
  #ruler: readonly unknown[] = [];
  /** Nothing is on the overlay, and it has the size of the screen. */
  #isOverlayEmpty = false;
  #font = '';
  #painter: TimelinePainter | null = null;

  constructor(surfaces: StageSurfaces) {
    this.#surfaces = surfaces;
    this.#base = contextOf(surfaces.base, false);
    this.#over = contextOf(surfaces.over, true);
    this.#axis = contextOf(surfaces.axis, false);
    this.#minimap = contextOf(surfaces.minimap, false);
  }

  paint(view: StageView, viewport: Viewport, size: SurfaceSize, scrollTop: number, withBase: boolean): void {
    const scene: TimelineScene = { ...view, otherName: () => '', view: viewport, size, scrollTop };
    if (withBase) {
      fitSurface(this.#surfaces.base, this.#base, size);
      this.#painterFor(view.theme.font).paint(this.#base, scene);
      this.#paintRuler(view, viewport, size);
      this.#surfaces.headers.style.transform = `translateY(${-scrollTop}px)`;
    }
    this.#paintOverlay(view, scene);
  }

  /** Axis and minimap; they stay as they are while the tracks are only scrolled. */
  #paintRuler(view: StageView, viewport: Viewport, size: SurfaceSize): void {
    const { theme, bounds, activity, metrics, range, selectedExtent } = view;
    const shown = [viewport.startNs, viewport.nsPerPx, size, theme, bounds, activity, metrics, range];
    shown.push(selectedExtent);
    if (shown.every((part, at) => part === this.#ruler[at])) return;
    this.#ruler = shown;
    const axis = { ...size, heightPx: AXIS_HEIGHT };
    fitSurface(this.#surfaces.axis, this.#axis, axis);
    paintAxis(this.#axis, { size: axis, view: viewport, theme, marked: selectedExtent, range });
    const minimap = { ...size, heightPx: MINIMAP_HEIGHT };
    fitSurface(this.#surfaces.minimap, this.#minimap, minimap);
    const picture = this.#activity.of({ size: minimap, theme, activity, metrics });
    this.#minimap.drawImage(picture, 0, 0, minimap.widthPx, minimap.heightPx);
    paintMinimapWindow(this.#minimap, {
      ...{ size: minimap, theme, activity, metrics, selected: range },
      whole: fit(bounds, size.widthPx),
      shown: rangeOf(viewport),
    });
  }

  #paintOverlay(view: StageView, scene: TimelineScene): void {
    const { size, theme } = scene;
    const isEmpty =
      view.selectedFunction === null && view.hover === null && view.selectedBox < 0 && view.range === null;
    // A canvas that is touched is composited anew, even when it stays blank.
    if (!fitSurface(this.#surfaces.over, this.#over, size) && isEmpty && this.#isOverlayEmpty) return;
    this.#isOverlayEmpty = isEmpty;
    clearOverlay(this.#over, size);
    if (view.selectedFunction !== null) paintFunctionInTimeline(this.#over, scene, view.selectedFunction);
    const hovered = view.hover === null ? null : timelineRect(scene, view.hover.kind, view.hover.box);
    if (hovered !== null) paintHover(this.#over, hovered, theme);
    const selected = view.selectedBox < 0 ? null : timelineRect(scene, 'span', view.selectedBox);
    if (selected !== null) paintSelected(this.#over, selected, size, theme);
    for (const { from, to } of view.flows) {
      const [caller, started] = [timelineRect(scene, 'span', from), timelineRect(scene, 'span', to)];
      if (caller !== null && started !== null) paintFlow(this.#over, caller, started, theme);
    }
    if (view.range !== null) paintRange(this.#over, view.range, scene.view, size, theme);
  }

  /** Label widths hold for one font. */
  #painterFor(font: string): TimelinePainter {
    if (this.#painter === null || this.#font !== font) {
      this.#font = font;
      this.#painter = new TimelinePainter(textFitFor(this.#base, font), this.#pictures);
    }
    return this.#painter;
  }
}

function textFitFor(context: CanvasRenderingContext2D, font: string): TextFit {
  return createTextFit((text) => {
    context.font = font;
    return context.measureText(text).width;
  });
}

function contextOf(canvas: HTMLCanvasElement, alpha: boolean): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha });
  if (context === null) throw new Error('This window cannot paint: no 2D canvas context');
  return context;
}

/** The picture of the activity, painted again only when it, its size or the theme changed. */
class KeptActivity {
  readonly #canvas = document.createElement('canvas');
  #of: Parameters<typeof paintMinimapActivity>[1] | null = null;

  of(scene: Parameters<typeof paintMinimapActivity>[1]): HTMLCanvasElement {
    const last = this.#of;
    const isSame =
      last?.activity === scene.activity &&
      last.metrics === scene.metrics &&
      last.theme === scene.theme &&
      last.size.widthPx === scene.size.widthPx &&
      last.size.pixelRatio === scene.size.pixelRatio;
    if (isSame) return this.#canvas;
    this.#of = scene;
    const context = contextOf(this.#canvas, false);
    fitSurface(this.#canvas, context, scene.size);
    paintMinimapActivity(context, scene);
    return this.#canvas;
  }
}
