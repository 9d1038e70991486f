import { classWidth, type SpanPage } from '../store/span-page.ts';
import type { Query } from './query.ts';
import type { ThreadState } from './snapshot.ts';
import { type FoundSpan, ordinalOf, startOf } from './span-rows.ts';

/** A page that holds spans asked for; times since the recording's origin. */
export interface Candidate {
  readonly thread: ThreadState;
  /** Row of the directory; -1: the open spans of the thread. */
  readonly page: number;
  /** Spans in it that are asked for. */
  readonly count: number;
  readonly minStart: number;
  readonly maxStart: number;
}

/** Where the spans asked for stand in an opened page. */
export type RowTest = (page: SpanPage, thread: ThreadState) => (row: number) => boolean;

/** Opens a page and gives the spans asked for. */
export function spansOf(query: Query, { thread, page: p }: Candidate, test: RowTest): FoundSpan[] {
  query.checkpoint();
  const page = p < 0 ? (thread.open as SpanPage) : query.reader.page(p);
  const fits = test(page, thread);
  const found: FoundSpan[] = [];
  for (let row = 0; row < page.rows; row++) if (fits(row)) found.push({ thread, page, row });
  return found;
}

export const absoluteStart = (span: FoundSpan): number => startOf(span) + span.thread.offsetNs;
export const byStartOrder = (a: FoundSpan, b: FoundSpan): number =>
  absoluteStart(a) - absoluteStart(b) || a.thread.index - b.thread.index || ordinalOf(a) - ordinalOf(b);

/** Those at some ranks by start, then thread and ordinal. Opens only the pages that can hold the ranks. */
export function selectByStart(
  query: Query,
  candidates: readonly Candidate[],
  test: RowTest,
  offset: number,
  limit: number,
): FoundSpan[] {
  const from = earliestPossible(candidates, offset);
  const to = latestPossible(candidates, offset + limit);
  let before = 0;
  const found: FoundSpan[] = [];
  for (const candidate of candidates) {
    if (candidate.maxStart < from) before += candidate.count;
    else if (candidate.minStart <= to) for (const span of spansOf(query, candidate, test)) found.push(span);
  }
  found.sort(byStartOrder);
  return found.slice(offset - before, offset - before + limit);
}

/** How many of them stand before a place in the order of their starts. `ordinal` -1: before all that begin then. */
export function rankOf(
  query: Query,
  candidates: readonly Candidate[],
  test: RowTest,
  place: { readonly start: number; readonly thread: number; readonly ordinal: number },
): number {
  const isBefore = (span: FoundSpan) =>
    (absoluteStart(span) - place.start ||
      span.thread.index - place.thread ||
      ordinalOf(span) - place.ordinal) < 0;
  let rank = 0;
  for (const candidate of candidates) {
    if (candidate.maxStart < place.start) rank += candidate.count;
    else if (candidate.minStart <= place.start)
      rank += spansOf(query, candidate, test).filter(isBefore).length;
  }
  return rank;
}

/**
 * Those with the largest values, the largest first; equal ones by start. `measure` is at most the span's duration, so that
 * pages of shorter duration classes need not be opened once enough are found.
 */
export function selectByValue(
  query: Query,
  candidates: readonly Candidate[],
  test: RowTest,
  measure: (span: FoundSpan) => number,
  offset: number,
  limit: number,
): FoundSpan[] {
  const { pages } = query.snapshot;
  const wanted = offset + limit;
  const longest = ({ page }: Candidate) =>
    page < 0 ? Number.POSITIVE_INFINITY : classWidth((pages.class[page] as number) + 1);
  const order = (a: FoundSpan, b: FoundSpan) => measure(b) - measure(a) || byStartOrder(a, b);
  let found: FoundSpan[] = [];
  let least = -1;
  for (const candidate of [...candidates].sort((a, b) => longest(b) - longest(a))) {
    if (found.length >= wanted && longest(candidate) <= least) break;
    for (const span of spansOf(query, candidate, test)) if (measure(span) >= least) found.push(span);
    if (found.length < wanted + 4096) continue;
    found = found.sort(order).slice(0, wanted);
    least = measure(found.at(-1) as FoundSpan);
  }
  return found.sort(order).slice(offset, wanted);
}

/** A time before which the span of this rank cannot begin: pages that begin earlier hold at most `rank` spans. */
function earliestPossible(candidates: readonly Candidate[], rank: number): number {
  let counted = 0;
  for (const c of [...candidates].sort((a, b) => a.minStart - b.minStart)) {
    counted += c.count;
    if (counted > rank) return c.minStart;
  }
  return Number.NEGATIVE_INFINITY;
}

/** A time by which `rank` spans have begun for certain. */
function latestPossible(candidates: readonly Candidate[], rank: number): number {
  let counted = 0;
  for (const c of [...candidates].sort((a, b) => a.maxStart - b.maxStart)) {
    counted += c.count;
    if (counted >= rank) return c.maxStart;
  }
  return Number.POSITIVE_INFINITY;
}
