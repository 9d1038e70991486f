import type { TimeRange } from '#contract';
import type { ViewKeys } from '#renderer/app/keys/key-action.ts';

export type LineKey = 'up' | 'down' | 'first' | 'last' | 'page-up' | 'page-down' | 'open' | 'close';

const byKey: Readonly<Record<string, LineKey>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  PageUp: 'page-up',
  PageDown: 'page-down',
  ArrowRight: 'open',
  ArrowLeft: 'close',
};

export const lineKey = (key: string): LineKey | null => byKey[key] ?? null;

/** The line a key leads to from a line (-1: none is selected); -1 where there are no lines. */
export function moved(action: LineKey, from: number, length: number, page: number): number {
  const last = length - 1;
  const steps: Partial<Record<LineKey, number>> = {
    ...{ up: -1, down: 1, 'page-up': -page, 'page-down': page },
    ...{ first: -length, last: length },
  };
  return Math.max(Math.min(0, last), Math.min(last, (from < 0 ? -1 : from) + (steps[action] ?? 0)));
}

const ZOOM_STEP = 0.6;
const PAN_SHARE = 0.2;

export type TraceZoom = 'zoom-in' | 'zoom-out' | 'pan-left' | 'pan-right' | 'frame' | 'fit';

/** The part of the trace that is shown next. `selected`: the extent of the selected call. */
export function zoomed(
  action: TraceZoom,
  range: TimeRange,
  whole: TimeRange,
  selected: TimeRange | null,
): TimeRange {
  const length = range.endNs - range.startNs;
  const middle = range.startNs + length / 2;
  const around = (wanted: number) => within(middle - wanted / 2, wanted, whole);
  switch (action) {
    case 'zoom-in':
      return around(Math.max(1, length * ZOOM_STEP));
    case 'zoom-out':
      return around(length / ZOOM_STEP);
    case 'pan-left':
      return within(range.startNs - length * PAN_SHARE, length, whole);
    case 'pan-right':
      return within(range.startNs + length * PAN_SHARE, length, whole);
    case 'frame':
      return selected === null || (selected.startNs === range.startNs && selected.endNs === range.endNs)
        ? whole
        : selected;
    case 'fit':
      return whole;
  }
}

function within(startNs: number, length: number, whole: TimeRange): TimeRange {
  const longest = Math.min(length, whole.endNs - whole.startNs);
  const start = Math.max(whole.startNs, Math.min(whole.endNs - longest, startNs));
  return { startNs: start, endNs: start + longest };
}

export const traceKeys: ViewKeys<TraceZoom> = {
  actions: [
    { id: 'zoom-in', title: 'Zoom the times in', keys: ['W'] },
    { id: 'zoom-out', title: 'Zoom the times out', keys: ['S'] },
    { id: 'pan-left', title: 'Pan the times to the left', keys: ['A'] },
    { id: 'pan-right', title: 'Pan the times to the right', keys: ['D'] },
    { id: 'frame', title: 'Fill the width with the selected call; again: the whole trace', keys: ['F'] },
    { id: 'fit', title: 'The whole trace', keys: ['0'] },
  ],
  gestures: [
    { keys: 'Up Down', title: 'Previous and next call' },
    { keys: 'Right Left', title: 'Open; fold, then the caller' },
  ],
};
