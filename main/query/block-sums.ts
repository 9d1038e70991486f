import { lowerBound } from '../lower-bound.ts';
import { damaged } from '../store/compression.ts';
import { addNodeSums, BLOCK_RATIO, type Stretch, unpackCoverage } from '../store/node-sums.ts';
import { CLASSES, SPAN, type SpanPage } from '../store/span-page.ts';
import type { NodeFigures } from './node-table.ts';
import type { Query } from './query.ts';
import type { ThreadState } from './snapshot.ts';

/** Some whole blocks of a thread, one behind the other: the stretch that they cover, and their numbers, end exclusive. */
export interface Blocks extends Stretch {
  readonly first: number;
  readonly end: number;
}

/** Longest run of whole blocks within [from, to), in ns since the thread's origin. */
export function blocksWithin({ reader }: Query, thread: number, { from, to }: Stretch): Blocks | undefined {
  const ends = reader
    .statement('SELECT to_ns FROM node_sums WHERE thread = ? AND level = 0 ORDER BY block')
    .pluck()
    .all(thread) as number[];
  // Nothing ends before the thread's origin, so that the first block reaches back to any time.
  const first = from <= 0 ? 0 : lowerBound(ends, from) + 1;
  const end = lowerBound(ends, Math.floor(to) + 1);
  if (end <= first) return undefined;
  const begin = first === 0 ? Math.min(from, 0) : (ends[first - 1] as number);
  return { first, end, from: begin, to: ends[end - 1] as number };
}

/**
 * Adds the sums of the blocks: spans that ended in them, whole. `restNs` gets what the total times are more than what follows from
 * the other figures.
 */
export function addSums(
  { reader, snapshot, checkpoint }: Query,
  thread: number,
  { first, end }: Blocks,
  { calls, errors, selfNs }: NodeFigures,
  restNs: Float64Array,
): void {
  const statement = reader
    .statement('SELECT from_ns, to_ns, data FROM node_sums WHERE thread = ? AND level = ? AND block = ?')
    .raw();
  const stored = (level: number, block: number) =>
    statement.get(thread, level, block) as [number, number, Uint8Array] | undefined;
  for (let block = first; block < end; ) {
    let [level, width] = [0, 1];
    while (block % (width * BLOCK_RATIO) === 0 && block + width * BLOCK_RATIO <= end) {
      level++;
      width *= BLOCK_RATIO;
    }
    const row = stored(level, block / width);
    if (!row) throw damaged('sums of calls are missing');
    checkpoint();
    const [from, to, data] = row;
    addNodeSums(data, { from, to }, snapshot.nodes.length, { calls, errors, selfNs, restNs });
    block += width;
  }
}

/** Total times of nodes whose other figures came from sums. `restNs` becomes the total times. */
export function settleTotals(
  { nodes }: Query['snapshot'],
  { selfNs }: NodeFigures,
  restNs: Float64Array,
): void {
  for (let node = nodes.length - 1; node > 0; node--) {
    const total = (restNs[node] as number) + (selfNs[node] as number);
    restNs[node] = total;
    const parent = nodes.parent[node] as number;
    if (parent > 0) restNs[parent] = (restNs[parent] as number) + total;
  }
}

/**
 * Makes of sums over spans that ended in a stretch those over spans that overlap it, with the time inside. A span that reaches over
 * the end of the stretch counts as a call of it; what lies behind counts it once more, as does what lies before, so
 * `joined` is told of it.
 */
export function cutAtEnds(
  query: Query,
  state: ThreadState,
  { first, end, from, to }: Blocks,
  { calls, errors, totalNs, selfNs }: NodeFigures,
): void {
  const before = first === 0 ? undefined : coverageAt(query, state.index, first - 1);
  const after = coverageAt(query, state.index, end - 1);
  const add = (node: number, sign: number, isError: number, total: number, self: number) => {
    calls[node] = (calls[node] as number) + sign;
    errors[node] = (errors[node] as number) + sign * isError;
    totalNs[node] = (totalNs[node] as number) + total;
    selfNs[node] = (selfNs[node] as number) + self;
  };
  if (before) {
    for (const span of runningAt(query, state, from)) {
      // What lay before is another stretch's; of one that ended at this very moment, all of it.
      const lead = from - span.start;
      const leadSelf = lead - coveredOf(before, span.ordinal);
      if (span.end < to) add(span.node, span.end === from ? -1 : 0, span.error, -lead, -leadSelf);
    }
  }
  for (const span of runningAt(query, state, to)) {
    const since = Math.max(span.start, from);
    const covered = coveredOf(after, span.ordinal);
    const earlier = before && span.start < from ? coveredOf(before, span.ordinal) : 0;
    add(span.node, 1, span.error, to - since, to - since - (covered - earlier));
  }
}

/** Takes the spans that reach over a moment out of the calls: they were counted on both sides of it. */
export function countOnce(
  query: Query,
  state: ThreadState,
  time: number,
  { calls, errors }: NodeFigures,
): void {
  for (const { node, end, error } of runningAt(query, state, time)) {
    if (end === time) continue;
    calls[node] = (calls[node] as number) - 1;
    errors[node] = (errors[node] as number) - error;
  }
}

function coveredOf(coverage: ReadonlyMap<number, number>, ordinal: number): number {
  const covered = coverage.get(ordinal);
  if (covered === undefined) throw damaged('a list of running calls lacks one');
  return covered;
}

function coverageAt({ reader }: Query, thread: number, block: number): Map<number, number> {
  const row = reader
    .statement('SELECT from_ns, to_ns, open FROM node_sums WHERE thread = ? AND level = 0 AND block = ?')
    .raw()
    .get(thread, block) as [number, number, Uint8Array | null];
  const [from, to, open] = row;
  if (!open) throw damaged('a list of running calls is missing');
  return unpackCoverage(open, { from, to });
}

interface RunningSpan {
  readonly ordinal: number;
  readonly node: number;
  readonly start: number;
  readonly end: number;
  /** 1: it ended in one. */
  readonly error: number;
}

/** The spans that began before a moment and end then or later. */
function runningAt(query: Query, { index, open }: ThreadState, time: number): RunningSpan[] {
  const { reader, snapshot, checkpoint } = query;
  const spans: RunningSpan[] = [];
  const find = (page: SpanPage) => {
    const { rows, end, duration, node, ordinal, flags } = page;
    for (let i = 0; i < rows; i++) {
      const e = end[i] as number;
      const start = e - (duration[i] as number);
      if (start >= time || e < time) continue;
      const error = (flags[i] as number) & SPAN.ERROR;
      spans.push({ ordinal: ordinal[i] as number, node: node[i] as number, start, end: e, error });
    }
  };
  for (const row of snapshot.pages.between(index, 0, CLASSES, time, time)) {
    checkpoint();
    find(reader.page(row));
  }
  if (open) find(open);
  return spans;
}
