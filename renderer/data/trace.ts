import type {
  RunId,
  SearchPage,
  SearchRequest,
  SpanId,
  TimeRange,
  TraceRequest,
  TraceTable,
} from '#contract';
import { useRunQuery, useSearch } from './recordings.ts';
import type { Query } from './use-query.ts';

/** The contract's limit for one page. */
const PAGE = 10_000;
/** More calls than these nobody reads one by one; what is left out is said. */
const MOST = 40_000;

/** The calls of the trace of a span, or of the span alone with what it called, as far as `MOST` reaches. */
export function useTrace(
  run: RunId | null,
  span: SpanId | null,
  from: TraceRequest['from'],
): Query<TraceTable> {
  return useRunQuery(span === null ? null : run, 'trace', [span, from], async (services, run, signal) => {
    const ask = (offset: number) =>
      services.recordings.trace(
        { run, span: span as SpanId, from, depth: 100_000, offset, limit: PAGE },
        signal,
      );
    const pages = [await ask(0)];
    const total = Math.min(MOST, pages[0]?.total ?? 0);
    for (let offset = PAGE; offset < total; offset += PAGE) {
      const page = await ask(offset);
      // Written to meanwhile: the rows have moved, and the next revision asks for all again.
      if (page.revision !== pages[0]?.revision) break;
      pages.push(page);
    }
    return joinPages(pages);
  });
}

/** Which of the requests and tasks are listed first. */
export type RootChoice = 'slowest' | 'failed' | 'first';

const rootQueries: Readonly<
  Record<RootChoice, { readonly query: string; readonly order: SearchRequest['order'] }>
> = {
  slowest: { query: 'depth=0', order: 'duration' },
  failed: { query: 'depth=0 status:error', order: 'start' },
  first: { query: 'depth=0', order: 'start' },
};
const LISTED = 500;

/** Calls that nothing called: the requests, jobs and tasks of a run, the first five hundred of a choice. */
export function useRoots(run: RunId | null, choice: RootChoice): Query<SearchPage> {
  const { query, order } = rootQueries[choice];
  return useSearch(run, query, order, LISTED);
}

/** Requests and tasks of a time, and so many calls of each; more could not be told apart on a screen. */
const MOST_ROOTS = 16;
const MOST_CALLS = 4000;
const DEEPEST = 64;

/** The calls that nothing called, those that took longest first, with what hangs below them. */
export interface RootTraces {
  readonly tables: readonly TraceTable[];
  /** All of them that touch the time. */
  readonly total: number;
}

/** The requests and tasks that touch a time; `null`: nothing is asked. While those of another time load, these stand in. */
export function useRootTraces(run: RunId, range: TimeRange | null): Query<RootTraces> {
  return useRunQuery(
    range === null ? null : run,
    'rootTraces',
    range,
    async (services, run, signal): Promise<RootTraces> => {
      const during = range as TimeRange;
      const ask: SearchRequest = {
        run,
        query: 'depth=0',
        range: during,
        order: 'duration',
        offset: 0,
        limit: MOST_ROOTS,
      };
      const roots = await services.recordings.search(ask, signal);
      const below = { run, from: 'span', depth: DEEPEST, offset: 0, limit: MOST_CALLS } as const;
      const tables = await Promise.all(
        roots.rows.map(({ id }) => services.recordings.trace({ ...below, span: id }, signal)),
      );
      return { tables, total: roots.total };
    },
    'family',
  );
}

/** Pages that follow each other, as one. */
export function joinPages(pages: readonly TraceTable[]): TraceTable {
  const [first] = pages as readonly [TraceTable];
  if (pages.length === 1) return first;
  const length = pages.reduce((sum, page) => sum + page.length, 0);
  const joined = <T extends Int32Array | Float64Array | Uint8Array>(
    column: T,
    of: (page: TraceTable) => T,
  ): T => {
    let at = 0;
    for (const page of pages) {
      column.set(of(page), at);
      at += page.length;
    }
    return column;
  };
  return {
    ...first,
    length,
    thread: joined(new Int32Array(length), (page) => page.thread as Int32Array<ArrayBuffer>),
    ordinal: joined(new Float64Array(length), (page) => page.ordinal as Float64Array<ArrayBuffer>),
    parent: joined(new Int32Array(length), (page) => page.parent as Int32Array<ArrayBuffer>),
    depthOf: joined(new Int32Array(length), (page) => page.depthOf as Int32Array<ArrayBuffer>),
    function: joined(new Int32Array(length), (page) => page.function as Int32Array<ArrayBuffer>),
    startNsOf: joined(new Float64Array(length), (page) => page.startNsOf as Float64Array<ArrayBuffer>),
    durationNs: joined(new Float64Array(length), (page) => page.durationNs as Float64Array<ArrayBuffer>),
    selfNs: joined(new Float64Array(length), (page) => page.selfNs as Float64Array<ArrayBuffer>),
    flags: joined(new Uint8Array(length), (page) => page.flags as Uint8Array<ArrayBuffer>),
    children: joined(new Int32Array(length), (page) => page.children as Int32Array<ArrayBuffer>),
  };
}
