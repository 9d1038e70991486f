import {
  ContractError,
  formatSpanId,
  parseSpanId,
  type SpanId,
  type TraceRequest,
  type TraceTable,
} from '#contract';
import { LruCache } from '../lru-cache.ts';
import type { Query } from '../query.ts';
import type { Snapshot } from '../snapshot.ts';
import { traceIdOf } from '../span-detail.ts';
import { type FoundSpan, findSpan, ordinalOf } from '../span-rows.ts';
import { TraceRows } from './trace-columns.ts';
import { TraceLinks } from './trace-links.ts';
import { gatherRows, MAX_ROWS } from './trace-rows.ts';
import { keyOf, type LaidOut, layOut } from './trace-tree.ts';

interface Listing extends LaidOut {
  readonly rows: TraceRows;
  /** Ids, not the pages that they stand in: a listing is kept. */
  readonly first: SpanId;
  readonly traceId: string;
  readonly levels: number;
  readonly omitted: number;
  /** Direct children, by row. */
  readonly children: Int32Array;
  readonly startNs: number;
  readonly endNs: number;
}

/** The listing a person pages through, and the one before. */
const KEPT = 2;
const listings = new WeakMap<Snapshot, LruCache<string, Listing>>();

/** A page of the calls of one trace. */
export function traceTable(query: Query, request: Omit<TraceRequest, 'run'>): TraceTable {
  const listing = listingOf(query, request);
  const { offset } = request;
  const { rows, order } = listing;
  const shown = order.subarray(offset, offset + request.limit);
  const functionOf = query.snapshot.nodes.function;
  const numbers = (column: Float64Array) => Float64Array.from(shown, (row) => column[row] as number);
  return {
    revision: query.snapshot.revision,
    traceId: listing.traceId,
    first: listing.first,
    total: order.length,
    offset,
    depth: listing.levels,
    omitted: listing.omitted,
    startNs: listing.startNs,
    endNs: listing.endNs,
    length: shown.length,
    thread: Int32Array.from(shown, (row) => rows.thread[row] as number),
    ordinal: numbers(rows.ordinal),
    parent: listing.parent.slice(offset, offset + shown.length),
    depthOf: listing.depth.slice(offset, offset + shown.length),
    function: Int32Array.from(shown, (row) => functionOf[rows.node[row] as number] as number),
    startNsOf: numbers(rows.start),
    durationNs: numbers(rows.duration),
    selfNs: numbers(rows.self),
    flags: Uint8Array.from(shown, (row) => rows.flags[row] as number),
    children: listing.children.slice(offset, offset + shown.length),
  };
}

function listingOf(query: Query, { span, from, depth }: Omit<TraceRequest, 'run'>): Listing {
  let kept = listings.get(query.snapshot);
  if (!kept) {
    kept = new LruCache(KEPT);
    listings.set(query.snapshot, kept);
  }
  const key = JSON.stringify([span, from, depth]);
  const known = kept.get(key);
  if (known) return known;
  const made = list(query, span, from, depth);
  kept.set(key, made);
  return made;
}

function list(query: Query, span: string, from: TraceRequest['from'], depth: number): Listing {
  const { thread: index, ordinal } = parseSpanId(span);
  const thread = query.snapshot.threads[index];
  const found = thread && findSpan(query, thread, ordinal);
  if (!found) throw new ContractError('not-found', `The recording has no span ${span}.`);
  const links = new TraceLinks(query);
  const root = links.firstRoot(found);
  const first = from === 'root' ? root : found;
  const { rows, joined, levels, omitted } = gatherAll(query, links, first, depth);
  const continued = new Map<number, number>();
  for (const sender of joined.values()) continued.set(sender, (continued.get(sender) ?? 0) + 1);
  const laidOut = layOut(keyOf(first.thread.index, ordinalOf(first)), rows, joined, levels);
  const { order, parent } = laidOut;
  let endNs = Number.NEGATIVE_INFINITY;
  let startNs = Number.POSITIVE_INFINITY;
  const listed = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const row = order[i] as number;
    const [start, duration] = [rows.start[row] as number, rows.duration[row] as number];
    const { lastNs = 0, offsetNs = 0 } = query.snapshot.threads[rows.thread[row] as number] ?? {};
    startNs = Math.min(startNs, start);
    endNs = Math.max(endNs, duration < 0 ? lastNs + offsetNs : start + duration);
    const above = parent[i] as number;
    if (above >= 0) listed[above] = (listed[above] as number) + 1;
  }
  // Where all children are listed, their number is exact: those that began late, or elsewhere, are among them.
  const children = order.map((row, i) => {
    const elsewhere = continued.get(keyOf(rows.thread[row] as number, rows.ordinal[row] as number)) ?? 0;
    return Math.max((rows.children[row] as number) + elsewhere, listed[i] as number);
  });
  const traceId = traceIdOf(query.snapshot.run, root.thread.index, ordinalOf(root));
  const id = formatSpanId(first.thread.index, ordinalOf(first));
  return { ...laidOut, rows, first: id, traceId, levels, omitted, children, startNs, endNs };
}

interface AllRows {
  readonly rows: TraceRows;
  /** By the key of a call that goes on with a context, the key of the call that sent it on. */
  readonly joined: ReadonlyMap<number, number>;
  readonly levels: number;
  readonly omitted: number;
}

/** The trace in the first span's thread, and wherever its contexts lead. */
function gatherAll(query: Query, links: TraceLinks, first: FoundSpan, depth: number): AllRows {
  const rows = new TraceRows();
  const joined = new Map<number, number>();
  let levels = depth;
  let omitted = 0;
  const queue = [first];
  for (let next = queue.shift(); next && rows.length < MAX_ROWS; next = queue.shift()) {
    const gathered = gatherRows(query, next, levels);
    levels = Math.min(levels, gathered.depth);
    omitted += gathered.omitted;
    rows.append(gathered.rows);
    for (const [sender, continued] of links.continuations(next.thread.index, gathered.rows)) {
      for (const link of continued) {
        const key = keyOf(link.thread, link.ordinal);
        const thread = query.snapshot.threads[link.thread];
        const span = thread && findSpan(query, thread, link.ordinal);
        if (!span || joined.has(key)) continue;
        joined.set(key, keyOf(next.thread.index, sender));
        queue.push(span);
      }
    }
  }
  return { rows, joined, levels, omitted };
}
