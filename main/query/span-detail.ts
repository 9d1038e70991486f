import { createHash } from 'node:crypto';
import {
  ContractError,
  formatSpanId,
  parseSpanId,
  type SpanDetail,
  type SpanId,
  type TraceId,
} from '#contract';
import { SPAN } from '../store/span-page.ts';
import { CapturedValues } from './captured-values.ts';
import { farChildrenOf, farParentOf, traceRootOf } from './far-parents.ts';
import type { Query } from './query.ts';
import { operationOf, traceContextsOf } from './signals/index.ts';
import type { ThreadState } from './snapshot.ts';
import {
  type FoundSpan,
  findSpan,
  functionOf,
  ordinalOf,
  parentOf,
  shownDuration,
  startOf,
  statusOf,
  toSpanRow,
} from './span-rows.ts';
import { thrownBy } from './thrown-by.ts';

const MAX_CHILDREN = 100;
/** Of a longer chain of ancestors, so many from the root and so many above the span are listed. */
const ANCESTORS_AT_EACH_END = 64;
/** Far more than a stack can hold; a chain of messages may be longer. */
const MAX_ANCESTORS = 1_000_000;

/** A trace is a root span and what is below it; its id follows from the run, so that it costs no byte. */
export function traceIdOf(run: string, thread: number, root: number): TraceId {
  return createHash('sha256')
    .update(`${run}/${formatSpanId(thread, root)}`)
    .digest('hex')
    .slice(0, 32);
}

export function spanDetail(query: Query, id: SpanId): SpanDetail {
  const { snapshot } = query;
  const { thread: index, ordinal } = parseSpanId(id);
  const thread = snapshot.threads[index];
  const span = thread && findSpan(query, thread, ordinal);
  if (!thread || !span) throw new ContractError('not-found', `The recording has no span ${id}.`);
  const fn = functionOf(query, span);
  const { page, row } = span;
  const identity = snapshot.functions[fn];
  const start = startOf(span);
  const duration = page.duration[row] as number;
  const values = new CapturedValues(query.reader).of(index, ordinal, start, page.end[row] as number);
  const parent = parentPlace(query, span);
  const root = traceRootOf(query.reader, index, page.root[row] as number);
  const names = identity?.params ?? [];
  return {
    id,
    traceId: traceIdOf(snapshot.run, root.thread, root.root),
    parent: parent ? formatSpanId(parent.thread, parent.ordinal) : null,
    function: fn,
    identity: {
      file: snapshot.files[identity?.file ?? -1] ?? '',
      name: identity?.name ?? '',
      line: identity?.line ?? 0,
    },
    thread: index,
    pid: thread.process.pid,
    startNs: start + thread.offsetNs,
    durationNs: shownDuration(span),
    selfNs: duration - (page.covered[row] as number),
    activeNs: duration - (page.suspended[row] as number),
    status: statusOf(page.flags[row] as number),
    params: values.params?.map((value, i) => ({ name: names[i] ?? `[${i}]`, value })) ?? null,
    returned: values.returned,
    thrown: values.thrown,
    thrownBy: thrownBy(query, span, values.thrown),
    operation: operationOf(query, span),
    traceContexts: traceContextsOf(query, index, ordinal),
    ...ancestors(query, span),
    ...children(query, thread, span),
  };
}

type Ancestors = Pick<SpanDetail, 'ancestors' | 'omittedAncestors'>;

/** Where the parent is: in the same thread, or a span elsewhere. */
function parentPlace(query: Query, span: FoundSpan): { thread: number; ordinal: number } | undefined {
  const ordinal = parentOf(span);
  const thread = span.thread.index;
  return ordinal < 0 ? farParentOf(query.reader, thread, ordinalOf(span)) : { thread, ordinal };
}

