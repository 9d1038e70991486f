import type { IndexIntoThreads, TimelineWindow, TimeRange } from '#contract';
import { unpackDensity } from '../store/density-block.ts';
import { classOf, classWidth, SPAN } from '../store/span-page.ts';
import { DensityGrid } from './density-grid.ts';
import { type BlockRead, planDensity } from './density-plan.ts';
import type { PageDirectory } from './page-directory.ts';
import type { Query } from './query.ts';
import type { ThreadState } from './snapshot.ts';
import { TimelineRows } from './timeline-rows.ts';

export interface TimelineRequest {
  readonly range: TimeRange;
  readonly widthPx: number;
  readonly threads?: readonly IndexIntoThreads[] | undefined;
  readonly minLane?: number | undefined;
  readonly maxLane: number;
}

/** Density blocks are as wide as so many pixels: half the rows, and a bar that one can see. */
const BLOCK_PX = 2;
const PUBLIC_FLAGS = SPAN.ERROR | SPAN.ASYNC | SPAN.UNFINISHED | SPAN.INCOMPLETE;

/**
 * What a window can show. Spans of a pixel or more are read from the pages of the duration classes that hold them. Narrower ones
 * count at the pixel where they begin; those that begin in the pixel at either edge may be counted too.
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
    density: joinDensity(parts, request),
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
  const { range, widthPx, minLane = 0, maxLane } = request;
  const lanes = { min: minLane, max: maxLane };
  const pixel = pixelOf(request);
  const from = range.startNs - thread.offsetNs;
  const to = range.endNs - thread.offsetNs;
  const rows = new TimelineRows();
  const grid = new DensityGrid(from, pixel * BLOCK_PX, Math.ceil(widthPx / BLOCK_PX), minLane, maxLane);
  if (!(to > from)) return { rows, grid };
  // The class that holds one pixel: all spans of the classes above are wider, all below narrower.
  const mixed = classOf(Math.floor(pixel));
  const bucket = classWidth(mixed);
  const narrow = { from: Math.floor(from / bucket) * bucket, to: Math.ceil(to / bucket) * bucket };
  readWide(query, thread, { from, to }, narrow, mixed, pixel, lanes, rows, grid);
  readNarrow(query, thread, narrow, mixed, lanes, grid);
  readOpen(query, thread, { from, to }, lanes, rows);
  return { rows, grid };
}

interface Lanes {
  readonly min: number;
  readonly max: number;
}

const mayShow = (pages: PageDirectory, p: number, { min, max }: Lanes): boolean =>
  (pages.minLane[p] as number) <= max && (pages.maxLane[p] as number) >= min;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Spans of the mixed class and above: rows where they are wide enough, density where not. */
function readWide(
  { reader, snapshot, checkpoint }: Query,
  { index, offsetNs }: ThreadState,
  { from, to }: Stretch,
  narrow: Stretch,
  mixed: number,
  pixel: number,
  lanes: Lanes,
  rows: TimelineRows,
  grid: DensityGrid,
): void {
  const { pages, nodes } = snapshot;
  const wanted = (p: number) =>
    (pages.class[p] as number) >= mixed &&
    mayShow(pages, p, lanes) &&
    pages.overlaps(p, Math.min(from, narrow.from), Math.max(to, narrow.to));
  for (const p of pages.select(index, wanted)) {
    checkpoint();
    const page = reader.page(p);
    const { end, duration, node, laneShift, flags, ordinal } = page;
    for (let i = 0; i < page.rows; i++) {
      const e = end[i] as number;
      const d = duration[i] as number;
      const start = e - d;
      const n = node[i] as number;
      const lane = (laneShift[i] as number) + (nodes.depth[n] as number);
      if (lane < lanes.min || lane > lanes.max) continue;
      const f = flags[i] as number;
      if (d < pixel) {
        if (start >= narrow.from && start < narrow.to) {
          grid.add(lane, start, 1, f & SPAN.ERROR, nodes.function[n] as number);
        }
      } else if (start < to && e > from) {
        const shown = (f & SPAN.UNFINISHED) !== 0 ? -1 : d;
        const fn = nodes.function[n] as number;
        rows.push(lane, start + offsetNs, shown, fn, ordinal[i] as number, f & PUBLIC_FLAGS);
      }
    }
  }
}

