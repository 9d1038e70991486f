import type { IndexIntoThreads, TimelineWindow, TimeNs } from '#contract';
import type { Boxes } from './boxes.ts';
import type { TrackKey } from './tracks.ts';
import { type Waits, withSums } from './wait-parts.ts';

/** A window made ready for painting and pointing: ends instead of durations, and where each lane begins. */
export interface TimelineBoxes {
  readonly window: TimelineWindow;
  /** Spans of the threads, and behind them those of further tracks. */
  readonly spans: Boxes;
  readonly density: Boxes;
  readonly waits: Waits;
  /** Spans that stand in the track of their thread; the others stand in a further one as well. */
  readonly ownRows: number;
  /** By row of `spans`: the thread, or the key of the further track it stands in. */
  readonly track: Int32Array;
  /** Per track, where its lanes begin in `spans`: lane l is offsets[l] .. offsets[l+1]. */
  readonly spanLanes: ReadonlyMap<TrackKey, Int32Array>;
  readonly densityLanes: ReadonlyMap<IndexIntoThreads, Int32Array>;
  readonly waitLanes: ReadonlyMap<IndexIntoThreads, Int32Array>;
}

/**
 * Spans once more, in tracks of their own: those of a track stand together, ordered by lane and start, and without overlap in a
 * lane.
 */
export interface FurtherRows extends Columns {
  readonly track: Int32Array;
  /** When they were suspended, in the same order, with the keys of their tracks as threads; `null`: that is not known. */
  readonly waits: WaitColumns | null;
}

type Columns = TimelineWindow['spans'];
export type WaitColumns = TimelineWindow['waits'];

/**
 * One pass over the columns; throws when they are not in the order the contract promises. Spans without an end are drawn to
 * `edgeNs`, the last time known of the recording.
 */
export function timelineBoxes(
  window: TimelineWindow,
  edgeNs: TimeNs,
  further: readonly FurtherRows[] = [],
): TimelineBoxes {
  const { density } = window;
  const ownRows = window.spans.length;
  const spans = joined(window.spans, further);
  const waits = joined(
    window.waits,
    further.flatMap((rows) => rows.waits ?? []),
  );
  const track = further.reduce((all, rows) => joinedColumn(all, rows.track), window.spans.thread);
  const densityFlags = new Uint8Array(density.length);
  for (let i = 0; i < density.length; i++) densityFlags[i] = (density.errors[i] as number) > 0 ? 1 : 0;
  return {
    window: further.length === 0 ? window : { ...window, spans, waits },
    ownRows,
    track,
    spans: {
      length: spans.length,
      start: spans.startNs,
      end: ends(spans, edgeNs),
      function: spans.function,
      flags: spans.flags,
      suspended: spans.suspendedNs,
    },
    waits: withSums({ length: waits.length, start: waits.startNs, end: ends(waits, edgeNs) }),
    density: {
      length: density.length,
      start: density.startNs,
      end: ends(density, edgeNs),
      function: density.function,
      flags: densityFlags,
    },
    spanLanes: laneOffsets({ ...spans, thread: track }),
    densityLanes: laneOffsets(density),
    waitLanes: laneOffsets(waits),
  };
}

/** The columns of `own` with those of the same names behind them. */
function joined<T extends Columns | WaitColumns>(own: T, further: readonly T[]): T {
  return further.reduce((all, more) => {
    const columns = Object.entries(all).map(([name, column]: [string, number | Column]) => {
      const other = more[name as keyof T] as number | Column;
      if (typeof column === 'number' || typeof other === 'number') return [name, all.length + more.length];
      return [name, joinedColumn(column, other)];
    });
    return Object.fromEntries(columns) as T;
  }, own);
}

type Column = Int32Array | Float64Array | Uint8Array;

function joinedColumn<T extends Column>(own: T, further: T): T {
  const column = new (own.constructor as new (length: number) => T)(own.length + further.length);
  column.set(own);
  column.set(further, own.length);
  return column;
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
