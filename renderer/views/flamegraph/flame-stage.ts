import type { IndexIntoFunctions } from '#contract';
import {
  type BoxColours,
  type CanvasTheme,
  clamp,
  clearOverlay,
  createTextFit,
  FLAME_ROW_HEIGHT,
  type FlameLayout,
  FlamePainter,
  type FlameScene,
  fit,
  fitSurface,
  flameRect,
  paintFunctionInFlame,
  paintHover,
  paintSelected,
  panBy,
  resize,
  reveal,
  type SurfaceSize,
  type Viewport,
  ViewportAnimator,
  xAt,
  zoomAt,
} from '../../canvas/index.ts';
import { browserFrames, moveMs } from '../../widgets/browser-frames.ts';
import { type FunctionNames, nameOfCode } from './function-names.ts';

export interface FlameSurfaces {
  readonly scroller: HTMLElement;
  readonly base: HTMLCanvasElement;
  readonly over: HTMLCanvasElement;
}

/** Everything the flame graph shows, but the viewport. Boxes are indexes into the layout's; -1: none. */
export interface FlameView {
  readonly layout: FlameLayout;
  readonly names: FunctionNames;
  readonly colours: BoxColours;
  readonly theme: CanvasTheme;
  readonly matches: Uint8Array | null;
  readonly selectedBox: number;
  readonly selectedFunction: IndexIntoFunctions | null;
  readonly hoverBox: number;
}

const MOVE_MS = 180;

/** The moving part of the flame graph, outside of React: holds the viewport and paints only the layers that changed. */
export class FlameStage {
  readonly surfaces: FlameSurfaces;
  readonly #base: CanvasRenderingContext2D;
  readonly #over: CanvasRenderingContext2D;
  readonly #animator: ViewportAnimator;
  readonly #onNeed: () => void;
  #painter: { readonly font: string; readonly painter: FlamePainter } | null = null;
  #view: FlameView | null = null;
  #size: SurfaceSize | null = null;
  #baseDirty = false;
  #handle: number | null = null;

