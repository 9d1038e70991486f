import type { SpanPage as SpanListPage, SpanRow } from '#contract';
import { formatSpanId } from '#contract';
import { POSTINGS_SQL, readPostings } from '../store/function-index.ts';
import { bucketStart, decodeHistogram } from '../store/histogram.ts';
import { unpackSlowest } from '../store/slowest.ts';
import { classOf, SPAN, type SpanPage } from '../store/span-page.ts';
import { type Query, requireFunction } from './query.ts';
import { type Candidate, countOf, type RowTest, selectByStart, selectByValue } from './ranked-pages.ts';
import { type FoundSpan, statusOf, toSpanRow } from './span-rows.ts';

export interface SpanListRequest {
  readonly function: number;
  readonly order: 'start' | 'slowest' | 'self' | 'errors';
  readonly offset: number;
  readonly limit: number;
}

/**
 * A page of the spans of a function. `start`: as they began. `errors`: the failed ones as they began, then the others.
 * `slowest`: the ended ones, the longest first, then those without a recorded end. `self`: those with most self time first.
 */
export function spanList(query: Query, request: SpanListRequest): SpanListPage {
  requireFunction(query.snapshot, request.function);
  const source = new FunctionSpans(query, request.function);
  const total = source.count(ANY);
  const rows = rowsOf(query, source, request, Math.min(request.limit, Math.max(0, total - request.offset)));
  return { revision: query.snapshot.revision, total, rows };
}

/** Which spans of the function: all, those with one of the flags, or those with none of them. */
interface Filter {
  readonly flags: number;
  readonly with: boolean;
}
const ANY: Filter = { flags: 0, with: false };
const FAILED: Filter = { flags: SPAN.ERROR, with: true };
const NOT_FAILED: Filter = { flags: SPAN.ERROR, with: false };
const ENDLESS: Filter = { flags: SPAN.UNFINISHED | SPAN.INCOMPLETE, with: true };
const passes = (flags: number, filter: Filter): boolean => ((flags & filter.flags) !== 0) === filter.with;

function rowsOf(query: Query, source: FunctionSpans, request: SpanListRequest, limit: number): SpanRow[] {
  const { offset, order, function: fn } = request;
  const toRows = (spans: readonly FoundSpan[]) => spans.map((span) => toSpanRow(span, fn));
  if (limit === 0) return [];
  if (order === 'start') return toRows(source.byStart(ANY, offset, limit));
  if (order === 'self') return toRows(source.bySelf(offset, limit));
  if (order === 'errors') {
    const failed = source.count(FAILED);
    const first = offset < failed ? source.byStart(FAILED, offset, Math.min(limit, failed - offset)) : [];
    const rest = limit - first.length;
    const others = rest > 0 ? source.byStart(NOT_FAILED, Math.max(0, offset - failed), rest) : [];
    return toRows([...first, ...others]);
  }
  const ended = query.snapshot.figures[fn]?.finished ?? 0;
  const slow = offset < ended ? slowest(query, source, fn, offset, Math.min(limit, ended - offset)) : [];
  const rest = limit - slow.length;
  return rest > 0 ? [...slow, ...toRows(source.byStart(ENDLESS, Math.max(0, offset - ended), rest))] : slow;
}

function slowest(query: Query, source: FunctionSpans, fn: number, offset: number, limit: number): SpanRow[] {
  const data = query.reader
    .statement('SELECT slowest FROM function_stats WHERE function = ?')
    .pluck()
    .get(fn);
  if (data) {
    const list = unpackSlowest(data as Uint8Array);
    if (offset + limit <= list.length) {
      return Array.from({ length: limit }, (_, i) => {
        const at = offset + i;
        const thread = list.thread[at] as number;
        const offsetNs = query.snapshot.threads[thread]?.offsetNs ?? 0;
        return {
          id: formatSpanId(thread, list.ordinal[at] as number),
          function: fn,
          startNs: (list.start[at] as number) + offsetNs,
          durationNs: list.duration[at] as number,
          status: statusOf(list.flags[at] as number),
        };
      });
    }
  }
  return source.byDuration(offset, limit).map((span) => toSpanRow(span, fn));
}

/** A page that holds spans of the function, and how many of them failed. */
interface OwnCandidate extends Candidate {
  readonly errors: number;
}

/** The spans of one function, wherever they are. */
class FunctionSpans {
  readonly #query: Query;
  readonly #function: number;
  readonly #candidates: OwnCandidate[];

  constructor(query: Query, functionIndex: number) {
    this.#query = query;
    this.#function = functionIndex;
    this.#candidates = this.#find();
  }

  count(filter: Filter): number {
    if (filter === ENDLESS) return this.#candidates.reduce((sum, c) => sum + this.#countOf(c, ENDLESS), 0);
    return this.#candidates.reduce((sum, c) => sum + countIn(c, filter), 0);
  }

