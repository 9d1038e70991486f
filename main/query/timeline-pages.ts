import type { NodeColumns } from '../store/node-page.ts';
import { SPAN, type SpanPage } from '../store/span-page.ts';
import type { DensityGrid } from './density-grid.ts';
import type { TimelineRows } from './timeline-rows.ts';

/** Flags that the contract knows. */
export const PUBLIC_FLAGS = SPAN.ERROR | SPAN.ASYNC | SPAN.UNFINISHED | SPAN.INCOMPLETE;

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What a window shows of a thread, ns since its origin. */
export interface ThreadWindow extends Stretch {
  /** Whole cells of density. */
  readonly narrow: Stretch;
  readonly pixel: number;
  readonly lanes: { readonly min: number; readonly max: number };
  /** The thread's origin, since the recording's. */
  readonly offsetNs: number;
}

/** Takes the spans of a page that end at `lastEnd` or before: rows where they are wide enough, density where not. */
export function takeWide(
  page: SpanPage,
  lastEnd: number,
  nodes: NodeColumns,
  { from, to, narrow, pixel, lanes, offsetNs }: ThreadWindow,
  rows: TimelineRows,
  grid: DensityGrid,
): void {
  const since = Math.min(from, narrow.from);
  const until = Math.max(to, narrow.to);
  const { end, duration, node, laneShift, flags, ordinal } = page;
  const last = page.firstEndingAt(lastEnd);
  for (let i = page.firstEndingAt(since); i < last; i++) {
    const e = end[i] as number;
    const d = duration[i] as number;
    const start = e - d;
    if (start >= until) continue;
    const n = node[i] as number;
    const lane = (laneShift[i] as number) + (nodes.depth[n] as number);
    if (lane < lanes.min || lane > lanes.max) continue;
    const f = flags[i] as number;
    if (d < pixel) {
      if (start >= narrow.from && start < narrow.to) {
        grid.add(lane, start, f & SPAN.ERROR, nodes.function[n] as number);
      }
    } else if (start < to && e > from) {
      const shown = (f & SPAN.UNFINISHED) !== 0 ? -1 : d;
      const fn = nodes.function[n] as number;
      const waited = (f & SPAN.ASYNC) === 0 ? 0 : (page.suspended[i] as number);
      rows.push(lane, start + offsetNs, shown, fn, ordinal[i] as number, f & PUBLIC_FLAGS, waited);
    }
  }
}

/** Counts the spans of a page that begin in the stretch and end at `lastEnd` or before. */
export function takeNarrow(
  page: SpanPage,
  lastEnd: number,
  nodes: NodeColumns,
  { from, to }: Stretch,
  grid: DensityGrid,
): void {
  const { end, duration, node, laneShift, flags } = page;
  const last = page.firstEndingAt(lastEnd);
  for (let i = page.firstEndingAt(from); i < last; i++) {
    const start = (end[i] as number) - (duration[i] as number);
    if (start < from || start >= to) continue;
    const n = node[i] as number;
    const lane = (laneShift[i] as number) + (nodes.depth[n] as number);
    grid.add(lane, start, (flags[i] as number) & SPAN.ERROR, nodes.function[n] as number);
  }
}
