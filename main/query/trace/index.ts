import { ContractError, formatSpanId, parseSpanId, type TraceRequest, type TraceTable } from '#contract';
import { LruCache } from '../lru-cache.ts';
import type { Query } from '../query.ts';
import type { Snapshot } from '../snapshot.ts';
import { traceIdOf } from '../span-detail.ts';
import { type FoundSpan, findSpan, ordinalOf } from '../span-rows.ts';
import { TraceLinks } from './trace-links.ts';
import { gatherRows, MAX_ROWS, type TraceRow } from './trace-rows.ts';
import { keyOf, type LaidOut, layOut } from './trace-tree.ts';

interface Listing extends LaidOut {
  readonly first: FoundSpan;
  readonly root: FoundSpan;
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
  const rows = listing.rows.slice(offset, offset + request.limit);
  const functionOf = query.snapshot.nodes.function;
  const numbers = (pick: (row: TraceRow) => number) => Float64Array.from(rows, pick);
  return {
    revision: query.snapshot.revision,
    traceId: traceIdOf(query.snapshot.run, listing.root.thread.index, ordinalOf(listing.root)),
    first: formatSpanId(listing.first.thread.index, ordinalOf(listing.first)),
    total: listing.rows.length,
    offset,
    depth: listing.levels,
    omitted: listing.omitted,
    startNs: listing.startNs,
    endNs: listing.endNs,
    length: rows.length,
    thread: Int32Array.from(rows, (row) => row.thread),
    ordinal: numbers((row) => row.ordinal),
    parent: listing.parent.slice(offset, offset + rows.length),
    depthOf: listing.depth.slice(offset, offset + rows.length),
    function: Int32Array.from(rows, (row) => functionOf[row.node] as number),
    startNsOf: numbers((row) => row.start),
    durationNs: numbers((row) => row.duration),
    selfNs: numbers((row) => row.self),
    flags: Uint8Array.from(rows, (row) => row.flags),
    children: listing.children.slice(offset, offset + rows.length),
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
  let endNs = Number.NEGATIVE_INFINITY;
  let startNs = Number.POSITIVE_INFINITY;
  const listed = new Int32Array(laidOut.rows.length);
  for (const [i, row] of laidOut.rows.entries()) {
    const { lastNs = 0, offsetNs = 0 } = query.snapshot.threads[row.thread] ?? {};
    startNs = Math.min(startNs, row.start);
    endNs = Math.max(endNs, row.duration < 0 ? lastNs + offsetNs : row.start + row.duration);
    const parent = laidOut.parent[i] as number;
    if (parent >= 0) listed[parent] = (listed[parent] as number) + 1;
  }
  // Where all children are listed, their number is exact: those that began late, or elsewhere, are among them.
  const children = Int32Array.from(laidOut.rows, (row, i) => {
    const elsewhere = continued.get(keyOf(row.thread, row.ordinal)) ?? 0;
    return Math.max(row.children + elsewhere, listed[i] as number);
  });
  return { ...laidOut, first, root, levels, omitted, children, startNs, endNs };
}

interface AllRows {
  readonly rows: readonly TraceRow[];
  /** By the key of a call that goes on with a context, the key of the call that sent it on. */
  readonly joined: ReadonlyMap<number, number>;
  readonly levels: number;
  readonly omitted: number;
}

/** The trace in the first span's thread, and wherever its contexts lead. */
function gatherAll(query: Query, links: TraceLinks, first: FoundSpan, depth: number): AllRows {
  const rows: TraceRow[] = [];
  const joined = new Map<number, number>();
  let levels = depth;
  let omitted = 0;
  const queue = [first];
  for (let next = queue.shift(); next && rows.length < MAX_ROWS; next = queue.shift()) {
    const gathered = gatherRows(query, next, levels);
    levels = Math.min(levels, gathered.depth);
    omitted += gathered.omitted;
    for (const row of gathered.rows) rows.push(row);
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
