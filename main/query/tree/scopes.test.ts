import { describe, expect, it } from 'vitest';
import { type CallTreeTable, formatSpanId } from '#contract';
import { durationOf, type ModelThread, pathOf, rootOf, selfOf } from '../../store/testing/model.ts';
import { ask } from '../testing/ask.ts';
import { forRecordings, NAMES } from '../testing/random-recordings.ts';

interface Figures {
  calls: number;
  total: number;
  self: number;
}

/** Rows by the names that lead to them; row 0 under the empty name. */
function rowsOf(table: CallTreeTable, names: readonly string[]): Record<string, Figures> {
  const paths: string[] = [];
  const rows: Record<string, Figures> = {};
  for (let row = 0; row < table.length; row++) {
    const above = row === 0 ? '' : `${paths[table.parent[row] as number]}/`;
    const path = row === 0 ? '' : above + names[table.function[row] as number];
    paths[row] = path;
    const [calls, total, self] = [table.calls[row], table.totalNs[row], table.selfNs[row]] as number[];
    rows[path] = { calls: calls as number, total: total as number, self: self as number };
  }
  return rows;
}

const adding = (rows: Record<string, Figures>) => (path: string, more: Partial<Figures>) => {
  rows[path] ??= { calls: 0, total: 0, self: 0 };
  const row = rows[path];
  row.calls += more.calls ?? 0;
  row.total += more.total ?? 0;
  row.self += more.self ?? 0;
};

/** Spans, and calls that were only counted, by the names that led to them. */
const entriesOf = (threads: readonly ModelThread[]) =>
  threads.flatMap(({ spans, counted }) => [
    ...spans.map((span) => ({
      path: pathOf(span).map((fn) => NAMES[fn] as string),
      calls: 1,
      total: durationOf(span),
      self: selfOf(span),
    })),
    ...counted.map(({ fn, parent, calls }) => ({
      path: [...(parent ? pathOf(parent) : []), fn].map((f) => NAMES[f] as string),
      calls,
      total: 0,
      self: 0,
    })),
  ]);

describe('the call tree of a trace', () => {
  it('has the calls below the root of any of its spans, and no others', async () => {
    await forRecordings(({ file, threads, names }) => {
      for (const [thread, { spans }] of threads.entries()) {
        const span = spans[Math.floor(spans.length / 2)];
        if (!span) continue;
        const expected: Record<string, Figures> = {};
        const add = adding(expected);
        for (const one of spans.filter((s) => rootOf(s) === rootOf(span))) {
          const path = pathOf(one).map((fn) => `/${NAMES[fn]}`);
          add(path.join(''), { calls: 1, total: durationOf(one), self: selfOf(one) });
        }
        const trace = formatSpanId(thread, span.ordinal);
        const table = ask(file, 'callTree', { order: 'first-call', minShare: 0, trace });
        const { '': _whole, ...rows } = rowsOf(table, names);
        const called = Object.fromEntries(Object.entries(rows).filter(([, row]) => row.calls > 0));
        expect(called).toEqual(expected);
      }
    });
  });
});

describe('a sandwich', () => {
  it('has the chains of callers with the time of the outermost calls, and what was called', async () => {
    await forRecordings(({ file, threads, names }) => {
      for (const [index, name] of names.entries()) {
        const callers: Record<string, Figures> = {};
        const callees: Record<string, Figures> = {};
        const sums = { calls: 0, totalNs: 0, selfNs: 0 };
        adding(callers)('', {});
        adding(callees)('', {});
        for (const { path, calls, total: lasted, self } of entriesOf(threads)) {
          const outermost = path.indexOf(name);
          if (outermost < 0) continue;
          const below = path.slice(outermost + 1).map((n) => `/${n}`);
          adding(callees)(below.join(''), { calls, total: lasted, self });
          if (path.at(-1) !== name) continue;
          const total = outermost === path.length - 1 ? lasted : 0;
          sums.calls += calls;
          sums.totalNs += total;
          sums.selfNs += self;
          const above = path.slice(0, -1).toReversed();
          for (let depth = 0; depth <= above.length; depth++) {
            const chain = above.slice(0, depth).map((n) => `/${n}`);
            adding(callers)(chain.join(''), { calls, total, self: depth === above.length ? total : 0 });
          }
        }
        const answer = ask(file, 'sandwich', { function: index, minShare: 0 });
        expect(answer).toMatchObject(sums);
        expect(rowsOf(answer.callers, names)).toEqual(callers);
        expect(rowsOf(answer.callees, names)).toEqual(callees);
        expect(answer.callers.function[0]).toBe(index);
        expect(answer.callees.function[0]).toBe(index);
      }
    });
  });
});
