import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { ScrollCanvasElements } from '../../widgets/ScrollCanvas.tsx';
import { type GestureListener, listenToMinimap, listenToTracks } from './stage-gestures.ts';
import { type StageListener, TimelineStage } from './timeline-stage.ts';

interface StageElements {
  readonly canvas: ScrollCanvasElements;
  readonly axis: RefObject<HTMLCanvasElement | null>;
  readonly minimap: RefObject<HTMLCanvasElement | null>;
  readonly headers: RefObject<HTMLDivElement | null>;
}

/** The stage over mounted elements, `null` before; it and its listeners go with the component. `listener` may change freely. */
export function useStage(
  { canvas, axis, minimap, headers }: StageElements,
  listener: StageListener & GestureListener,
): TimelineStage | null {
  const [stage, setStage] = useState<TimelineStage | null>(null);
  const latest = useRef(listener);
  latest.current = listener;
  const { scroller, base, over } = canvas;
  useLayoutEffect(() => {
    const mounted = new TimelineStage(
      {
        scroller: present(scroller),
        base: present(base),
        over: present(over),
        axis: present(axis),
        minimap: present(minimap),
        headers: present(headers),
      },
      { onNeed: () => latest.current.onNeed() },
    );
    const tracks = listenToTracks(mounted, {
      onPoint: (hit, x, y) => latest.current.onPoint(hit, x, y),
      onClick: (hit) => latest.current.onClick(hit),
      onDoubleClick: (hit) => latest.current.onDoubleClick(hit),
      onRange: (range, done) => latest.current.onRange(range, done),
      onMove: () => latest.current.onMove(),
    });
    const overview = listenToMinimap(mounted, () => latest.current.onMove());
    setStage(mounted);
    return () => {
      tracks.dispose();
      overview.dispose();
      mounted.dispose();
    };
  }, [scroller, base, over, axis, minimap, headers]);
  return stage;
}

function present<T>(ref: RefObject<T | null>): T {
  if (ref.current === null) throw new Error('The timeline was mounted without one of its elements');
  return ref.current;
}
