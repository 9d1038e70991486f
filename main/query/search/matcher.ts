import type { SpanPage } from '../../store/span-page.ts';
import type { ThreadState } from '../snapshot.ts';

/** What is known of a page before it is opened. */
export const NONE = 0;
export const SOME = 1;
export const ALL = 2;
export type Verdict = typeof NONE | typeof SOME | typeof ALL;

/** A condition made ready for one recording. `p` is a row of the page directory; -1 stands for the open spans of a thread. */
export interface Matcher {
  /** From the statistics: whether no span of the page fits, all do, or some may. */
  page(p: number): Verdict;
  /** How many spans of the page fit, where that is known without opening it; else -1. */
  count(p: number): number;
  /** A test of the rows of an opened page. */
  rows(page: SpanPage, thread: ThreadState): (row: number) => boolean;
}

/** A matcher that pages tell nothing of. */
export const rowMatcher = (rows: Matcher['rows']): Matcher => ({ page: () => SOME, count: () => -1, rows });

export function not(matcher: Matcher, spansOf: (p: number) => number): Matcher {
  return {
    page: (p) => (ALL - matcher.page(p)) as Verdict,
    count(p) {
      const count = knownCount(matcher, p, spansOf);
      return count < 0 ? -1 : spansOf(p) - count;
    },
    rows(page, thread) {
      const fits = matcher.rows(page, thread);
      return (row) => !fits(row);
    },
  };
}

/** Fits what all parts fit; with no parts, everything. */
export function all(parts: readonly Matcher[], spansOf: (p: number) => number): Matcher {
  const matcher: Matcher = {
    page: (p) => parts.reduce((least: Verdict, part) => Math.min(least, part.page(p)) as Verdict, ALL),
    count(p) {
      const open = parts.filter((part) => part.page(p) !== ALL);
      if (open.some((part) => part.page(p) === NONE)) return 0;
      if (open.length === 0) return spansOf(p);
      return open.length === 1 ? (open[0] as Matcher).count(p) : -1;
    },
    rows(page, thread) {
      const tests = parts.map((part) => part.rows(page, thread));
      if (tests.length === 1) return tests[0] as (row: number) => boolean;
      return (row) => tests.every((fits) => fits(row));
    },
  };
  return matcher;
}

/** Fits what any part fits. */
export function any(parts: readonly Matcher[], spansOf: (p: number) => number): Matcher {
  const none = parts.map((part) => not(part, spansOf));
  return not(all(none, spansOf), spansOf);
}

/** As `Matcher.count`, and from the verdict where that is enough. */
export function knownCount(matcher: Matcher, p: number, spansOf: (p: number) => number): number {
  const verdict = matcher.page(p);
  if (verdict === NONE) return 0;
  return verdict === ALL ? spansOf(p) : matcher.count(p);
}
