import { useEffect, useMemo, useRef } from 'react';
import { parseSpanId, type RunId, type SpanDetail, type SpanId, type TimeRange } from '#contract';
import type { TimelineBoxes } from '../../canvas/index.ts';
import { useSpan } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { rowOfSpan } from './lane-neighbours.ts';
import type { TimelineStage } from './timeline-stage.ts';

/** A span narrower than this cannot be seen, so it is zoomed to. */
const LEAST_PX = 3;

export interface SelectedSpan {
  readonly id: SpanId | null;
  readonly detail: SpanDetail | undefined;
  readonly extent: TimeRange | null;
  /** Its row in the window; -1 when it is not in it. */
  readonly row: number;
  /** Its lane is still to be scrolled to, so all lanes of its thread are needed. */
  readonly isSought: boolean;
  /** Said before selecting a span that the person can see: it is not to be moved to. */
  readonly alreadySeen: (id: SpanId) => void;
}

/**
 * The span that all views share. One that was picked elsewhere (another view, a link, a search) is brought on screen: first its
 * time, and, when the window with it is here, its lane.
 */
export function useSelectedSpan(
  run: RunId,
  boxes: TimelineBoxes | null,
  edgeNs: number,
  stage: TimelineStage | null,
): SelectedSpan {
  const id = useApp(({ location }) => (location.selection?.kind === 'span' ? location.selection.span : null));
  const seen = useRef<SpanId | null>(null);
  const placed = useRef<SpanId | null>(null);
  const { value } = useSpan(run, id);
  const detail = value?.id === id ? value : undefined;
  const extent = useMemo(() => (detail === undefined ? null : extentOf(detail, edgeNs)), [detail, edgeNs]);
  const row = useMemo(() => (boxes === null || id === null ? -1 : rowOfSpan(boxes, id)), [boxes, id]);
  useEffect(() => {
    if (id === null || stage === null || extent === null || seen.current === id) return;
    seen.current = id;
    placed.current = null;
    stage.bringIn(extent, LEAST_PX);
  }, [id, stage, extent]);
  useEffect(() => {
    if (id === null || stage === null || boxes === null || row < 0) return;
    if (seen.current !== id || placed.current === id) return;
    placed.current = id;
    stage.scrollToLane(parseSpanId(id).thread, boxes.window.spans.lane[row] as number);
  }, [id, stage, boxes, row]);
  return {
    id,
    detail,
    extent,
    row,
    isSought: id !== null && placed.current !== id,
    alreadySeen: (span) => {
      seen.current = span;
      placed.current = span;
    },
  };
}

function extentOf(detail: SpanDetail, edgeNs: number): TimeRange {
  const { startNs, durationNs } = detail;
  return { startNs, endNs: durationNs < 0 ? Math.max(startNs, edgeNs) : startNs + durationNs };
}
