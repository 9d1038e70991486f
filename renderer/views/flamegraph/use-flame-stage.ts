import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { ScrollCanvasElements } from '../../widgets/ScrollCanvas.tsx';
import { type FlameGestures, listenToFlame } from './flame-gestures.ts';
import { FlameStage } from './flame-stage.ts';

/** The stage over mounted canvases, `null` before; it and its listeners go with the component. `listener` may change freely. */
export function useFlameStage(
  { scroller, base, over }: ScrollCanvasElements,
  listener: FlameGestures & { onNeed(): void },
): FlameStage | null {
  const [stage, setStage] = useState<FlameStage | null>(null);
  const latest = useRef(listener);
  latest.current = listener;
  useLayoutEffect(() => {
    const mounted = new FlameStage(
      { scroller: present(scroller), base: present(base), over: present(over) },
      () => latest.current.onNeed(),
    );
    const gestures = listenToFlame(mounted, {
      onPoint: (box, x, y) => latest.current.onPoint(box, x, y),
      onClick: (box) => latest.current.onClick(box),
      onDoubleClick: (box) => latest.current.onDoubleClick(box),
      onMenu: (box, x, y) => latest.current.onMenu(box, x, y),
      onMove: () => latest.current.onMove(),
    });
    setStage(mounted);
    return () => {
      gestures.dispose();
      mounted.dispose();
    };
  }, [scroller, base, over]);
  return stage;
}

function present<T>(ref: RefObject<T | null>): T {
  if (ref.current === null) throw new Error('The flame graph was mounted without one of its elements');
  return ref.current;
}
