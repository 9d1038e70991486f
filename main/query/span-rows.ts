import type { SpanDetail, SpanRow } from '#contract';
import { formatSpanId } from '#contract';
import { SPAN, type SpanPage } from '../store/span-page.ts';
import type { Query } from './query.ts';
import type { ThreadState } from './snapshot.ts';

/** A row of a span page, and the thread it belongs to. */
export interface FoundSpan {
  readonly thread: ThreadState;
  readonly page: SpanPage;
  readonly row: number;
}

export function statusOf(flags: number): SpanDetail['status'] {
  if ((flags & SPAN.INCOMPLETE) !== 0) return 'incomplete';
  if ((flags & SPAN.UNFINISHED) !== 0) return 'unfinished';
  return (flags & SPAN.ERROR) !== 0 ? 'error' : 'ok';
}

export const ordinalOf = ({ page, row }: FoundSpan): number => page.ordinal[row] as number;
/** -1: no parent. */
export function parentOf(span: FoundSpan): number {
  const up = span.page.up[span.row] as number;
  return up === 0 ? -1 : ordinalOf(span) - up;
}
/** ns since the thread's origin. */
export const startOf = ({ page, row }: FoundSpan): number =>
  (page.end[row] as number) - (page.duration[row] as number);

/** -1 when the span has no recorded end. */
export const shownDuration = ({ page, row }: FoundSpan): number =>
  ((page.flags[row] as number) & SPAN.UNFINISHED) !== 0 ? -1 : (page.duration[row] as number);

export function toSpanRow(span: FoundSpan, functionIndex: number): SpanRow {
  return {
    id: formatSpanId(span.thread.index, ordinalOf(span)),
    function: functionIndex,
    startNs: startOf(span) + span.thread.offsetNs,
    durationNs: shownDuration(span),
    status: statusOf(span.page.flags[span.row] as number),
  };
}

export function functionOf({ snapshot }: Query, { page, row }: FoundSpan): number {
  return snapshot.nodes.function[page.node[row] as number] as number;
}

/** The span with this ordinal, finished or open. */
export function findSpan(query: Query, thread: ThreadState, ordinal: number): FoundSpan | undefined {
  const { pages } = query.snapshot;
  const inOpen = thread.open?.ordinal.indexOf(ordinal) ?? -1;
  if (thread.open && inOpen >= 0) return { thread, page: thread.open, row: inOpen };
  const rows = pages.select(
    thread.index,
    (row) => (pages.minOrdinal[row] as number) <= ordinal && (pages.maxOrdinal[row] as number) >= ordinal,
  );
  for (const p of rows) {
    query.checkpoint();
    const page = query.reader.page(p);
    const row = page.ordinal.indexOf(ordinal);
    if (row >= 0) return { thread, page, row };
  }
  return undefined;
}
