import { describe, expect, it } from 'vitest';
import { formatSpanId } from '#contract';
import { drawThread } from '../store/testing/call-tree-notation.ts';
import { recordingOf } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { ask } from './testing/ask.ts';

function record(drawing: string): string {
  const { functions, events } = drawThread(drawing);
  return recordingOf(new SpoolBuilder().functions(functions).events(events).end());
}

const table = (file: string) => {
  const t = ask(file, 'functions', {});
  return Object.fromEntries(
    t.name.map((name, i) => [
      name,
      { calls: t.calls[i], errors: t.errors[i], total: t.totalNs[i], self: t.selfNs[i], avg: t.avgNs[i] },
    ]),
  );
};

describe('a recording of a drawn call tree', () => {
  it('has calls, errors, total and self time of each function', () => {
    const file = record(`
      main 0-100
        load 10-40
          parse! 15-25
        load 50-70
    `);
    expect(table(file)).toEqual({
      main: { calls: 1, errors: 0, total: 100, self: 50, avg: 100 },
      load: { calls: 2, errors: 0, total: 50, self: 40, avg: 25 },
      parse: { calls: 1, errors: 1, total: 10, self: 10, avg: 10 },
    });
  });

  it('counts the time of a recursive call once in the total, and each call in the average', () => {
    const file = record(`
      fib 0-100
        fib 10-50
          fib 20-30
        fib 60-80
    `);
    expect(table(file).fib).toEqual({ calls: 4, errors: 0, total: 100, self: 100, avg: 42.5 });
  });

  it('counts mutual recursion once for each of the functions', () => {
    const file = record(`
      even 0-90
        odd 10-80
          even 20-70
            odd 30-60
    `);
    expect(table(file)).toMatchObject({
      even: { calls: 2, total: 90, self: 40 },
      odd: { calls: 2, total: 70, self: 50 },
    });
  });

  it('takes the union of children that overlap from the self time of an async function', () => {
    const file = record(`
      handle 0-100 ~30-90
        query 10-80 ~15-70
        query 20-60 ~25-50
    `);
    expect(table(file)).toMatchObject({ handle: { self: 30 }, query: { calls: 2, total: 110 } });
    const detail = ask(file, 'span', { id: formatSpanId(0, 0) });
    expect(detail).toMatchObject({ durationNs: 100, selfNs: 30, activeNs: 40, childCount: 2 });
  });

  it('merges equal paths into one node, depth first, the widest child first', () => {
    const file = record(`
      main 0-100
        a 0-10
          c 2-4
        b 20-60
        a 70-80
    `);
    const tree = ask(file, 'callTree', { order: 'left-heavy', minShare: 0 });
    const names = ask(file, 'functions', {}).name;
    const rows = Array.from({ length: tree.length }, (_, r) => [
      tree.function[r] === -1 ? 'run' : names[tree.function[r] as number],
      tree.depth[r],
      tree.calls[r],
      tree.totalNs[r],
      tree.selfNs[r],
      tree.subtreeEnd[r],
    ]);
    expect(rows).toEqual([
      ['run', 0, 0, 100, 0, 5],
      ['main', 1, 1, 100, 40, 5],
      ['b', 2, 1, 40, 40, 3],
      ['a', 2, 2, 20, 18, 5],
      ['c', 3, 1, 2, 2, 5],
    ]);
    const first = ask(file, 'callTree', { order: 'first-call', minShare: 0 });
    expect(Array.from(first.function, (f) => names[f])).toEqual([undefined, 'main', 'a', 'c', 'b']);
    const wide = ask(file, 'callTree', { order: 'left-heavy', minShare: 0.25 });
    expect([wide.length, wide.omitted]).toEqual([3, 2]);
  });

  it('cuts the call tree of a range at the edges of the range', () => {
    const file = record(`
      main 0-100
        a 10-40
        b 50-90
    `);
    const tree = ask(file, 'callTree', {
      order: 'first-call',
      minShare: 0,
      range: { startNs: 30, endNs: 60 },
    });
    expect([...tree.totalNs]).toEqual([30, 30, 10, 10]);
    expect([...tree.selfNs]).toEqual([0, 10, 10, 10]);
    expect([...tree.calls]).toEqual([0, 1, 1, 1]);
  });

  it('leaves a span without an end unfinished, with no duration', () => {
    const file = record(`
      main 0-
        load 10-30
    `);
    const detail = ask(file, 'span', { id: formatSpanId(0, 0) });
    expect(detail).toMatchObject({ status: 'unfinished', durationNs: -1, childCount: 1 });
    expect(table(file).main).toMatchObject({ calls: 1, total: 30, self: 10, avg: Number.NaN });
  });

  it('tells callers from callees', () => {
    const file = record(`
      main 0-100
        load 10-40
          parse 15-25
        parse 50-70
    `);
    const of = (fn: number) => ask(file, 'neighbours', { function: fn });
    expect(of(2)).toEqual({
      callers: [
        { function: 0, calls: 1, totalNs: 20 },
        { function: 1, calls: 1, totalNs: 10 },
      ],
      callees: [],
    });
    expect(of(0).callees.map((c) => c.function)).toEqual([1, 2]);
  });
});
