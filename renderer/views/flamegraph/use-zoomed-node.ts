import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type FlameLayout, fit, type SurfaceSize } from '../../canvas/index.ts';
import type { FlameStage } from './flame-stage.ts';
import { type NodeId, rowOfNode } from './row-of-node.ts';

export interface ZoomedNode {
  /** Row of the call that fills the width; 0: the whole run; -1: the person zoomed by hand. */
  readonly row: number;
  readonly isZoomed: boolean;
  readonly toRow: (row: number) => void;
  readonly reset: () => void;
  /** The view was moved by hand and shows no call in particular. */
  readonly forget: () => void;
}

/**
 * What the flame graph is zoomed to. It outlives a new table (another order, a longer range, a living run): the same call fills
 * the width again, or, after a zoom by hand, the same share of the whole stays in view.
 */
export function useZoomedNode(
  stage: FlameStage | null,
  layout: FlameLayout | null,
  size: SurfaceSize | null,
): ZoomedNode {
  /** `root`: everything; `hand`: no call in particular. */
  const [zoom, setZoom] = useState<NodeId | 'root' | 'hand'>('root');
  const lastTotal = useRef(0);
  const row =
    layout === null ? -1 : zoom === 'root' ? 0 : zoom === 'hand' ? -1 : rowOfNode(layout.table, zoom);
  useLayoutEffect(() => {
    if (stage !== null && size !== null) stage.resize(size);
  }, [stage, size]);
  useEffect(() => {
    if (stage === null || layout === null || size === null || layout.boxes.length === 0) return;
    const grown = lastTotal.current === 0 ? 1 : layout.whole / lastTotal.current;
    lastTotal.current = layout.whole;
    if (row >= 0) stage.zoomTo(layout, layout.box[row] as number, 0);
    else if (zoom === 'hand') {
      const { target } = stage;
      stage.moveTo(
        { ...target, startNs: target.startNs * grown, nsPerPx: target.nsPerPx * grown },
        0,
        layout,
      );
    } else stage.moveTo(fit({ startNs: 0, endNs: layout.whole }, size.widthPx), 0, layout);
    // Only a new table or size moves the view here; `toRow` does it for a new zoom, with an animation.
  }, [stage, layout, size]);

  const toRow = (target: number) => {
    if (stage === null || layout === null || target < 0) return;
    setZoom(target === 0 ? 'root' : (layout.table.node[target] as number));
    stage.zoomTo(layout, layout.box[target] as number);
  };
  return {
    row,
    isZoomed: zoom !== 'root',
    toRow,
    reset: () => toRow(0),
    forget: () => setZoom('hand'),
  };
}
