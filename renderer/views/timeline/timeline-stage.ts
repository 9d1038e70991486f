import type { IndexIntoThreads, TimeRange } from '#contract';
import {
  clamp,
  fit,
  frame,
  laneTop,
  panBy,
  resize,
  reveal,
  type SurfaceSize,
  trackOf,
  type Viewport,
  ViewportAnimator,
  zoomAt,
} from '../../canvas/index.ts';
import { browserFrames, moveMs } from '../../widgets/browser-frames.ts';
import { StagePainter, type StageSurfaces, type StageView } from './stage-painter.ts';

/** What the stage tells the component around it. */
export interface StageListener {
  /** The viewport is on its way to somewhere else, or the tracks were scrolled: other data may be needed. */
  onNeed(): void;
}

const FRAME_MS = 180;
/** Between two revisions of a living run. */
const STEP_MS = 250;

/**
 * The moving part of the timeline, outside of React: holds the viewport, paints at most once a frame and only the layers that
 * changed. The component gives it data (`show`) and hears when other data is needed.
 */
export class TimelineStage {
  readonly surfaces: StageSurfaces;
  readonly #painter: StagePainter;
  readonly #listener: StageListener;
  readonly #animator: ViewportAnimator;
  #view: StageView | null = null;
  #size: SurfaceSize | null = null;
  #baseDirty = false;
  #keepsAll = true;
  #scrollTop = 0;
  #handle: number | null = null;

  constructor(surfaces: StageSurfaces, listener: StageListener) {
    this.surfaces = surfaces;
    this.#listener = listener;
    this.#painter = new StagePainter(surfaces);
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
  get shown(): StageView | null {
    return this.#view;
  }
  /** It showed the whole recording when it last moved, and should when the recording or the window grows. */
  get keepsAll(): boolean {
    return this.#keepsAll;
  }
  /** As of the last scroll event: reading it from the element would make the browser lay out the page in every frame. */
  get scrollTop(): number {
    return this.#scrollTop;
  }

  dispose(): void {
    this.surfaces.scroller.removeEventListener('scroll', this.#onScroll);
    this.#animator.dispose();
    if (this.#handle !== null) browserFrames.cancel(this.#handle);
  }

  /** `first`: what to show when there was no size before; the whole recording without it. */
  resize(size: SurfaceSize, bounds: TimeRange, first: TimeRange | null): void {
    const isFirst = this.#size === null;
    this.#size = size;
    if (isFirst && first !== null) this.#go(frame(first, size.widthPx), bounds, 0);
    else if (isFirst || this.#keepsAll) this.#go(fit(bounds, size.widthPx), bounds, 0);
    else this.#go(resize(this.target, size.widthPx), bounds, 0);
  }

  /** Paints this from the next frame on; `layer` says what of it changed. */
  show(view: StageView, layer: 'base' | 'overlay'): void {
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

  moveTo(view: Viewport, ms: number): void {
    if (this.#view !== null) this.#go(view, this.#view.bounds, ms);
  }
  zoom(x: number, factor: number, ms: number): void {
    this.moveTo(zoomAt(this.target, x, factor), ms);
  }
  pan(px: number, ms: number): void {
    this.moveTo(panBy(this.target, px), ms);
  }
  fitAll(): void {
    if (this.#view !== null) this.moveTo(fit(this.#view.bounds, this.target.widthPx), FRAME_MS);
  }
  /** The recording has grown: all of it is shown where all of it was, else, with `follows`, its end at the same zoom. */
  grow(bounds: TimeRange, follows: boolean): void {
    if (this.#view === null || this.#size === null) return;
    const { target } = this;
    if (this.#keepsAll) this.#go(fit(bounds, target.widthPx), bounds, FRAME_MS);
    else if (follows)
      this.#go({ ...target, startNs: bounds.endNs - target.nsPerPx * target.widthPx }, bounds, STEP_MS);
  }
  frame(range: TimeRange): void {
    this.moveTo(frame(range, this.target.widthPx), FRAME_MS);
  }
  /** As little movement as shows the range; one that would be too narrow to see is zoomed to. */
  bringIn(range: TimeRange, leastPx: number): void {
    const narrow = (range.endNs - range.startNs) / this.target.nsPerPx < leastPx;
    this.moveTo(narrow ? frame(range, this.target.widthPx, 0.45) : reveal(this.target, range), FRAME_MS);
  }

  /** Whether the view will be what `frame(range)` shows, so that the same key can lead back. */
  isFramed(range: TimeRange): boolean {
    if (this.#view === null) return false;
    const framed = clamp(frame(range, this.target.widthPx), this.#view.bounds);
    const pixel = framed.nsPerPx;
    return (
      Math.abs(framed.startNs - this.target.startNs) < pixel &&
      Math.abs(1 - pixel / this.target.nsPerPx) < 1e-3
    );
  }

  scrollToLane(thread: IndexIntoThreads, lane: number): void {
    const track = this.#view === null ? null : trackOf(this.#view.tracks, thread);
    if (track === null || this.#size === null) return;
    const top = laneTop(track, lane);
    const { scroller } = this.surfaces;
    const above = track.laneHeight + 8;
    if (top - above < scroller.scrollTop) scroller.scrollTop = Math.max(0, top - this.#size.heightPx / 3);
    else if (top + 2 * track.laneHeight > scroller.scrollTop + this.#size.heightPx)
      scroller.scrollTop = top - (this.#size.heightPx * 2) / 3;
  }

  #go(view: Viewport, bounds: TimeRange, ms: number): void {
    const target = clamp(view, bounds);
    this.#keepsAll = target.nsPerPx * target.widthPx >= (bounds.endNs - bounds.startNs) * 0.999;
    this.#animator.moveTo(target, moveMs(ms));
    this.#listener.onNeed();
  }

  readonly #onScroll = (): void => {
    this.#scrollTop = this.surfaces.scroller.scrollTop;
    this.#listener.onNeed();
    this.invalidate('base');
  };

  #paint(): void {
    if (this.#view === null || this.#size === null) return;
    this.#painter.paint(this.#view, this.viewport, this.#size, this.scrollTop, this.#baseDirty);
    this.#baseDirty = false;
  }
}