function ancestors(query: Query, span: FoundSpan): Ancestors {
  const chain: { id: SpanId; function: number }[] = [];
  let around: ReadonlyMap<number, FoundSpan> = spansAround(query, span.thread, span);
  for (let at = span; chain.length < MAX_ANCESTORS; ) {
    const place = parentPlace(query, at);
    const home = place && query.snapshot.threads[place.thread];
    if (!home) break;
    const isNear = home === at.thread;
    const parent = (isNear ? around.get(place.ordinal) : undefined) ?? findSpan(query, home, place.ordinal);
    if (!parent) break;
    if (!isNear) around = spansAround(query, home, parent);
    chain.push({ id: formatSpanId(home.index, place.ordinal), function: functionOf(query, parent) });
    at = parent;
  }
  chain.reverse();
  const omitted = Math.max(0, chain.length - 2 * ANCESTORS_AT_EACH_END);
  if (omitted > 0) chain.splice(ANCESTORS_AT_EACH_END, omitted);
  return { ancestors: chain, omittedAncestors: omitted };
}

/** Spans that were open when this one began: nearly always all its ancestors, from a few pages. */
function spansAround(query: Query, thread: ThreadState, span: FoundSpan): Map<number, FoundSpan> {
  const { pages } = query.snapshot;
  const start = startOf(span);
  const ordinal = ordinalOf(span);
  const found = new Map<number, FoundSpan>();
  const rows = pages.select(
    thread.index,
    (p) =>
      (pages.minStart[p] as number) <= start &&
      (pages.maxEnd[p] as number) >= start &&
      (pages.minOrdinal[p] as number) < ordinal,
  );
  for (const p of rows) {
    query.checkpoint();
    const page = query.reader.page(p);
    const { end, duration, ordinal: ordinals } = page;
    for (let row = 0; row < page.rows; row++) {
      const e = end[row] as number;
      if (e < start || e - (duration[row] as number) > start) continue;
      found.set(ordinals[row] as number, { thread, page, row });
    }
  }
  const { open } = thread;
  for (let row = 0; open && row < open.rows; row++) {
    found.set(open.ordinal[row] as number, { thread, page: open, row });
  }
  return found;
}

type Children = Pick<SpanDetail, 'childCount' | 'children'>;

/** The first children, by start; the others are counted where they were recorded. */
function children(query: Query, thread: ThreadState, span: FoundSpan): Children {
  const { pages } = query.snapshot;
  const parent = ordinalOf(span);
  const start = startOf(span);
  const own = span.page.children[span.row] as number;
  const listed: FoundSpan[] = [];
  let late = 0;
  const candidates = pages
    .select(
      thread.index,
      (p) =>
        (pages.minParent[p] as number) <= parent &&
        (pages.maxParent[p] as number) >= parent &&
        (pages.maxStart[p] as number) >= start &&
        (own > 0 || (pages.late[p] as number) > 0),
    )
    .sort((a, b) => (pages.minStart[a] as number) - (pages.minStart[b] as number));
  let lastListed = Number.POSITIVE_INFINITY;
  const collect = (page: FoundSpan['page']) => {
    const { up, ordinal, flags } = page;
    for (let row = 0; row < page.rows; row++) {
      if (up[row] === 0 || (ordinal[row] as number) - (up[row] as number) !== parent) continue;
      listed.push({ thread, page, row });
      if (((flags[row] as number) & SPAN.LATE) !== 0) late++;
    }
    if (listed.length <= 4 * MAX_CHILDREN) return;
    keepFirst(listed);
    lastListed = startOf(listed.at(-1) as FoundSpan);
  };
  if (thread.open) collect(thread.open);
  for (const p of candidates) {
    // Pages are in the order of their first start: once enough are found, only late children still count.
    if ((pages.minStart[p] as number) > lastListed && pages.late[p] === 0) continue;
    query.checkpoint();
    collect(query.reader.page(p));
  }
  const far = farChildrenOf(query, thread.index, parent, MAX_CHILDREN);
  for (const child of far.children) {
    const home = query.snapshot.threads[child.thread];
    const found = home && findSpan(query, home, child.ordinal);
    if (found) listed.push(found);
  }
  keepFirst(listed);
  return {
    childCount: own + late + far.count,
    children: listed.map((child) => toSpanRow(child, functionOf(query, child))),
  };
}

function keepFirst(spans: FoundSpan[]): void {
  const startedAt = (span: FoundSpan) => startOf(span) + span.thread.offsetNs;
  spans.sort((a, b) => startedAt(a) - startedAt(b) || ordinalOf(a) - ordinalOf(b));
  spans.length = Math.min(spans.length, MAX_CHILDREN);
}