/** Spans of the classes below, which are all narrower than a pixel. */
function readNarrow(
  { reader, snapshot, checkpoint }: Query,
  { index, lastNs, ended }: ThreadState,
  narrow: Stretch,
  mixed: number,
  lanes: Lanes,
  grid: DensityGrid,
): void {
  const { pages, nodes } = snapshot;
  const has = reader.statement('SELECT 1 FROM density WHERE thread = ? AND level = ? AND block = ?').pluck();
  const stretch = { from: Math.max(0, narrow.from), to: Math.min(narrow.to, padded(lastNs, mixed)) };
  if (stretch.to <= stretch.from) return;
  const hasBlock = (level: number, block: number) => has.get(index, level, block) !== undefined;
  const plan = planDensity(mixed, stretch, lastNs, ended, hasBlock);
  for (const block of plan.blocks) {
    checkpoint();
    readBlock(reader, index, block, grid);
  }
  for (const [spanClass, stretches] of plan.direct.entries()) {
    for (const { from, to } of stretches) {
      const wanted = (p: number) =>
        pages.class[p] === spanClass &&
        mayShow(pages, p, lanes) &&
        (pages.minStart[p] as number) < to &&
        (pages.maxStart[p] as number) >= from;
      for (const p of pages.select(index, wanted)) {
        checkpoint();
        const page = reader.page(p);
        const { end, duration, node, laneShift, flags } = page;
        for (let i = 0; i < page.rows; i++) {
          const start = (end[i] as number) - (duration[i] as number);
          if (start < from || start >= to) continue;
          const n = node[i] as number;
          const lane = (laneShift[i] as number) + (nodes.depth[n] as number);
          grid.add(lane, start, 1, (flags[i] as number) & SPAN.ERROR, nodes.function[n] as number);
        }
      }
    }
  }
}

/** The end of the bucket in which the thread's last event lies. */
const padded = (lastNs: number, mixed: number): number =>
  (Math.floor(lastNs / classWidth(mixed)) + 1) * classWidth(mixed);

function readBlock(
  reader: Query['reader'],
  thread: number,
  { level, block, from, to }: BlockRead,
  grid: DensityGrid,
): void {
  const data = reader
    .statement('SELECT data FROM density WHERE thread = ? AND level = ? AND block = ?')
    .pluck()
    .get(thread, level, block);
  const cells = unpackDensity(data as Uint8Array);
  const width = classWidth(level);
  for (let i = 0; i < cells.length; i++) {
    const start = (cells.bucket[i] as number) * width;
    if (start < from || start >= to) continue;
    const errors = cells.errors[i] as number;
    grid.add(cells.lane[i] as number, start, cells.count[i] as number, errors, cells.function[i] as number);
  }
}

/** Spans without an end yet: always rows, they grow while one looks. */
function readOpen(
  { snapshot }: Query,
  { open, offsetNs }: ThreadState,
  { to }: Stretch,
  lanes: Lanes,
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
    rows.push(lane, start + offsetNs, -1, nodes.function[n] as number, open.ordinal[i] as number, flags);
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
      at++;
    }
  }
  return spans;
}

function joinDensity(parts: readonly Part[], request: TimelineRequest): TimelineWindow['density'] {
  const width = pixelOf(request) * BLOCK_PX;
  const length = parts.reduce((sum, { grid }) => sum + grid.blocks, 0);
  const density = {
    length,
    thread: new Int32Array(length),
    lane: new Int32Array(length),
    startNs: new Float64Array(length),
    durationNs: new Float64Array(length).fill(width),
    count: new Float64Array(length),
    errors: new Float64Array(length),
    function: new Int32Array(length),
  };
  let at = 0;
  for (const { thread, grid } of parts) {
    grid.forEach((lane, x, count, errors, fn) => {
      density.thread[at] = thread.index;
      density.lane[at] = lane;
      density.startNs[at] = request.range.startNs + x * width;
      density.count[at] = count;
      density.errors[at] = errors;
      density.function[at] = fn;
      at++;
    });
  }
  return density;
}
