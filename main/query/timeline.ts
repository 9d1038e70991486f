import type { IndexIntoThreads, TimelineWindow, TimeRange } from '#contract';
import { BUCKETS, bucketWidth, classesAt } from '../store/density-block.ts';
import { CLASSES, classWidth } from '../store/span-page.ts';
import { DensityGrid } from './density-grid.ts';
import { planDensity } from './density-plan.ts';
import type { PageDirectory } from './page-directory.ts';
import type { Query } from './query.ts';
import type { ThreadState } from './snapshot.ts';
import { PUBLIC_FLAGS, type Stretch, type ThreadWindow, takeNarrow, takeWide } from './timeline-pages.ts';
import { TimelineRows } from './timeline-rows.ts';
import { timelineWaits } from './timeline-waits.ts';

export interface TimelineRequest {
  readonly range: TimeRange;
  readonly widthPx: number;
  readonly threads?: readonly IndexIntoThreads[] | undefined;
  readonly minLane?: number | undefined;
  readonly maxLane: number;
}

/** A cell of density is as wide as so many pixels at most, and wider than half of them: a bar that one can see. */
const CELL_PX = 2;
/** Cells of 1/16 ns: spans begin at whole ns, and what counts finer cells over days is past what a double can hold. */
const FINEST_CELL = -4;
/**
 * What a window can show. Spans of a pixel or more are read from the pages of the duration classes that hold them. Narrower ones
 * count in the cell of density in which they begin: a bucket of the recording, so that they are counted already. The cells at
 * the edges count whole.
 */
export function timeline(query: Query, request: TimelineRequest): TimelineWindow {
  const { snapshot } = query;
  const wanted = request.threads ? new Set(request.threads) : undefined;
  const threads = snapshot.threads.filter(({ index }) => !wanted || wanted.has(index));
  const parts = threads.map((thread) => ({ thread, ...threadWindow(query, request, thread) }));
  return {
    revision: snapshot.revision,
    range: request.range,
    spans: joinSpans(parts),
    waits: timelineWaits(query, threads, request, pixelOf(request)),
    density: joinDensity(parts),
  };
}

interface Part {
  readonly thread: ThreadState;
  readonly rows: TimelineRows;
  readonly grid: DensityGrid;
}

const pixelOf = ({ range, widthPx }: TimelineRequest): number =>
  Math.max(Number.MIN_VALUE, (range.endNs - range.startNs) / widthPx);

function threadWindow(query: Query, request: TimelineRequest, thread: ThreadState): Omit<Part, 'thread'> {
  const { range, minLane = 0, maxLane } = request;
  const lanes = { min: minLane, max: maxLane };
  const pixel = pixelOf(request);
  const from = range.startNs - thread.offsetNs;
  const to = range.endNs - thread.offsetNs;
  const level = Math.max(FINEST_CELL, Math.floor(Math.log2(CELL_PX * pixel)));
  const bucket = bucketWidth(level);
  const first = Math.floor(from / bucket);
  const width = Math.max(0, Math.ceil(to / bucket) - first);
  const rows = TimelineRows.take();
  const grid = new DensityGrid(first, bucket, width, minLane, maxLane);
  if (to > from) {
    const narrow = { from: first * bucket, to: (first + width) * bucket };
    const window = { from, to, narrow, pixel, lanes, offsetNs: thread.offsetNs };
    readWide(query, thread.index, classesAt(level), window, rows, grid);
    readNarrow(query, thread, narrow, level, lanes, grid);
    readOpen(query, thread, { from, to }, lanes, rows);
  }
  return { rows, grid };
}

const mayShow = (pages: PageDirectory, p: number, { min, max }: ThreadWindow['lanes']): boolean =>
  (pages.minLane[p] as number) <= max && (pages.maxLane[p] as number) >= min;

/** When the last row of page `p` ends at the latest that can begin before `time`. */
const lastEnd = (pages: PageDirectory, p: number, time: number): number =>
  time + classWidth((pages.class[p] as number) + 1);

/** Spans of the mixed class and above. */
function readWide(
  { reader, snapshot, checkpoint }: Query,
  thread: number,
  mixed: number,
  window: ThreadWindow,
  rows: TimelineRows,
  grid: DensityGrid,
): void {
  const { pages, nodes } = snapshot;
  const since = Math.min(window.from, window.narrow.from);
  const until = Math.max(window.to, window.narrow.to);
  for (const p of pages.between(thread, mixed, CLASSES, since, until)) {
    if (!mayShow(pages, p, window.lanes)) continue;
    checkpoint();
    takeWide(reader.page(p), lastEnd(pages, p, until), nodes, window, rows, grid);
  }
}

