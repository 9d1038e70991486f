import type { Disposable, TimeRange } from '#contract';
import { fit, hitTimeline, type TimelineHit, timeAt } from '../../canvas/index.ts';
import type { TimelineStage } from './timeline-stage.ts';

export interface GestureListener {
  /** What the pointer is over, in CSS pixels of the canvas; `null` when it left or drags. */
  onPoint(hit: TimelineHit | null, x: number, y: number): void;
  onClick(hit: TimelineHit | null): void;
  onDoubleClick(hit: TimelineHit | null): void;
  /** While a range is drawn; `done` with the last one. */
  onRange(range: TimeRange, done: boolean): void;
  /** The person moved the view. */
  onMove(): void;
}

/** A press that moves less is a click. */
const DRAG_PX = 4;
const WHEEL_ZOOM = 0.0022;
/** A notch of a mouse wheel is one big step, so it is animated; a touchpad sends many small ones. */
const NOTCH = 50;

/** Wheel and pointer on the tracks. */
export function listenToTracks(stage: TimelineStage, listener: GestureListener): Disposable {
  const { over, scroller } = stage.surfaces;
  const stop = new AbortController();
  const { signal } = stop;
  let drag: { x: number; y: number; kind: 'press' | 'range' | 'pan' } | null = null;

  over.addEventListener(
    'pointerdown',
    (event) => {
      const pans = event.button === 1 || (event.button === 0 && event.shiftKey);
      if (!pans && event.button !== 0) return;
      over.setPointerCapture(event.pointerId);
      drag = { x: event.offsetX, y: event.offsetY, kind: pans ? 'pan' : 'press' };
      listener.onPoint(null, 0, 0);
      if (pans) event.preventDefault();
    },
    { signal },
  );
  over.addEventListener(
    'pointermove',
    (event) => {
      const { offsetX: x, offsetY: y } = event;
      if (drag === null) return listener.onPoint(hitAt(stage, x, y), x, y);
      if (drag.kind === 'press' && Math.abs(x - drag.x) >= DRAG_PX) drag = { ...drag, kind: 'range' };
      if (drag.kind === 'range') listener.onRange(rangeBetween(stage, drag.x, x), false);
      if (drag.kind !== 'pan') return;
      stage.pan(drag.x - x, 0);
      scroller.scrollTop += drag.y - y;
      drag = { ...drag, x, y };
      listener.onMove();
    },
    { signal },
  );
  over.addEventListener(
    'pointerup',
    (event) => {
      if (drag?.kind === 'range') listener.onRange(rangeBetween(stage, drag.x, event.offsetX), true);
      else if (drag?.kind === 'press') listener.onClick(hitAt(stage, event.offsetX, event.offsetY));
      drag = null;
    },
    { signal },
  );
  over.addEventListener(
    'pointercancel',
    () => {
      drag = null;
    },
    { signal },
  );
  over.addEventListener('pointerleave', () => listener.onPoint(null, 0, 0), { signal });
  over.addEventListener(
    'dblclick',
    (event) => listener.onDoubleClick(hitAt(stage, event.offsetX, event.offsetY)),
    { signal },
  );
  // Not passive: a zoom must not also zoom the page or scroll the tracks.
  scroller.addEventListener(
    'wheel',
    (event) => {
      const sideways = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        const x = event.clientX - scroller.getBoundingClientRect().left;
        stage.zoom(x, Math.exp(event.deltaY * WHEEL_ZOOM), Math.abs(event.deltaY) >= NOTCH ? 80 : 0);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) stage.pan(sideways, 0);
      else return;
      event.preventDefault();
      listener.onPoint(null, 0, 0);
      listener.onMove();
    },
    { passive: false, signal },
  );
  return { dispose: () => stop.abort() };
}

/** Press and drag on the minimap centre the view there; a double click shows everything. */
export function listenToMinimap(stage: TimelineStage, onMove: () => void): Disposable {
  const { minimap } = stage.surfaces;
  const stop = new AbortController();
  const { signal } = stop;
  const centre = (x: number) => {
    if (stage.shown === null) return;
    const { target } = stage;
    const time = timeAt(fit(stage.shown.bounds, target.widthPx), x);
    stage.moveTo({ ...target, startNs: time - (target.nsPerPx * target.widthPx) / 2 }, 0);
    onMove();
  };
  minimap.addEventListener(
    'pointerdown',
    (event) => {
      minimap.setPointerCapture(event.pointerId);
      centre(event.offsetX);
    },
    { signal },
  );
  minimap.addEventListener('pointermove', (event) => event.buttons & 1 && centre(event.offsetX), { signal });
  minimap.addEventListener('dblclick', () => stage.fitAll(), { signal });
  return { dispose: () => stop.abort() };
}

function hitAt(stage: TimelineStage, x: number, y: number): TimelineHit | null {
  const { shown } = stage;
  if (shown === null || shown.boxes === null) return null;
  return hitTimeline(shown.boxes, shown.tracks, stage.viewport, x, y + stage.scrollTop);
}

/** Inside the recording, in whole nanoseconds, and never empty. */
function rangeBetween(stage: TimelineStage, from: number, to: number): TimeRange {
  const bounds = stage.shown?.bounds ?? { startNs: 0, endNs: 1 };
  const inside = (x: number) => Math.max(bounds.startNs, Math.min(bounds.endNs, timeAt(stage.viewport, x)));
  const [a, b] = [inside(Math.min(from, to)), inside(Math.max(from, to))];
  const startNs = Math.floor(a);
  return { startNs, endNs: Math.max(Math.ceil(b), startNs + 1) };
}
