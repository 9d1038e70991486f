import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { classes } from './classes.ts';
import styles from './Splitter.module.css';

interface SplitterProps {
  readonly label: string;
  /** `vertical`: the line stands and resizes the panel on its right; `horizontal`: it lies and resizes the panel below. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Size of the panel in CSS pixels, and its limits. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
}

const stepPx = 24;

export function Splitter({ label, orientation, size, min, max, onResize }: SplitterProps) {
  const [drag, setDrag] = useState<{ readonly at: number; readonly size: number } | null>(null);
  const along = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);
  const resize = (next: number) => onResize(Math.round(Math.min(max, Math.max(min, next))));
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = { ArrowLeft: 1, ArrowUp: 1, ArrowRight: -1, ArrowDown: -1 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    resize(size + steps * stepPx);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule element takes no focus
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={classes(styles.splitter, styles[orientation], drag && styles.dragging)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ at: along(event), size });
      }}
      onPointerMove={(event) => drag && resize(drag.size + drag.at - along(event))}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
    />
  );
}