/** Spans of the classes below, which are all narrower than a pixel. */
function readNarrow(
  { reader, snapshot, checkpoint }: Query,
  { index, lastNs, ended }: ThreadState,
  narrow: Stretch,
  level: number,
  lanes: ThreadWindow['lanes'],
  grid: DensityGrid,
): void {
  const { pages, nodes } = snapshot;
  const has = reader
    .statement('SELECT 1 FROM density_blocks WHERE thread = ? AND level = ? AND block = ?')
    .pluck();
  const bucket = grid.bucketNs;
  // To the end of the bucket in which the thread's last event lies.
  const last = (Math.floor(lastNs / bucket) + 1) * bucket;
  const stretch = { from: Math.max(0, narrow.from), to: Math.min(narrow.to, last) };
  if (stretch.to <= stretch.from) return;
  const hasBlock = (l: number, block: number) => has.get(index, l, block) !== undefined;
  const plan = planDensity(level, stretch, lastNs, ended, hasBlock);
  for (const { level: l, block, from, to } of plan.blocks) {
    checkpoint();
    const ns = bucketWidth(l);
    const part = { origin: block * BUCKETS, from: from / ns, to: to / ns, ratio: bucket / ns };
    grid.addBlock(reader.density(index, l, block), part);
  }
  for (const [spanClass, stretches] of plan.direct.entries()) {
    for (const { from, to } of stretches) {
      for (const p of pages.between(index, spanClass, spanClass + 1, from, to)) {
        if (!mayShow(pages, p, lanes)) continue;
        checkpoint();
        takeNarrow(reader.page(p), lastEnd(pages, p, to), nodes, { from, to }, grid);
      }
    }
  }
}

/** Spans without an end yet: always rows, they grow while one looks. */
function readOpen(
  { snapshot }: Query,
  { open, offsetNs }: ThreadState,
  { to }: Stretch,
  lanes: ThreadWindow['lanes'],
  rows: TimelineRows,
): void {
  if (!open) return;
  const { nodes } = snapshot;
  for (let i = 0; i < open.rows; i++) {
    const n = open.node[i] as number;
    const lane = (open.laneShift[i] as number) + (nodes.depth[n] as number);
    const start = (open.end[i] as number) - (open.duration[i] as number);
    if (lane < lanes.min || lane > lanes.max || start >= to) continue;
    const flags = (open.flags[i] as number) & PUBLIC_FLAGS;
    const fn = nodes.function[n] as number;
    const [ordinal, waited] = [open.ordinal[i] as number, open.suspended[i] as number];
    rows.push(lane, start + offsetNs, -1, fn, ordinal, flags, waited);
  }
}

function joinSpans(parts: readonly Part[]): TimelineWindow['spans'] {
  const length = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const spans = {
    length,
    thread: new Int32Array(length),
    lane: new Int32Array(length),
    startNs: new Float64Array(length),
    durationNs: new Float64Array(length),
    function: new Int32Array(length),
    ordinal: new Float64Array(length),
    flags: new Uint8Array(length),
    suspendedNs: new Float64Array(length),
  };
  let at = 0;
  for (const { thread, rows } of parts) {
    for (const i of rows.order()) {
      spans.thread[at] = thread.index;
      spans.lane[at] = rows.lane[i] as number;
      spans.startNs[at] = rows.start[i] as number;
      spans.durationNs[at] = rows.duration[i] as number;
      spans.function[at] = rows.function[i] as number;
      spans.ordinal[at] = rows.ordinal[i] as number;
      spans.flags[at] = rows.flags[i] as number;
      spans.suspendedNs[at] = rows.suspended[i] as number;
      at++;
    }
    rows.release();
  }
  return spans;
}

function joinDensity(parts: readonly Part[]): TimelineWindow['density'] {
  const room = parts.reduce((sum, { grid }) => sum + grid.cells, 0);
  const columns = {
    thread: new Int32Array(room),
    lane: new Int32Array(room),
    startNs: new Float64Array(room),
    durationNs: new Float64Array(room),
    count: new Int32Array(room),
    errors: new Int32Array(room),
    function: new Int32Array(room),
  };
  let length = 0;
  for (const { thread, grid } of parts) {
    const end = grid.write(columns, length, thread.offsetNs);
    columns.thread.fill(thread.index, length, end);
    columns.durationNs.fill(grid.bucketNs, length, end);
    length = end;
  }
  return {
    length,
    thread: columns.thread.subarray(0, length),
    lane: columns.lane.subarray(0, length),
    startNs: columns.startNs.subarray(0, length),
    durationNs: columns.durationNs.subarray(0, length),
    count: columns.count.subarray(0, length),
    errors: columns.errors.subarray(0, length),
    function: columns.function.subarray(0, length),
  };
}
