import { classWidth, type SpanPage } from '../store/span-page.ts';
import type { Query } from './query.ts';
import type { ThreadState } from './snapshot.ts';
import { type FoundSpan, startOf } from './span-rows.ts';

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

/**
 * A span that is being ranked: where it stands, and what it is compared by. It does not hold its page, which would keep
 * thousands of them in memory.
 */
interface Ranked {
  readonly candidate: Candidate;
  readonly row: number;
  /** Since the recording's origin. */
  readonly start: number;
  readonly ordinal: number;
  readonly value: number;
}

const pageOf = (query: Query, { thread, page }: Candidate): SpanPage =>
  page < 0 ? (thread.open as SpanPage) : query.reader.page(page);

/** Lends the page of a candidate, one `among` so many, to `look`. */
function see<T>(
  query: Query,
  { thread, page }: Omit<Candidate, 'count'>,
  among: number,
  look: (page: SpanPage) => T,
): T {
  query.checkpoint();
  return page < 0 ? look(thread.open as SpanPage) : query.reader.see(page, among, look);
}

/** How many spans of a page, one `among` so many, are asked for. */
export function countOf(
  query: Query,
  candidate: Omit<Candidate, 'count'>,
  test: RowTest,
  among: number,
): number {
  return see(query, candidate, among, (page) => {
    const fits = test(page, candidate.thread);
    let count = 0;
    for (let row = 0; row < page.rows; row++) if (fits(row)) count++;
    return count;
  });
}

function rank(
  candidate: Candidate,
  page: SpanPage,
  test: RowTest,
  measure: (page: SpanPage, row: number) => number,
  into: Ranked[],
): void {
  const { thread } = candidate;
  const fits = test(page, thread);
  const { rows } = page;
  let row = 0;
  // Columns are unpacked when they are first used: of most pages that hold none of the spans, few are.
  while (row < rows && !fits(row)) row++;
  if (row === rows) return;
  const { end, duration, ordinal } = page;
  for (; row < rows; row++) {
    if (!fits(row)) continue;
    const start = (end[row] as number) - (duration[row] as number) + thread.offsetNs;
    into.push({ candidate, row, start, ordinal: ordinal[row] as number, value: measure(page, row) });
  }
}

const found = (query: Query, ranked: readonly Ranked[]): FoundSpan[] =>
  ranked.map(({ candidate, row }) => ({ thread: candidate.thread, page: pageOf(query, candidate), row }));

export const absoluteStart = (span: FoundSpan): number => startOf(span) + span.thread.offsetNs;
const byStart = (a: Ranked, b: Ranked): number =>
  a.start - b.start || a.candidate.thread.index - b.candidate.thread.index || a.ordinal - b.ordinal;
const byValue = (a: Ranked, b: Ranked): number => b.value - a.value || byStart(a, b);

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
  const opened: Candidate[] = [];
  for (const candidate of candidates) {
    if (candidate.maxStart < from) before += candidate.count;
    else if (candidate.minStart <= to) opened.push(candidate);
  }
  const ranked: Ranked[] = [];
  for (const candidate of opened) {
    see(query, candidate, opened.length, (page) => rank(candidate, page, test, () => 0, ranked));
  }
  ranked.sort(byStart);
  return found(query, ranked.slice(offset - before, offset - before + limit));
}

/** How many of them stand before a place in the order of their starts. `ordinal` -1: before all that begin then. */
export function rankOf(
  query: Query,
  candidates: readonly Candidate[],
  test: RowTest,
  place: { readonly start: number; readonly thread: number; readonly ordinal: number },
): number {
  const before: RowTest = (page, thread) => {
    const fits = test(page, thread);
    const { end, duration, ordinal } = page;
    return (row) => {
      const start = (end[row] as number) - (duration[row] as number) + thread.offsetNs;
      const order =
        start - place.start || thread.index - place.thread || (ordinal[row] as number) - place.ordinal;
      return order < 0 && fits(row);
    };
  };
  let rank = 0;
  const opened: Candidate[] = [];
  for (const candidate of candidates) {
    if (candidate.maxStart < place.start) rank += candidate.count;
    else if (candidate.minStart <= place.start) opened.push(candidate);
  }
  return opened.reduce((sum, each) => sum + countOf(query, each, before, opened.length), rank);
}

/**
 * Those with the largest values, the largest first; equal ones by start. `measure` is at most the span's duration, so that
 * pages of shorter duration classes need not be opened once enough are found.
 */
export function selectByValue(
  query: Query,
  candidates: readonly Candidate[],
  test: RowTest,
  measure: (page: SpanPage, row: number) => number,
  offset: number,
  limit: number,
): FoundSpan[] {
  const { pages } = query.snapshot;
  const wanted = offset + limit;
  const longest = ({ page }: Candidate) =>
    page < 0 ? Number.POSITIVE_INFINITY : classWidth((pages.class[page] as number) + 1);
  let ranked: Ranked[] = [];
  let least = -1;
  const large: RowTest = (page, thread) => {
    const fits = test(page, thread);
    return (row) => fits(row) && measure(page, row) >= least;
  };
  for (const candidate of [...candidates].sort((a, b) => longest(b) - longest(a))) {
    if (ranked.length >= wanted && longest(candidate) <= least) break;
    see(query, candidate, candidates.length, (page) => rank(candidate, page, large, measure, ranked));
    if (ranked.length < wanted + 4096) continue;
    ranked = ranked.sort(byValue).slice(0, wanted);
    least = (ranked.at(-1) as Ranked).value;
  }
  return found(query, ranked.sort(byValue).slice(offset, wanted));
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
