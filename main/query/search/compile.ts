import { classWidth, type SpanPage } from '../../store/span-page.ts';
import type { Query } from '../query.ts';
import { statusOf } from '../span-rows.ts';
import { nameOf } from '../summary.ts';
import { functionMatcher } from './function-matcher.ts';
import { ALL, all, any, type Matcher, NONE, not, rowMatcher, SOME } from './matcher.ts';
import { matcherOf } from './patterns.ts';
import type { Comparison, Condition, Status } from './syntax.ts';
import { valueMatcher } from './value-matcher.ts';

/** Makes a condition ready for a recording. Matches names and captured values at once: by then the rest is quick. */
export function compile(query: Query, condition: Condition): Matcher {
  const { pages } = query.snapshot;
  const spansOf = (p: number) => pages.count[p] as number;
  const make = (c: Condition): Matcher => {
    switch (c.kind) {
      case 'and':
        return all(c.parts.map(make), spansOf);
      case 'or':
        return any(c.parts.map(make), spansOf);
      case 'not':
        return not(make(c.part), spansOf);
      case 'text':
        return any([named(query, 'any', matcherOf(c.text)), valueMatcher(query, 'any', c.text)], spansOf);
      case 'named':
        if (c.field === 'thread') return ofThread(query, matcherOf(c.text));
        return named(query, c.field, matcherOf(c.text));
      case 'value':
        return valueMatcher(query, c.field, c.text);
      case 'status':
        return ofStatus(query, c.status);
      case 'number':
        return numeric(query, c);
    }
  };
  return make(condition);
}

function named(query: Query, field: 'function' | 'file' | 'any', fits: (text: string) => boolean): Matcher {
  const { functions, files } = query.snapshot;
  const fileFits = files.map((file) => field !== 'function' && fits(file));
  const wanted = Uint8Array.from(functions, ({ name, file }) =>
    fileFits[file] || (field !== 'file' && fits(name)) ? 1 : 0,
  );
  return functionMatcher(query, wanted);
}

function ofThread({ snapshot }: Query, fits: (text: string) => boolean): Matcher {
  const { threads, pages } = snapshot;
  const wanted = threads.map((t) => fits(nameOf(t.process)) || fits(String(t.index)));
  const whole = (p: number) => (wanted[pages.thread[p] as number] ? ALL : NONE);
  return {
    page: whole,
    count: () => -1,
    rows(_page, { index }) {
      const isWanted = wanted[index] === true;
      return () => isWanted;
    },
  };
}

function ofStatus({ snapshot }: Query, status: Status): Matcher {
  const { pages } = snapshot;
  const rows = ({ flags }: SpanPage) => {
    return (row: number) => statusOf(flags[row] as number) === status;
  };
  if (status !== 'error') return rowMatcher(rows);
  return {
    page: (p) => (pages.errors[p] === 0 ? NONE : SOME),
    // Failed and incomplete at once is incomplete: such a page must be opened.
    count: () => -1,
    rows,
  };
}

function numeric(query: Query, { field, operator, than }: Extract<Condition, { kind: 'number' }>): Matcher {
  const { pages, threads, nodes } = query.snapshot;
  const test = compare(operator, than);
  switch (field) {
    case 'duration':
      return {
        page(p) {
          const spanClass = pages.class[p] as number;
          return bounded(
            operator,
            than,
            spanClass === 0 ? 0 : classWidth(spanClass),
            classWidth(spanClass + 1) - 1,
          );
        },
        count: () => -1,
        rows({ duration }) {
          return (row) => test(duration[row] as number);
        },
      };
    case 'self':
      return {
        page: (p) => bounded(operator, than, 0, classWidth((pages.class[p] as number) + 1) - 1),
        count: () => -1,
        rows({ duration, covered }) {
          return (row) => test((duration[row] as number) - (covered[row] as number));
        },
      };
    case 'start':
      return {
        page(p) {
          const offset = threads[pages.thread[p] as number]?.offsetNs ?? 0;
          return bounded(
            operator,
            than,
            (pages.minStart[p] as number) + offset,
            (pages.maxStart[p] as number) + offset,
          );
        },
        count: () => -1,
        rows({ end, duration }, { offsetNs }) {
          return (row) => test((end[row] as number) - (duration[row] as number) + offsetNs);
        },
      };
    case 'depth':
      return rowMatcher(({ node }) => {
        const { depth } = nodes;
        return (row) => test((depth[node[row] as number] as number) - 1);
      });
  }
}

function compare(operator: Comparison, than: number): (value: number) => boolean {
  switch (operator) {
    case '>':
      return (value) => value > than;
    case '>=':
      return (value) => value >= than;
    case '<':
      return (value) => value < than;
    case '<=':
      return (value) => value <= than;
    case '=':
      return (value) => value === than;
  }
}

/** What a comparison says of values from `least` to `most`. */
function bounded(operator: Comparison, than: number, least: number, most: number) {
  const test = compare(operator, than);
  if (operator === '=') {
    if (than < least || than > most) return NONE;
    return least === most ? ALL : SOME;
  }
  const [low, high] = [test(least), test(most)];
  if (low && high) return ALL;
  return low || high ? SOME : NONE;
}

/** Spans that overlap a range of the recording's clock. */
export function overlapping({ snapshot }: Query, from: number, to: number): Matcher {
  const { pages, threads } = snapshot;
  return {
    page(p) {
      const offset = threads[pages.thread[p] as number]?.offsetNs ?? 0;
      if (!pages.overlaps(p, from - offset, to - offset)) return NONE;
      const minStart = (pages.minStart[p] as number) + offset;
      const maxStart = (pages.maxStart[p] as number) + offset;
      return minStart >= from && maxStart < to ? ALL : SOME;
    },
    count: () => -1,
    rows({ end, duration }, { offsetNs }) {
      return (row) => {
        const e = (end[row] as number) + offsetNs;
        const start = e - (duration[row] as number);
        return start < to && (e > from || start >= from);
      };
    },
  };
}
