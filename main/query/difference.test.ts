import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationOf, pathOf, selfOf } from '../store/testing/model.ts';
import { threadEvents } from '../store/testing/random-events.ts';
import { joinFunctions } from './function-identity.ts';
import { askDifference } from './testing/ask.ts';
import { type ModelledRecording, modelled, NAMES } from './testing/random-recordings.ts';

interface Figures {
  calls: number;
  total: number;
  self: number;
}

/** By the names that lead to a call; counted calls have no time. */
function rowsOf({ threads }: ModelledRecording): Map<string, Figures> {
  const rows = new Map<string, Figures>();
  const add = (path: readonly number[], calls: number, total: number, self: number) => {
    const key = path.map((fn) => NAMES[fn]).join('/');
    const row = rows.get(key) ?? { calls: 0, total: 0, self: 0 };
    rows.set(key, { calls: row.calls + calls, total: row.total + total, self: row.self + self });
  };
  for (const { spans, counted } of threads) {
    for (const span of spans) add(pathOf(span), 1, durationOf(span), selfOf(span));
    for (const { fn, parent, calls } of counted) add([...(parent ? pathOf(parent) : []), fn], calls, 0, 0);
  }
  return rows;
}

describe('the difference of two recordings', () => {
  it('lays both call trees over each other, and has the figures of each function in both', () => {
    const events = fc.tuple(threadEvents(100), threadEvents(40));
    fc.assert(
      fc.property(events, events, (before, after) => {
        const [base, next] = [modelled(before), modelled(after)];
        const { tree, functions } = askDifference(base.file, next.file, { minShare: 0 });
        const paths: string[] = [''];
        const seen = new Map<string, unknown>();
        for (let row = 1; row < tree.length; row++) {
          const parent = paths[tree.parent[row] as number] as string;
          const name = functions.name[tree.function[row] as number] as string;
          paths[row] = parent === '' ? name : `${parent}/${name}`;
          const of = (columns: readonly Float64Array[]) => {
            const [calls, total, self] = columns.map((column) => column[row]);
            return { calls, total, self };
          };
          const figures = [
            of([tree.baseCalls, tree.baseTotalNs, tree.baseSelfNs]),
            of([tree.nextCalls, tree.nextTotalNs, tree.nextSelfNs]),
          ];
          if (figures.some(({ calls }) => calls !== 0)) seen.set(paths[row] as string, figures);
        }
        const [baseRows, nextRows] = [rowsOf(base), rowsOf(next)];
        const none = { calls: 0, total: 0, self: 0 };
        const expected = new Map(
          [...new Set([...baseRows.keys(), ...nextRows.keys()])].map((key) => [
            key,
            [baseRows.get(key) ?? none, nextRows.get(key) ?? none],
          ]),
        );
        expect(new Map([...seen].sort())).toEqual(new Map([...expected].sort()));
        for (let fn = 0; fn < functions.length; fn++) {
          const callsIn = (rows: Map<string, Figures>) =>
            [...rows]
              .filter(([key]) => key.split('/').at(-1) === functions.name[fn])
              .reduce((calls, [, row]) => calls + row.calls, 0);
          expect([functions.baseCalls[fn], functions.nextCalls[fn]]).toEqual([
            callsIn(baseRows),
            callsIn(nextRows),
          ]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('has nothing below a path that only the other run has', () => {
    const call = (fn: number) => [
      { op: 'enter' as const, fn, at: 0 },
      { op: 'exit' as const, at: 10 },
    ];
    const [base, next] = [modelled([call(0), []]), modelled([call(1), []])];
    const { functions } = askDifference(base.file, next.file, { minShare: 0 });
    const path = [functions.name.indexOf('b')];
    const transforms = [{ kind: 'focus-subtree', path } as const];
    const { tree } = askDifference(base.file, next.file, { minShare: 0, transforms });
    expect([...tree.baseTotalNs]).toEqual([0, 0]);
    expect([...tree.nextTotalNs]).toEqual([10, 10]);
  });
});

describe('functions of two recordings', () => {
  const fn = (name: string, line: number, file = 'a.js') => ({ file, name, line });

  it('join by file and name, wherever they moved to', () => {
    const joined = joinFunctions([fn('pay', 3), fn('gone', 9)], [fn('new', 1), fn('pay', 40)]);
    expect(joined).toEqual([
      { base: 1, next: -1 },
      { base: -1, next: 0 },
      { base: 0, next: 1 },
    ]);
  });

  it('of one name join in the order of their lines, or by equal lines where their number differs', () => {
    const lines = (...all: number[]) => all.map((line) => fn('(anonymous)', line));
    expect(joinFunctions(lines(5, 9), lines(15, 19))).toEqual([
      { base: 0, next: 0 },
      { base: 1, next: 1 },
    ]);
    expect(joinFunctions(lines(5, 9), lines(9, 12, 20))).toEqual([
      { base: 1, next: 0 },
      { base: 0, next: 1 },
      { base: -1, next: 2 },
    ]);
  });
});
