import type { Disposable } from '#contract';
import { FLAME_ROW_HEIGHT, hitFlame } from '../../canvas/index.ts';
import type { FlameStage } from './flame-stage.ts';

/** Boxes are indexes into the layout that is shown; -1: none. */
export interface FlameGestures {
  /** What the pointer is over, in CSS pixels of the canvas; -1 also when it left or drags. */
  onPoint(box: number, x: number, y: number): void;
  onClick(box: number): void;
  onDoubleClick(box: number): void;
  /** The menu is asked for, at a point of the canvas. */
  onMenu(box: number, x: number, y: number): void;
  /** The person moved the view by hand. */
  onMove(): void;
}

const DRAG_PX = 4;
const WHEEL_ZOOM = 0.0022;
const NOTCH = 50;

/** Wheel and pointer on the flame graph: drag pans, Ctrl+wheel zooms, Shift+wheel pans, the wheel scrolls. */
export function listenToFlame(stage: FlameStage, listener: FlameGestures): Disposable {
  const { over, scroller } = stage.surfaces;
  const stop = new AbortController();
  const { signal } = stop;
  let drag: { x: number; y: number; moved: boolean } | null = null;
  const boxAt = (x: number, y: number) =>
    stage.shown === null
      ? -1
      : hitFlame(stage.shown.layout, stage.viewport, x, y + stage.scrollTop, FLAME_ROW_HEIGHT);

  over.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button > 1) return;
      over.setPointerCapture(event.pointerId);
      drag = { x: event.offsetX, y: event.offsetY, moved: false };
    },
    { signal },
  );
  over.addEventListener(
    'pointermove',
    (event) => {
      const { offsetX: x, offsetY: y } = event;
      if (drag === null) return listener.onPoint(boxAt(x, y), x, y);
      if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < DRAG_PX) return;
      listener.onPoint(-1, 0, 0);
      stage.pan(drag.x - x, 0);
      scroller.scrollTop += drag.y - y;
      drag = { x, y, moved: true };
      listener.onMove();
    },
    { signal },
  );
  over.addEventListener(
    'pointerup',
    (event) => {
      if (drag?.moved === false) listener.onClick(boxAt(event.offsetX, event.offsetY));
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
  over.addEventListener('pointerleave', () => listener.onPoint(-1, 0, 0), { signal });
  over.addEventListener('dblclick', (event) => listener.onDoubleClick(boxAt(event.offsetX, event.offsetY)), {
    signal,
  });
  over.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault();
      listener.onMenu(boxAt(event.offsetX, event.offsetY), event.offsetX, event.offsetY);
    },
    { signal },
  );
  // Not passive: a zoom must not also zoom the page or scroll the rows.
  scroller.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || event.metaKey) {
        const x = event.clientX - scroller.getBoundingClientRect().left;
        stage.zoom(x, Math.exp(event.deltaY * WHEEL_ZOOM), Math.abs(event.deltaY) >= NOTCH ? 80 : 0);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        stage.pan(event.shiftKey ? event.deltaY + event.deltaX : event.deltaX, 0);
      else return;
      event.preventDefault();
      listener.onPoint(-1, 0, 0);
      listener.onMove();
    },
    { passive: false, signal },
  );
  return { dispose: () => stop.abort() };
}
