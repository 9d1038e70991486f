import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TestEvent } from '../../store/testing/events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder, type TestFunction } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';

const FILES = ['app.js', 'far.js'];
const FUNCTIONS: TestFunction[] = ['a', 'b', 'c'].map((name, i) => ({ name, file: FILES[i >> 1] as string }));

const choice = fc.record({
  kind: fc.constantFrom('line', 'line', 'line', 'enter', 'exit', 'throw'),
  fn: fc.nat(2),
  line: fc.integer({ min: 1, max: 8 }),
  step: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 10_000 })),
});
type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

interface Call {
  readonly fn: number;
  readonly lines: { readonly line: number; from: number }[];
  endNs: number;
  failed: boolean;
}

/** The events of a thread, and its calls with the moment at which each of their lines began. */
function draw(choices: readonly Choice[]): { events: TestEvent[]; calls: Call[] } {
  const events: TestEvent[] = [];
  const calls: Call[] = [];
  const stack: Call[] = [];
  /** Lines since the last call or return. */
  let sinceThen: { from: number }[] = [];
  let now = 0;
  const pass = (at: number) => {
    for (const [i, one] of sinceThen.entries()) one.from = now + ((at - now) * i) / sinceThen.length;
    sinceThen = [];
    now = at;
  };
  for (const { kind, fn, line, step } of choices) {
    const top = stack.at(-1);
    if (kind === 'enter' || !top) {
      pass(now + step);
      events.push({ op: 'enter', fn, at: now });
      const call = { fn, lines: [], endNs: -1, failed: false };
      calls.push(call);
      stack.push(call);
    } else if (kind === 'line') {
      events.push({ op: 'line', line });
      const one = { line, from: now };
      top.lines.push(one);
      sinceThen.push(one);
    } else {
      pass(now + step);
      const failed = kind === 'throw';
      events.push({ op: failed ? 'throw' : 'exit', at: now });
      Object.assign(top, { endNs: now, failed });
      stack.pop();
    }
  }
  // Lines that nothing came after take no time that anybody knows of, and open calls end with the recording.
  for (const call of stack) call.endNs = now;
  return { events, calls };
}

function expectedLines(calls: readonly Call[], file: string) {
  const sums = new Map<number, { line: number; hits: number; totalNs: number; errors: number }>();
  for (const { fn, lines, endNs, failed } of calls) {
    if (FUNCTIONS[fn]?.file !== file) continue;
    for (const [i, { line, from }] of lines.entries()) {
      const row = sums.get(line) ?? { line, hits: 0, totalNs: 0, errors: 0 };
      sums.set(line, row);
      row.hits++;
      row.totalNs += (lines[i + 1]?.from ?? endNs) - from;
      if (failed && i === lines.length - 1) row.errors++;
    }
  }
  const rows = [...sums.values()].sort((a, b) => a.line - b.line);
  return rows.map((row) => ({ ...row, totalNs: Math.round(row.totalNs * 1000) }));
}

it('the lines of random recordings have the hits, the time and the errors of a plain model', () => {
  const thread = fc.array(choice, { maxLength: 150 });
  fc.assert(
    fc.property(fc.tuple(thread, thread), (threads) => {
      const drawn = threads.map(draw);
      const file = recordingOf(
        ...drawn.map(({ events }, threadId) => {
          const spool = new SpoolBuilder({ threadId }).functions(FUNCTIONS);
          for (let at = 0; at < events.length; at += 40) spool.events(events.slice(at, at + 40));
          return spool.end();
        }),
      );
      for (const path of FILES) {
        const table = ask(file, 'lines', { file: path });
        const seen = Array.from(table.line, (line, row) => ({
          line,
          hits: table.hits[row],
          totalNs: Math.round((table.totalNs[row] as number) * 1000),
          errors: table.errors[row],
        }));
        expect(seen).toEqual(
          expectedLines(
            drawn.flatMap(({ calls }) => calls),
            path,
          ),
        );
      }
    }),
    { numRuns: 40 },
  );
});
