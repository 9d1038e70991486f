import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CapturedValue, formatSpanId } from '#contract';
import type { TestEvent } from '../store/testing/events.ts';
import { threadEvents } from '../store/testing/random-events.ts';
import { ask } from './testing/ask.ts';
import { modelled } from './testing/random-recordings.ts';

/** What each call of a thread was given and gave or threw, by ordinal; `undefined`: nothing was captured. */
interface Captured {
  readonly events: readonly TestEvent[];
  readonly params: (number | undefined)[];
  readonly returned: (number | undefined)[];
  readonly thrown: (number | undefined)[];
}

/** Puts values among events: two of three calls have theirs, each with a number that no other has. */
function withValues(events: readonly TestEvent[]): Captured {
  const all: TestEvent[] = [];
  const captured: Captured = { events: all, params: [], returned: [], thrown: [] };
  const stack: number[] = [];
  const marks = new Map<number, number>();
  let calls = 0;
  let number = 0;
  const value = (kind: 'args' | 'return' | 'error'): number => {
    const words = [(++number << 8) | 4];
    all.push({ op: 'value', kind, words: kind === 'args' ? [1, ...words] : words });
    return number;
  };
  for (const event of events) {
    const top = stack.at(-1) ?? -1;
    const hasValue = top >= 0 && top % 3 > 0;
    if (event.op === 'exit' && hasValue) captured.returned[top] = value('return');
    if (event.op === 'throw' && hasValue) captured.thrown[top] = value('error');
    all.push(event);
    if (event.op === 'enter' || event.op === 'enterAsync') {
      stack.push(calls);
      if (event.op === 'enterAsync') marks.set(event.mark, calls);
      if (calls % 3 > 0) captured.params[calls] = value('args');
      calls++;
    } else if (event.op === 'resume') stack.push(marks.get(event.mark) as number);
    else if (event.op === 'exit' || event.op === 'throw' || event.op === 'suspend') stack.pop();
  }
  return captured;
}

const shown = (number: number | undefined): CapturedValue | null =>
  number === undefined ? null : { kind: 'primitive', type: 'number', text: String(number) };

it('each call of random recordings has its own values, alone and in SQL', () => {
  fc.assert(
    fc.property(fc.tuple(threadEvents(120), threadEvents(120)), (threads) => {
      const captured = threads.map(withValues);
      const { file, spans } = modelled(captured.map(({ events }) => events));
      const expected = spans.map(({ thread, span: { ordinal } }) => {
        const { params, returned, thrown } = captured[thread] as Captured;
        return {
          id: formatSpanId(thread, ordinal),
          params: params[ordinal],
          returned: returned[ordinal],
          thrown: thrown[ordinal],
        };
      });
      for (const { id, params, returned, thrown } of expected) {
        const detail = ask(file, 'span', { id });
        expect(detail.params?.map(({ value }) => value) ?? null).toEqual(
          params === undefined ? null : [shown(params)],
        );
        expect([detail.returned, detail.thrown]).toEqual([shown(returned), shown(thrown)]);
      }
      const text = (number: number | undefined) => (number === undefined ? null : String(number));
      const { rows } = ask(file, 'sql', {
        sql: 'SELECT span, params, returned, thrown FROM spans ORDER BY span',
        limit: 1000,
      });
      expect(rows).toEqual(
        expected
          .map(({ id, params, returned, thrown }) => [
            ...[id, params === undefined ? null : `[${params}]`, text(returned), text(thrown)],
          ])
          .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
      );
    }),
    { numRuns: 10 },
  );
});
