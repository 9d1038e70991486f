import { expect, it } from 'vitest';
import type { CapturedValue } from '#contract';
import type { ScannedSpan } from '../../query/scan-types.ts';
import { drawnRun } from '../../testing/drawn-run.ts';
import { createLoopWatch } from './loops.ts';

const table = drawnRun(
  'handle a.js:1 2x 100ns\n  findUser a.js:2 9x 80ns\n  format a.js:3 9x 10ns',
).functions;
const [HANDLE, FIND, FORMAT] = [0, 1, 2];
const number = (n: number): CapturedValue => ({ kind: 'primitive', type: 'number', text: String(n) });

/** What is found in calls: function, ordinal of the parent, argument. */
function loops(calls: readonly (readonly [number, number, number])[]) {
  const watch = createLoopWatch(table);
  calls.forEach(([fn, parent, argument], ordinal) => {
    watch.see({
      thread: 0,
      ordinal,
      parent,
      function: fn,
      params: [number(argument)],
    } as unknown as ScannedSpan);
  });
  watch.endThread();
  return watch.finish().map(({ caller, callee, times, calls: n, most, distinct, interleaved }) => ({
    ...{ caller, callee, times, calls: n, most, distinct, interleaved },
  }));
}

it('sees a question for each item although requests take turns', () => {
  const turns = [1, 2, 3, 4, 5].flatMap((id) => [[FIND, 0, id] as const, [FIND, 1, 10 + id] as const]);
  expect(loops([[HANDLE, -1, 0], [HANDLE, -1, 1], ...turns])).toEqual([
    { caller: HANDLE, callee: FIND, times: 2, calls: 10, most: 5, distinct: 10, interleaved: true },
  ]);
});

it('tells the same question again and again from one for each item', () => {
  const same = [1, 2, 3, 4, 5, 6].map(() => [FIND, 0, 7] as const);
  expect(loops([[HANDLE, -1, 0], ...same])).toMatchObject([{ calls: 6, distinct: 1, interleaved: false }]);
});

it('leaves alone few questions, and what looks nothing up', () => {
  const few = [1, 2, 3, 4].map((id) => [FIND, 0, id] as const);
  const others = [1, 2, 3, 4, 5, 6, 7].map((id) => [FORMAT, 0, id] as const);
  expect(loops([[HANDLE, -1, 0], ...few, ...others])).toEqual([]);
});
