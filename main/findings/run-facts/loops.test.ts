import { expect, it } from 'vitest';
import type { CapturedValue } from '#contract';
import { NodeTable } from '../../query/node-table.ts';
import { drawnRun } from '../../testing/drawn-run.ts';
import { createLoopWatch } from './loops.ts';

const table = drawnRun(
  'handle a.js:1 2x 100ns\n  findUser a.js:2 9x 80ns\n  format a.js:3 9x 10ns',
).functions;
const [HANDLE, FIND, FORMAT] = [0, 1, 2];
const number = (n: number): CapturedValue => ({ kind: 'primitive', type: 'number', text: String(n) });

/** All calls, and below them what each of the functions is called from `handle`: node i + 1 is function i. */
const nodes = Object.assign(new NodeTable(), {
  length: 4,
  parent: Int32Array.of(-1, 0, 1, 1),
  function: Int32Array.of(-1, HANDLE, FIND, FORMAT),
});

/** What is found in calls: function, ordinal of the parent, argument. Pages come in another order than calls. */
function loops(calls: readonly (readonly [number, number, number])[]) {
  const watch = createLoopWatch(table, nodes);
  for (const [ordinal, [fn, parent]] of [...calls.entries()].reverse())
    if (watch.candidates[fn + 1] === 1) watch.see(fn + 1, parent, ordinal);
  watch.endThread(0, () => (ordinal) => [number(calls[ordinal]?.[2] ?? 0)]);
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
