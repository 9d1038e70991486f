import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSpanId, type SearchRow } from '#contract';
import { drawThread } from '../../store/testing/call-tree-notation.ts';
import { durationOf, pathOf, selfOf } from '../../store/testing/model.ts';
import { threadEvents } from '../../store/testing/random-events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';
import { FILES, modelled, NAMES, type PlacedSpan } from '../testing/random-recordings.ts';

/** A query as it is written, and what it means for a span. */
interface Asked {
  readonly text: string;
  readonly fits: (span: PlacedSpan) => boolean;
}

const fileOf = (name: string): string => FILES[NAMES.indexOf(name) >> 1] as string;
const operators = {
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '=': (a: number, b: number) => a === b,
};
const measured = {
  duration: ({ span }: PlacedSpan) => durationOf(span),
  self: ({ span }: PlacedSpan) => selfOf(span),
  start: ({ startNs }: PlacedSpan) => startNs,
  depth: ({ span }: PlacedSpan) => pathOf(span).length - 1,
};

const name = fc.constantFrom(...NAMES);
const time = fc.oneof(fc.nat(5), fc.nat(200), fc.nat(10_000), fc.nat(2_000_000));
const term: fc.Arbitrary<Asked> = fc.oneof(
  name.map((n) => ({ text: `function:${n}`, fits: (s: PlacedSpan) => s.name === n })),
  name.map((n) => ({ text: `FUNCTION:"${n}"`, fits: (s: PlacedSpan) => s.name === n })),
  fc.constantFrom('one', 'w', 'e.js').map((part) => ({
    text: `file:${part}`,
    fits: (s: PlacedSpan) => fileOf(s.name).includes(part),
  })),
  // With a star it is the whole path.
  fc.constantFrom(['t*.js', 'three.js'], ['*/t*.js', 'lib/two.js']).map(([pattern, file]) => ({
    text: `file:${pattern}`,
    fits: (s: PlacedSpan) => fileOf(s.name) === file,
  })),
  fc.nat(2).map((t) => ({ text: `thread:${t}`, fits: (s: PlacedSpan) => s.thread === t })),
  fc.constant({ text: 'error:*', fits: ({ span }: PlacedSpan) => span.status === 'error' }),
  fc.constant({ text: 'status:unfinished', fits: ({ span }: PlacedSpan) => span.status === 'unfinished' }),
  fc
    .tuple(fc.constantFrom('duration', 'self', 'start'), fc.constantFrom('>', '>=', '<', '<=', '='), time)
    .map(([field, operator, than]) => ({
      text: `${field}${operator}${than}ns`,
      fits: (s: PlacedSpan) => operators[operator as '>'](measured[field as 'self'](s), than),
    })),
  fc.nat(4).map((depth) => ({ text: `depth<${depth}`, fits: (s: PlacedSpan) => measured.depth(s) < depth })),
  // Free text: part of a function's name, or of its file's.
  fc.constantFrom('b', 'two', 'X').map((part) => ({
    text: part,
    fits: (s: PlacedSpan) =>
      s.name.includes(part.toLowerCase()) || fileOf(s.name).includes(part.toLowerCase()),
  })),
);

const condition: fc.Arbitrary<Asked> = fc.letrec<{ any: Asked }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    term,
    term.map((a) => ({ text: `-${a.text}`, fits: (s: PlacedSpan) => !a.fits(s) })),
    fc.tuple(tie('any'), tie('any'), fc.constantFrom(' ', ' AND ')).map(([a, b, and]) => ({
      text: `(${a.text})${and}(${b.text})`,
      fits: (s: PlacedSpan) => a.fits(s) && b.fits(s),
    })),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => ({
      text: `${a.text} OR (${b.text})`,
      fits: (s: PlacedSpan) => a.fits(s) || b.fits(s),
    })),
    tie('any').map((a) => ({ text: `NOT (${a.text})`, fits: (s: PlacedSpan) => !a.fits(s) })),
  ),
})).any;

const idOf = ({ thread, span }: PlacedSpan): string => formatSpanId(thread, span.ordinal);