  /** By start, then thread and ordinal. */
  byStart(filter: Filter, offset: number, limit: number): FoundSpan[] {
    const candidates = this.#candidates.flatMap((candidate) => {
      const count = filter === ENDLESS ? this.#countOf(candidate, ENDLESS) : countIn(candidate, filter);
      return count > 0 ? [{ ...candidate, count }] : [];
    });
    return selectByStart(this.#query, candidates, this.#test(filter), offset, limit);
  }

  bySelf(offset: number, limit: number): FoundSpan[] {
    const selfOf = ({ duration, covered }: SpanPage, row: number) =>
      (duration[row] as number) - (covered[row] as number);
    return selectByValue(this.#query, this.#candidates, this.#test(ANY), selfOf, offset, limit);
  }

  /** Ended spans, the longest first. The histogram says between which durations the ranks lie. */
  byDuration(offset: number, limit: number): FoundSpan[] {
    const figures = this.#query.snapshot.figures[this.#function];
    if (!figures) return [];
    const { first, counts } = decodeHistogram(figures.histogram);
    let longer = 0;
    let bucket = counts.length - 1;
    while (bucket > 0 && longer + (counts[bucket] as number) <= offset) longer += counts[bucket--] as number;
    const high = bucketStart(first + bucket + 1);
    let reached = longer;
    while (bucket > 0 && reached + (counts[bucket] as number) < offset + limit) {
      reached += counts[bucket--] as number;
    }
    const low = bucketStart(first + bucket);
    const { pages } = this.#query.snapshot;
    const candidates = this.#candidates.filter(({ page }) => {
      const spanClass = page < 0 ? -1 : (pages.class[page] as number);
      return spanClass >= classOf(low) && spanClass <= classOf(high);
    });
    const ended = this.#test({ ...ENDLESS, with: false });
    const test: RowTest = (page, thread) => {
      const { duration } = page;
      let isEnded: ((row: number) => boolean) | undefined;
      return (row) => {
        const d = duration[row] as number;
        if (d < low || d >= high) return false;
        isEnded ??= ended(page, thread);
        return isEnded(row);
      };
    };
    const durationOf = ({ duration }: SpanPage, row: number) => duration[row] as number;
    return selectByValue(this.#query, candidates, test, durationOf, offset - longer, limit);
  }

  #countOf(candidate: OwnCandidate, filter: Filter): number {
    return countOf(this.#query, candidate, this.#test(filter), this.#candidates.length);
  }

  #test(filter: Filter): RowTest {
    const functions = this.#query.snapshot.nodes.function;
    const own = this.#function;
    return (page) => {
      const { node } = page;
      let flags: Uint8Array | undefined;
      return (row) => {
        if (functions[node[row] as number] !== own) return false;
        flags ??= page.flags;
        return passes(flags[row] as number, filter);
      };
    };
  }

  #find(): OwnCandidate[] {
    const { snapshot, reader } = this.#query;
    const { pages, threads, indexedPages } = snapshot;
    const indexed = this.#indexed();
    const candidates: OwnCandidate[] = [];
    for (let p = 0; p < pages.length; p++) {
      const thread = threads[pages.thread[p] as number];
      if (!thread || pages.count[p] === 0) continue;
      const position = pages.position[p] as number;
      const bounds = {
        thread,
        page: p,
        minStart: (pages.minStart[p] as number) + thread.offsetNs,
        maxStart: (pages.maxStart[p] as number) + thread.offsetNs,
      };
      if (position >= 0 && position < indexedPages) {
        const posting = indexed.get(position);
        if (posting) candidates.push({ ...bounds, ...posting });
      } else {
        this.#query.checkpoint();
        const counted = this.#countFunction(reader.page(p));
        if (counted.count > 0) candidates.push({ ...bounds, ...counted });
      }
    }
    for (const thread of threads) {
      if (!thread.open) continue;
      const counted = this.#countFunction(thread.open);
      const bounds = { minStart: 0, maxStart: thread.lastNs + thread.offsetNs };
      if (counted.count > 0) candidates.push({ thread, page: -1, ...bounds, ...counted });
    }
    return candidates;
  }

  #indexed(): Map<number, { count: number; errors: number }> {
    const statement = this.#query.reader.statement(POSTINGS_SQL);
    const { position, count, errors } = readPostings(statement, this.#function);
    return new Map(position.map((at, i) => [at, { count: count[i] as number, errors: errors[i] as number }]));
  }

  #countFunction(page: SpanPage): { count: number; errors: number } {
    const { nodes } = this.#query.snapshot;
    const { node, flags } = page;
    let count = 0;
    let errors = 0;
    for (let row = 0; row < page.rows; row++) {
      if (nodes.function[node[row] as number] !== this.#function) continue;
      count++;
      errors += (flags[row] as number) & SPAN.ERROR;
    }
    return { count, errors };
  }
}

function countIn({ count, errors }: OwnCandidate, filter: Filter): number {
  if (filter === ANY) return count;
  return filter === FAILED ? errors : count - errors;
}
