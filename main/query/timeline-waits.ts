import type { TimelineWindow, TimeRange } from '#contract';
import { classOf } from '../store/span-page.ts';
import { unpackWaits } from '../store/wait-page.ts';
import type { Query } from './query.ts';
import type { ThreadState } from './snapshot.ts';
import { orderByLane } from './timeline-rows.ts';

interface WaitsRequest {
  readonly range: TimeRange;
  readonly minLane?: number | undefined;
  readonly maxLane: number;
}

const PAGES = `SELECT data FROM wait_pages
  WHERE thread = ? AND class >= ? AND max_end > ? AND min_start < ? AND min_lane <= ? AND max_lane >= ?`;

/** The waits of these threads that lasted a pixel or more; in a lane there are as many as it has pixels at most. */
export function timelineWaits(
  query: Query,
  threads: readonly ThreadState[],
  request: WaitsRequest,
  pixelNs: number,
): TimelineWindow['waits'] {
  const parts = threads.map((thread) => ({ thread, ...waitsOf(query, thread, request, pixelNs) }));
  const length = parts.reduce((sum, { start }) => sum + start.length, 0);
  const waits = {
    length,
    thread: new Int32Array(length),
    lane: new Int32Array(length),
    startNs: new Float64Array(length),
    durationNs: new Float64Array(length),
  };
  let at = 0;
  for (const { thread, lane, start, duration } of parts) {
    const columns = { length: start.length, lane: Int32Array.from(lane), start: Float64Array.from(start) };
    for (const row of orderByLane(columns)) {
      waits.thread[at] = thread.index;
      waits.lane[at] = lane[row] as number;
      waits.startNs[at] = (start[row] as number) + thread.offsetNs;
      waits.durationNs[at] = duration[row] as number;
      at++;
    }
  }
  return waits;
}

/** Times since the thread's origin. */
function waitsOf(
  { reader, checkpoint }: Query,
  { index, offsetNs }: ThreadState,
  { range, minLane = 0, maxLane }: WaitsRequest,
  pixelNs: number,
) {
  const lane: number[] = [];
  const start: number[] = [];
  const duration: number[] = [];
  const [from, to] = [range.startNs - offsetNs, range.endNs - offsetNs];
  const pages = reader.statement(PAGES).pluck();
  for (const data of pages.iterate(index, classOf(Math.floor(pixelNs)), from, to, maxLane, minLane)) {
    checkpoint();
    const page = unpackWaits(data as Uint8Array);
    for (let row = 0; row < page.length; row++) {
      const lasted = page.duration[row] as number;
      const end = page.end[row] as number;
      const inLane = page.lane[row] as number;
      if (lasted < pixelNs || lasted === 0 || end <= from || end - lasted >= to) continue;
      if (inLane < minLane || inLane > maxLane) continue;
      lane.push(inLane);
      start.push(end - lasted);
      duration.push(lasted);
    }
  }
  return { lane, start, duration };
}
