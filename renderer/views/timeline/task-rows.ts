import type { TimelineWindow } from '#contract';
import type { FurtherRows } from '../../canvas/index.ts';
import { callKey, type TaskTracks } from './task-tracks.ts';

/** A call of a window that stands in the track of a task as well. */
interface Placed {
  readonly row: number;
  readonly track: number;
  readonly lane: number;
}

/** The calls of a window that stand by themselves and belong to a task, once more in its track, with their waits. */
export function taskRows(window: TimelineWindow, { places }: TaskTracks): FurtherRows | null {
  const { spans } = window;
  const placed: Placed[] = [];
  if (places.size > 0)
    for (let row = 0; row < spans.length; row++) {
      const place = places.get(callKey(spans.thread[row] as number, spans.ordinal[row] as number));
      if (place !== undefined) placed.push({ row, ...place });
    }
  if (placed.length === 0) return null;
  const start = ({ row }: Placed) => spans.startNs[row] as number;
  placed.sort((a, b) => b.track - a.track || a.lane - b.lane || start(a) - start(b));
  return {
    length: placed.length,
    track: Int32Array.from(placed, ({ track }) => track),
    lane: Int32Array.from(placed, ({ lane }) => lane),
    thread: Int32Array.from(placed, ({ row }) => spans.thread[row] as number),
    ordinal: Float64Array.from(placed, ({ row }) => spans.ordinal[row] as number),
    startNs: Float64Array.from(placed, start),
    durationNs: Float64Array.from(placed, ({ row }) => spans.durationNs[row] as number),
    function: Int32Array.from(placed, ({ row }) => spans.function[row] as number),
    flags: Uint8Array.from(placed, ({ row }) => spans.flags[row] as number),
    suspendedNs: Float64Array.from(placed, ({ row }) => spans.suspendedNs[row] as number),
    waits: waitsOf(window, placed),
  };
}

/** The waits of the calls, in the order of the calls. */
function waitsOf({ spans, waits }: TimelineWindow, placed: readonly Placed[]): FurtherRows['waits'] {
  // Where the waits of a lane of a thread begin: they stand together, as the calls do.
  const begins = new Map<number, number>();
  for (let wait = waits.length - 1; wait >= 0; wait--)
    begins.set(callKey(waits.thread[wait] as number, waits.lane[wait] as number), wait);
  const found: { readonly wait: number; readonly of: Placed }[] = [];
  for (const of of placed) {
    const thread = spans.thread[of.row] as number;
    const lane = spans.lane[of.row] as number;
    const duration = spans.durationNs[of.row] as number;
    const start = spans.startNs[of.row] as number;
    const end = duration < 0 ? Number.POSITIVE_INFINITY : start + duration;
    if (!((spans.suspendedNs[of.row] as number) > 0)) continue;
    for (
      let wait = begins.get(callKey(thread, lane)) ?? waits.length;
      wait < waits.length && waits.thread[wait] === thread && waits.lane[wait] === lane;
      wait++
    ) {
      const at = waits.startNs[wait] as number;
      if (at >= end) break;
      if (at >= start) found.push({ wait, of });
    }
  }
  return {
    length: found.length,
    thread: Int32Array.from(found, ({ of }) => of.track),
    lane: Int32Array.from(found, ({ of }) => of.lane),
    startNs: Float64Array.from(found, ({ wait }) => waits.startNs[wait] as number),
    durationNs: Float64Array.from(found, ({ wait }) => waits.durationNs[wait] as number),
  };
}
