import { type ReactNode, type RefObject, useRef } from 'react';
import styles from './ScrollCanvas.module.css';
import { type ElementSize, useSurfaceSize } from './use-surface-size.ts';

/** The elements of a mounted ScrollCanvas. */
export interface ScrollCanvasElements {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** What changes with the data and the viewport. */
  readonly base: RefObject<HTMLCanvasElement | null>;
  /** Hover and selection, so that they never repaint the base; it gets the pointer. */
  readonly over: RefObject<HTMLCanvasElement | null>;
  readonly size: ElementSize | null;
}

export function useScrollCanvas(): ScrollCanvasElements {
  const scroller = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const size = useSurfaceSize(scroller);
  return { scroller, base, over, size };
}

interface ScrollCanvasProps {
  readonly elements: ScrollCanvasElements;
  /** CSS pixels of all there is to scroll through. */
  readonly contentHeight: number;
  readonly label: string;
  /** Id of the element that says which keys do what. */
  readonly describedBy: string;
  /** Drawn over the canvases, in the screen's coordinates. */
  readonly children?: ReactNode;
}

/**
 * Two canvases the size of the screen that stay put while native scrolling moves past them: the scroll bar, touch and keys work
 * as everywhere, and the canvas is never larger than what is seen.
 */
export function ScrollCanvas({ elements, contentHeight, label, describedBy, children }: ScrollCanvasProps) {
  const { scroller, base, over, size } = elements;
  const height = size?.heightPx ?? 0;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="application"
      aria-label={label}
      aria-describedby={describedBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys; an application is interactive
      tabIndex={0}
    >
      <div className={styles.layer} style={{ height }}>
        <canvas ref={base} role="img" aria-label={label} />
        <div aria-hidden="true">
          <canvas ref={over} className={styles.over} />
        </div>
        {children}
      </div>
      <div aria-hidden="true" style={{ height: Math.max(0, contentHeight - height) }} />
    </div>
  );
}
