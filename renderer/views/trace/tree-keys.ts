import type { TimeRange } from '#contract';

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

/** The part of the trace that a key shows; `null`: the key does something else. `selected`: the extent of the selected call. */
export function zoomed(
  key: string,
  range: TimeRange,
  whole: TimeRange,
  selected: TimeRange | null,
): TimeRange | null {
  const length = range.endNs - range.startNs;
  const middle = range.startNs + length / 2;
  const around = (wanted: number) => within(middle - wanted / 2, wanted, whole);
  switch (key.toLowerCase()) {
    case 'w':
      return around(Math.max(1, length * ZOOM_STEP));
    case 's':
      return around(length / ZOOM_STEP);
    case 'a':
      return within(range.startNs - length * PAN_SHARE, length, whole);
    case 'd':
      return within(range.startNs + length * PAN_SHARE, length, whole);
    case 'f':
      return selected === null || (selected.startNs === range.startNs && selected.endNs === range.endNs)
        ? whole
        : selected;
    case '0':
      return whole;
    default:
      return null;
  }
}

function within(startNs: number, length: number, whole: TimeRange): TimeRange {
  const longest = Math.min(length, whole.endNs - whole.startNs);
  const start = Math.max(whole.startNs, Math.min(whole.endNs - longest, startNs));
  return { startNs: start, endNs: start + longest };
}

/** For the shortcut sheet, and for the description that a screen reader reads. */
export const traceKeys = [
  { keys: 'Up Down', title: 'Previous and next call' },
  { keys: 'Right Left', title: 'Open; fold, then the caller' },
  { keys: 'W S', title: 'Zoom the times in and out' },
  { keys: 'A D', title: 'Pan the times' },
  { keys: 'F', title: 'Fill the width with the selected call; again: the whole trace' },
  { keys: '0', title: 'The whole trace' },
] as const;
