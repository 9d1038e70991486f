import { type CapturedValue, formatSpanId, type SpanDetail } from '#contract';
import { SPAN } from '../store/span-page.ts';
import { CapturedValues } from './captured-values.ts';
import type { Query } from './query.ts';
import { type FoundSpan, functionOf, ordinalOf, startOf } from './span-rows.ts';

/** A recursion that fails at its bottom may be as deep as the stack. */
const MOST_CALLS = 100;

/**
 * The calls through which an error has come to a span, from the one nearest to it to the one that threw it: at each level the last
 * failing child that threw an error of the same class and message. Together with the ancestors that is the stack of the error,
 * which the tracer does not read: to read a stack fixes its text for the app.
 */
export function thrownBy(
  query: Query,
  span: FoundSpan,
  thrown: CapturedValue | null,
): SpanDetail['thrownBy'] {
  const calls: { id: string; function: number }[] = [];
  if (thrown?.kind !== 'error') return calls;
  const values = new CapturedValues(query.reader);
  const isSame = ({ thread, page, row }: FoundSpan): boolean => {
    const at = { thread, page, row };
    const own = values.of(thread.index, ordinalOf(at), startOf(at), page.end[row] as number).thrown;
    return own?.kind === 'error' && own.type === thrown.type && own.message === thrown.message;
  };
  for (let at: FoundSpan | undefined = span; calls.length < MOST_CALLS; ) {
    at = lastFailing(query, at).find(isSame);
    if (!at) break;
    calls.push({ id: formatSpanId(at.thread.index, ordinalOf(at)), function: functionOf(query, at) });
  }
  return calls;
}

/** Children in the same thread that failed, the last one to end first. */
function lastFailing(query: Query, { thread, page, row }: FoundSpan): FoundSpan[] {
  const { pages } = query.snapshot;
  const parent = ordinalOf({ thread, page, row });
  if ((page.children[row] as number) === 0) return [];
  const found: FoundSpan[] = [];
  const candidates = pages.select(
    thread.index,
    (p) =>
      (pages.errors[p] as number) > 0 &&
      (pages.minParent[p] as number) <= parent &&
      (pages.maxParent[p] as number) >= parent,
  );
  for (const p of candidates) {
    query.checkpoint();
    const children = query.reader.page(p);
    const { up, ordinal, flags } = children;
    for (let child = 0; child < children.rows; child++) {
      if (up[child] === 0 || (ordinal[child] as number) - (up[child] as number) !== parent) continue;
      if (((flags[child] as number) & SPAN.ERROR) !== 0) found.push({ thread, page: children, row: child });
    }
  }
  return found.sort((a, b) => (b.page.end[b.row] as number) - (a.page.end[a.row] as number));
}