describe('a search of random events', () => {
  it('finds what the query means, all of it, in each order, a page at a time, with range and without', () => {
    fc.assert(
      fc.property(
        fc.tuple(threadEvents(120), threadEvents(120)),
        fc.array(condition, { minLength: 4, maxLength: 8 }),
        (threads, queries) => {
          const { file, spans, endNs } = modelled(threads);
          const range = { startNs: Math.floor(endNs / 4), endNs: Math.floor(endNs / 2) + 1 };
          for (const [i, { text, fits }] of queries.entries()) {
            const ranged = i % 2 === 1 && range.endNs > range.startNs;
            const expected = spans.filter((s) => fits(s) && (!ranged || overlaps(s, range)));
            for (const order of ['start', 'duration', 'self'] as const) {
              const rows: SearchRow[] = [];
              for (let offset = 0; offset <= expected.length; offset += 9) {
                const request = { query: text, order, offset, limit: 9, range: ranged ? range : undefined };
                const page = ask(file, 'search', request);
                expect({ text, total: page.total }).toEqual({ text, total: expected.length });
                rows.push(...page.rows);
              }
              expect(rows.map((row) => row.id)).toEqual(sorted(expected, order).map(idOf));
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('steps from match to match, from a span that matches or not, and from a time', () => {
    fc.assert(
      fc.property(fc.tuple(threadEvents(60), threadEvents(60)), condition, (threads, { text, fits }) => {
        const { file, spans } = modelled(threads);
        const ordered = sorted(spans, 'start');
        const matches = ordered.filter(fits);
        for (const [at, from] of ordered.entries()) {
          const after = ordered.slice(at + 1).find(fits);
          const before = ordered.slice(0, at).findLast(fits);
          for (const [direction, expected] of [['next', after] as const, ['previous', before] as const]) {
            const step = ask(file, 'searchStep', { query: text, from: idOf(from), direction });
            expect(step.match?.id ?? null).toBe(expected ? idOf(expected) : null);
            expect(step.rank).toBe(expected ? matches.indexOf(expected) : -1);
          }
        }
        const first = ask(file, 'searchStep', { query: text, from: 0, direction: 'next' });
        expect(first.match?.id).toBe(matches[0] && idOf(matches[0]));
      }),
      { numRuns: 15 },
    );
  });
});

const overlaps = ({ startNs, endNs }: PlacedSpan, range: { startNs: number; endNs: number }): boolean =>
  startNs < range.endNs && (endNs > range.startNs || startNs >= range.startNs);

function sorted(spans: readonly PlacedSpan[], order: 'start' | 'duration' | 'self'): PlacedSpan[] {
  const value = (s: PlacedSpan) => (order === 'start' ? 0 : -measured[order](s));
  return [...spans].sort(
    (a, b) =>
      value(a) - value(b) || a.startNs - b.startNs || a.thread - b.thread || a.span.ordinal - b.span.ordinal,
  );
}

describe('a search of captured values', () => {
  /** pay(5, "Ada") gives true; pay(7, "Grace") throws "no money". */
  const file = ((): string => {
    const { functions, events } = drawThread('pay 0-10');
    const [enter, exit] = events as [(typeof events)[0], (typeof events)[0]];
    const later = <T extends object>(event: T, at: number): T => ({ ...event, at });
    const number = (n: number): number => (n << 8) | 4;
    const text = (id: number): number => (id << 8) | 7;
    const spool = new SpoolBuilder()
      .functions(functions)
      .strings(1, ['Ada', 'Grace', 'no money'])
      .events([
        enter,
        { op: 'value', kind: 'args', words: [2, number(5), text(1)] },
        { op: 'value', kind: 'return', words: [2] },
        exit,
        later(enter, 20),
        { op: 'value', kind: 'args', words: [2, number(7), text(2)] },
        { op: 'value', kind: 'error', words: [text(3)] },
        { op: 'throw', at: 30 },
      ]);
    return recordingOf(spool.end());
  })();
  const starts = (query: string): number[] =>
    ask(file, 'search', { query, order: 'start', offset: 0, limit: 10 }).rows.map((row) => row.startNs);

  it('tells parameters, returned and thrown values apart, and finds them as free text', () => {
    expect(starts('param:ada')).toEqual([0]);
    expect(starts('param:"ada"')).toEqual([]);
    expect(starts('param:7')).toEqual([20]);
    expect(starts('return:true')).toEqual([0]);
    expect(starts('return:ada')).toEqual([]);
    expect(starts('error:money')).toEqual([20]);
    expect(starts('"no money"')).toEqual([20]);
    expect(starts('grace OR ada')).toEqual([0, 20]);
    expect(starts('-grace')).toEqual([0]);
    expect(starts('nobody')).toEqual([]);
  });
});
