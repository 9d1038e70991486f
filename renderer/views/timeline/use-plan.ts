import { useCallback, useEffect, useRef, useState } from 'react';
import { parseSpanId, type SpanId, type ThreadSummary, type TimeRange } from '#contract';
import { lanesBetween, type SurfaceSize, type TrackLayout, tracksBetween } from '../../canvas/index.ts';
import type { TimelineStage } from './timeline-stage.ts';
import { planWindow, type WindowPlan } from './window-plan.ts';

/** With more threads than this only those on screen are asked for. */
const ALL_THREADS = 12;
/** A span that is looked for may be in any lane of its thread; deeper than this it is found only by scrolling. */
const SOUGHT_LANES = 20_000;
/** What goes on at once is seldom deeper. */
const EVERY_LANES = 512;

interface PlanContext {
  readonly stage: TimelineStage | null;
  readonly size: SurfaceSize | null;
  readonly bounds: TimeRange;
  readonly tracks: TrackLayout;
  readonly threads: readonly ThreadSummary[];
  /** All threads are needed, with their lanes, whichever of them are on screen. */
  readonly everyThread: boolean;
}

export interface Plan {
  readonly current: WindowPlan | null;
  /** After the view moved or the tracks were scrolled. */
  readonly refresh: () => void;
  /** From the next refresh on, until called with `null`: the whole depth of this span's thread. */
  readonly needAllLanesOf: (span: SpanId | null) => void;
}

/** Which window the screen needs; changes only when the one in hand no longer serves. */
export function usePlan({ stage, size, bounds, tracks, threads, everyThread }: PlanContext): Plan {
  const [current, setCurrent] = useState<WindowPlan | null>(null);
  const sought = useRef<SpanId | null>(null);
  const refresh = useCallback(() => {
    if (stage === null || size === null || stage.target.widthPx === 0) return;
    const top = stage.scrollTop;
    const visible = tracksBetween(tracks, top, top + size.heightPx).filter(({ thread }) => thread >= 0);
    const deepest = Math.max(
      0,
      ...visible.map((track) => lanesBetween(track, top, top + size.heightPx).to - 1),
    );
    const soughtThread = sought.current === null ? undefined : threads[parseSpanId(sought.current).thread];
    const soughtLanes = soughtThread === undefined ? 0 : Math.min(SOUGHT_LANES, soughtThread.lanes);
    const leastLanes = everyThread
      ? Math.min(EVERY_LANES, Math.max(0, ...threads.map(({ lanes }) => lanes)))
      : 0;
    const shown = visible.map(({ thread }) => thread);
    if (soughtThread !== undefined && !shown.includes(soughtThread.index)) shown.push(soughtThread.index);
    setCurrent((plan) =>
      planWindow(plan, {
        view: stage.target,
        bounds,
        pixelRatio: Math.min(2, size.pixelRatio),
        maxLane: Math.max(deepest, soughtLanes, leastLanes),
        threads: everyThread || threads.length <= ALL_THREADS ? undefined : shown.sort((a, b) => a - b),
      }),
    );
  }, [stage, size, bounds, tracks, threads, everyThread]);
  useEffect(refresh, [refresh]);
  return {
    current,
    refresh,
    needAllLanesOf: (span) => {
      sought.current = span;
    },
  };
}
