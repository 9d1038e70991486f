import type { IndexIntoThreads, TimelineWindow, TimeNs } from '#contract';
import type { Boxes } from './boxes.ts';
import type { Waits } from './wait-parts.ts';

/** A window made ready for painting and pointing: ends instead of durations, and where each lane begins. */
export interface TimelineBoxes {
  readonly window: TimelineWindow;
  readonly spans: Boxes;
  readonly density: Boxes;
  readonly waits: Waits;
  /** Per thread, where its lanes begin in `spans`: lane l is offsets[l] .. offsets[l+1]. */
  readonly spanLanes: ReadonlyMap<IndexIntoThreads, Int32Array>;
  readonly densityLanes: ReadonlyMap<IndexIntoThreads, Int32Array>;
  readonly waitLanes: ReadonlyMap<IndexIntoThreads, Int32Array>;
}

/**
 * One pass over the columns; throws when they are not in the order the contract promises. Spans without an end are drawn to
 * `edgeNs`, the last time known of the recording.
 */
export function timelineBoxes(window: TimelineWindow, edgeNs: TimeNs): TimelineBoxes {
  const { spans, density, waits } = window;
  const densityFlags = new Uint8Array(density.length);
  for (let i = 0; i < density.length; i++) densityFlags[i] = (density.errors[i] as number) > 0 ? 1 : 0;
  return {
    window,
    spans: {
      length: spans.length,
      start: spans.startNs,
      end: ends(spans, edgeNs),
      function: spans.function,
      flags: spans.flags,
      suspended: spans.suspendedNs,
    },
    waits: { length: waits.length, start: waits.startNs, end: ends(waits, edgeNs) },
    density: {
      length: density.length,
      start: density.startNs,
      end: ends(density, edgeNs),
      function: density.function,
      flags: densityFlags,
    },
    spanLanes: laneOffsets(spans),
    densityLanes: laneOffsets(density),
    waitLanes: laneOffsets(waits),
  };
}

interface Placed {
  readonly length: number;
  readonly thread: Int32Array;
  readonly lane: Int32Array;
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
}

function ends(columns: Placed, edgeNs: TimeNs): Float64Array {
  const end = new Float64Array(columns.length);
  for (let i = 0; i < columns.length; i++) {
    const duration = columns.durationNs[i] as number;
    const start = columns.startNs[i] as number;
    end[i] = duration < 0 ? Math.max(start, edgeNs) : start + duration;
  }
  return end;
}

function laneOffsets(columns: Placed): Map<IndexIntoThreads, Int32Array> {
  const offsets = new Map<IndexIntoThreads, Int32Array>();
  const { thread, lane, startNs, length } = columns;
  let from = 0;
  while (from < length) {
    const current = thread[from] as number;
    let to = from + 1;
    while (to < length && thread[to] === current) {
      const ordered =
        (lane[to] as number) > (lane[to - 1] as number) ||
        (lane[to] === lane[to - 1] && (startNs[to] as number) >= (startNs[to - 1] as number));
      if (!ordered) throw new Error(`Timeline rows ${to - 1} and ${to} are not in lane and time order`);
      to++;
    }
    if (offsets.has(current)) throw new Error(`Timeline rows of thread ${current} do not stand together`);
    offsets.set(current, offsetsOfThread(lane, from, to));
    from = to;
  }
  return offsets;
}

function offsetsOfThread(lane: Int32Array, from: number, to: number): Int32Array {
  const lanes = (lane[to - 1] as number) + 1;
  const offsets = new Int32Array(lanes + 1).fill(to);
  let next = 0;
  for (let i = from; i < to; i++) while (next <= (lane[i] as number)) offsets[next++] = i;
  return offsets;
}
