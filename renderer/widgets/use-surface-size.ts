import { type RefObject, useLayoutEffect, useState } from 'react';

/** CSS pixels of an element's inside, and device pixels per CSS pixel. */
export interface ElementSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelRatio: number;
}

/** Follows the size of an element and the pixel ratio (zoom of the page, another screen); `null` before the first layout. */
export function useSurfaceSize(element: RefObject<HTMLElement | null>): ElementSize | null {
  const [size, setSize] = useState<ElementSize | null>(null);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = () => {
      const next = {
        widthPx: target.clientWidth,
        heightPx: target.clientHeight,
        pixelRatio: window.devicePixelRatio,
      };
      setSize((last) =>
        last !== null &&
        last.widthPx === next.widthPx &&
        last.heightPx === next.heightPx &&
        last.pixelRatio === next.pixelRatio
          ? last
          : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    const stopRatio = onPixelRatioChange(measure);
    return () => {
      observer.disconnect();
      stopRatio();
    };
  }, [element]);
  return size;
}

/** A media query only tells that its own ratio no longer holds, so each change asks for the next one. */
function onPixelRatioChange(listener: () => void): () => void {
  let query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  const changed = () => {
    query.removeEventListener('change', changed);
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed);
    listener();
  };
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