  /** `onNeed`: the viewport is on its way to another zoom, which may need other rows. */
  constructor(surfaces: FlameSurfaces, onNeed: () => void) {
    this.surfaces = surfaces;
    this.#base = contextOf(surfaces.base, false);
    this.#over = contextOf(surfaces.over, true);
    this.#onNeed = onNeed;
    this.#animator = new ViewportAnimator({ startNs: 0, nsPerPx: 1, widthPx: 0 }, browserFrames, () => {
      this.#baseDirty = true;
      this.#paint();
    });
    surfaces.scroller.addEventListener('scroll', this.#onScroll, { passive: true });
  }

  get viewport(): Viewport {
    return this.#animator.current;
  }
  get target(): Viewport {
    return this.#animator.target;
  }
  get shown(): FlameView | null {
    return this.#view;
  }
  get scrollTop(): number {
    return this.surfaces.scroller.scrollTop;
  }

  dispose(): void {
    this.surfaces.scroller.removeEventListener('scroll', this.#onScroll);
    this.#animator.dispose();
    if (this.#handle !== null) browserFrames.cancel(this.#handle);
  }

  resize(size: SurfaceSize): void {
    const share = this.#size === null ? 1 : this.#size.widthPx / size.widthPx;
    this.#size = size;
    const { target } = this;
    // The same part of the graph at another width.
    this.moveTo({ ...resize(target, size.widthPx), nsPerPx: target.nsPerPx * share }, 0);
    this.invalidate('base');
  }

  show(view: FlameView, layer: 'base' | 'overlay'): void {
    this.#view = view;
    this.invalidate(layer);
  }

  invalidate(layer: 'base' | 'overlay'): void {
    if (layer === 'base') this.#baseDirty = true;
    this.#handle ??= browserFrames.request(() => {
      this.#handle = null;
      this.#paint();
    });
  }

  moveTo(view: Viewport, ms: number, layout = this.#view?.layout): void {
    if (layout === undefined || this.#size === null) return;
    const bounds = { startNs: 0, endNs: Math.max(1, layout.whole) };
    this.#animator.moveTo(clamp(resize(view, this.#size.widthPx), bounds), moveMs(ms));
    this.#onNeed();
  }
  zoom(x: number, factor: number, ms: number): void {
    this.moveTo(zoomAt(this.target, x, factor), ms);
  }
  pan(px: number, ms: number): void {
    this.moveTo(panBy(this.target, px), ms);
  }

  /** A box over the whole width, its ancestors above it. */
  zoomTo(layout: FlameLayout, box: number, ms = MOVE_MS): void {
    const { start, end } = layout.boxes;
    if (layout.boxes.length === 0) return;
    const range = { startNs: start[box] as number, endNs: end[box] as number };
    this.moveTo(fit(range, this.target.widthPx), ms, layout);
  }

  /** Where a row of the layout is on the canvas, to put a menu there. */
  pointOf(layout: FlameLayout, row: number): { readonly x: number; readonly y: number } {
    const start = layout.boxes.start[layout.box[row] as number] as number;
    const x = Math.max(0, xAt(this.viewport, start));
    return { x: x + 8, y: ((layout.lane[row] as number) + 1) * FLAME_ROW_HEIGHT - this.scrollTop };
  }

  /** As little movement as shows the box; when it is too narrow to see, its parent fills the width. */
  bringIn(layout: FlameLayout, box: number, leastPx: number): void {
    const { start, end } = layout.boxes;
    const range = { startNs: start[box] as number, endNs: end[box] as number };
    const row = layout.row[box] as number;
    const above = layout.table.parent[row] as number;
    if ((range.endNs - range.startNs) / this.target.nsPerPx >= leastPx)
      this.moveTo(reveal(this.target, range), MOVE_MS);
    else this.zoomTo(layout, above < 0 ? box : (layout.box[above] as number));
    this.#scrollTo((layout.lane[row] as number) * FLAME_ROW_HEIGHT);
  }

  #scrollTo(top: number): void {
    const { scroller } = this.surfaces;
    const height = this.#size?.heightPx ?? 0;
    if (top < scroller.scrollTop) scroller.scrollTop = Math.max(0, top - 2 * FLAME_ROW_HEIGHT);
    else if (top + 2 * FLAME_ROW_HEIGHT > scroller.scrollTop + height)
      scroller.scrollTop = top + 3 * FLAME_ROW_HEIGHT - height;
  }

  readonly #onScroll = (): void => this.invalidate('base');

  #paint(): void {
    const [view, size] = [this.#view, this.#size];
    if (view === null || size === null) return;
    const scene: FlameScene = {
      ...view,
      names: view.names.name,
      otherName: (code) => nameOfCode(code, view.names),
      view: this.viewport,
      size,
      scrollTop: this.scrollTop,
    };
    if (this.#baseDirty) {
      this.#baseDirty = false;
      fitSurface(this.surfaces.base, this.#base, size);
      this.#painterFor(view.theme.font).paint(this.#base, scene);
    }
    fitSurface(this.surfaces.over, this.#over, size);
    clearOverlay(this.#over, size);
    if (view.selectedFunction !== null) paintFunctionInFlame(this.#over, scene, view.selectedFunction);
    const hover = view.hoverBox < 0 ? null : flameRect(scene, view.hoverBox);
    if (hover !== null) paintHover(this.#over, hover, view.theme);
    const selected = view.selectedBox < 0 ? null : flameRect(scene, view.selectedBox);
    if (selected !== null) paintSelected(this.#over, selected, size, view.theme);
  }

  /** Label widths hold for one font. */
  #painterFor(font: string): FlamePainter {
    if (this.#painter?.font !== font) {
      const measure = (text: string) => {
        this.#base.font = font;
        return this.#base.measureText(text).width;
      };
      this.#painter = { font, painter: new FlamePainter(createTextFit(measure)) };
    }
    return this.#painter.painter;
  }
}

function contextOf(canvas: HTMLCanvasElement, alpha: boolean): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha });
  if (context === null) throw new Error('This window cannot paint: no 2D canvas context');
  return context;
}
