import {
  ContractError,
  parseSpanId,
  type SearchPage,
  type SearchRequest,
  type SearchRow,
  type SearchStep,
  type SearchStepRequest,
  type TimeRange,
} from '#contract';
import type { SpanPage } from '../../store/span-page.ts';
import { LruCache } from '../lru-cache.ts';
import type { Query } from '../query.ts';
import {
  absoluteStart,
  type Candidate,
  countOf,
  rankOf,
  selectByStart,
  selectByValue,
} from '../ranked-pages.ts';
import type { Snapshot } from '../snapshot.ts';
import { type FoundSpan, findSpan, functionOf, toSpanRow } from '../span-rows.ts';
import { compile, overlapping } from './compile.ts';
import { all, knownCount, type Matcher, NONE } from './matcher.ts';
import { parse } from './parser.ts';

export { completions } from './completions.ts';

/** Searches kept counted: a person pages through one, and goes back to the one before. */
const KEPT = 8;

interface Counted {
  readonly matcher: Matcher;
  readonly candidates: readonly Candidate[];
  readonly total: number;
}
const counted = new WeakMap<Snapshot, LruCache<string, Counted>>();

export function search(query: Query, request: Omit<SearchRequest, 'run'>): SearchPage {
  const found = find(query, request);
  const { order, offset } = request;
  const limit = Math.min(request.limit, Math.max(0, found.total - offset));
  const rows = limit === 0 ? [] : select(query, found, order, offset, limit);
  return {
    revision: query.snapshot.revision,
    total: found.total,
    offset,
    rows: rows.map((span) => toSearchRow(query, span)),
  };
}

export function searchStep(query: Query, request: Omit<SearchStepRequest, 'run'>): SearchStep {
  const found = find(query, request);
  const { matcher, candidates, total } = found;
  const test = matcher.rows.bind(matcher);
  const place = placeOf(query, request.from);
  const before = rankOf(query, candidates, test, place);
  let rank = request.direction === 'previous' ? before - 1 : before;
  if (request.direction === 'next' && rank < total && place.ordinal >= 0) {
    const [at] = selectByStart(query, candidates, test, rank, 1);
    // The span one comes from is no step away from itself.
    if (at && isAt(at, place)) rank++;
  }
  const [span] = rank >= 0 && rank < total ? selectByStart(query, candidates, test, rank, 1) : [];
  const { revision } = query.snapshot;
  return { revision, total, rank: span ? rank : -1, match: span ? toSearchRow(query, span) : null };
}

function find(
  query: Query,
  request: { readonly query: string; readonly range?: TimeRange | undefined },
): Counted {
  const { snapshot } = query;
  let kept = counted.get(snapshot);
  if (!kept) {
    kept = new LruCache(KEPT);
    counted.set(snapshot, kept);
  }
  const { range } = request;
  const key = JSON.stringify([request.query, range?.startNs, range?.endNs]);
  const known = kept.get(key);
  if (known) return known;
  const { pages } = snapshot;
  const condition = compile(query, parse(request.query));
  const inRange = range ? [overlapping(query, range.startNs, range.endNs)] : [];
  const matcher = all([condition, ...inRange], (p) => pages.count[p] as number);
  const made = count(query, matcher);
  kept.set(key, made);
  return made;
}

/** Counts the matches by page, opening only those that the statistics leave open. */
function count(query: Query, matcher: Matcher): Counted {
  const { pages, threads } = query.snapshot;
  const test = matcher.rows.bind(matcher);
  const candidates: Candidate[] = [];
  let total = 0;
  const add = (candidate: Omit<Candidate, 'count'>, known: number) => {
    const matches = known >= 0 ? known : countOf(query, candidate, test, pages.length);
    if (matches === 0) return;
    candidates.push({ ...candidate, count: matches });
    total += matches;
  };
  const spansIn = (p: number) => pages.count[p] as number;
  for (let p = 0; p < pages.length; p++) {
    const thread = threads[pages.thread[p] as number];
    if (!thread || pages.count[p] === 0 || matcher.page(p) === NONE) continue;
    const minStart = (pages.minStart[p] as number) + thread.offsetNs;
    const maxStart = (pages.maxStart[p] as number) + thread.offsetNs;
    add({ thread, page: p, minStart, maxStart }, knownCount(matcher, p, spansIn));
  }
  for (const thread of threads) {
    const bounds = { minStart: 0, maxStart: thread.lastNs + thread.offsetNs };
    if (thread.open) add({ thread, page: -1, ...bounds }, -1);
  }
  return { matcher, candidates, total };
}

const durationOf = ({ duration }: SpanPage, row: number): number => duration[row] as number;
const selfOf = ({ duration, covered }: SpanPage, row: number): number =>
  (duration[row] as number) - (covered[row] as number);

function select(
  query: Query,
  { matcher, candidates }: Counted,
  order: SearchRequest['order'],
  offset: number,
  limit: number,
): FoundSpan[] {
  const test = (page: SpanPage, thread: Candidate['thread']) => matcher.rows(page, thread);
  if (order === 'start') return selectByStart(query, candidates, test, offset, limit);
  return selectByValue(query, candidates, test, order === 'self' ? selfOf : durationOf, offset, limit);
}

function toSearchRow(query: Query, span: FoundSpan): SearchRow {
  const row = toSpanRow(span, functionOf(query, span));
  return { ...row, thread: span.thread.index, selfNs: selfOf(span.page, span.row) };
}

interface Place {
  readonly start: number;
  readonly thread: number;
  readonly ordinal: number;
}

function placeOf(query: Query, from: SearchStepRequest['from']): Place {
  if (typeof from === 'number') return { start: from, thread: -1, ordinal: -1 };
  const { thread: index, ordinal } = parseSpanId(from);
  const thread = query.snapshot.threads[index];
  const span = thread && findSpan(query, thread, ordinal);
  if (!span) throw new ContractError('not-found', `The recording has no span ${from}.`);
  return { start: absoluteStart(span), thread: index, ordinal };
}

const isAt = (span: FoundSpan, { thread, ordinal }: Place): boolean =>
  span.thread.index === thread && span.page.ordinal[span.row] === ordinal;
