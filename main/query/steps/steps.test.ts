import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSpanId, type StepTarget } from '#contract';
import { VALUE } from '#format';
import type { TestEvent } from '../../store/testing/events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder, type TestFunction } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';

const variable = (name: string, kind: 'variable' | 'parameter' | 'member' = 'variable') => ({
  name,
  line: 1,
  kind,
});
const MODULE = 3;
const FUNCTIONS: TestFunction[] = [
  { name: 'outer', variables: [variable('count'), variable('total')] },
  { name: 'inner', variables: [variable('x', 'parameter'), variable('this.y', 'member')] },
  { name: 'bare' },
  { name: '<module>', kind: 'module', variables: [variable('shared')] },
];
const int = (n: number) => (n << 8) | VALUE.INT24;

/** What is known of a run, said as plainly as possible: one object for each step and each write. */
interface Model {
  readonly steps: { ordinal: number; fn: number; line: number; stack: number[] }[];
  readonly writes: {
    before: number;
    by: number;
    line: number;
    owner: number;
    variable: number;
    value: number;
  }[];
  readonly functionOf: number[];
}

/** A run of nested calls, each of which may set its own variables, those of a call further out, and the module's. */
function drawRun(length: number, seed: number): { events: TestEvent[]; model: Model } {
  let state = seed;
  const random = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const events: TestEvent[] = [];
  const model: Model = { steps: [], writes: [], functionOf: [] };
  const stack: { ordinal: number; fn: number; mark: number; line: number }[] = [];
  let at = 0;
  let marks = 0;
  const write = (owner: number, by: (typeof stack)[number], place: number) => {
    const value = random(1000);
    model.writes.push({
      before: model.steps.length,
      by: by.ordinal,
      line: by.line,
      owner,
      variable: place,
      value,
    });
    return [int(value)];
  };
  for (let i = 0; i < length; i++) {
    const top = stack.at(-1);
    const choice = random(10);
    if (!top || (choice === 0 && stack.length < 6)) {
      at += 10;
      const fn = top ? random(3) : 0;
      stack.push({ ordinal: model.functionOf.push(fn) - 1, fn, mark: ++marks, line: 0 });
      events.push({ op: 'enter', fn, at }, { op: 'mark', mark: marks });
    } else if (choice === 1 && stack.length > 1) {
      at += 10;
      stack.pop();
      events.push({ op: 'exit', at });
    } else if (choice < 7) {
      top.line = 1 + random(50);
      const { ordinal, fn, line } = top;
      model.steps.push({ ordinal, fn, line, stack: stack.map((open) => open.ordinal) });
      events.push({ op: 'line', line });
    } else {
      const far = stack[random(stack.length)] as (typeof stack)[number];
      const count = FUNCTIONS[far.fn]?.variables?.length ?? 0;
      const place = random(Math.max(1, count));
      if (choice === 9)
        events.push({ op: 'set', mark: 0, module: MODULE, variable: 0, words: write(-1, top, 0) });
      else if (count > 0) {
        const mark = far === top ? 0 : far.mark;
        events.push({ op: 'set', mark, variable: place, words: write(far.ordinal, top, place) });
      }
    }
  }
  return { events, model };
}

function record(events: readonly TestEvent[]): string {
  const spool = new SpoolBuilder().functions(FUNCTIONS);
  for (let i = 0; i < events.length; i += 20_000) spool.events(events.slice(i, i + 20_000));
  return recordingOf(spool.end());
}

const text = (value: unknown): number => Number((value as { text: string }).text);

describe.each([
  { name: 'a short run', length: 300, seed: 1, probes: 20 },
  { name: 'another one', length: 300, seed: 99, probes: 20 },
  { name: 'a run of several pages', length: 60_000, seed: 7, probes: 25 },
  ...fc
    .sample(fc.record({ seed: fc.nat(), length: fc.integer({ min: 60, max: 250 }) }), 5)
    .map(({ seed, length }) => ({ name: `run ${seed} of ${length} events`, length, seed, probes: 8 })),
])('the steps of $name', ({ length, seed, probes }) => {
  const { events, model } = drawRun(length, seed);
  const file = record(events);
  const total = model.steps.length;
  const names = ask(file, 'functions', {}).name;
  const fnIndex = (fn: number) => names.indexOf(FUNCTIONS[fn]?.name as string);
  const probe = (i: number) => Math.floor((i * total) / probes);

  it('come back in any part, with what they set', () => {
    for (let i = 0; i < probes; i++) {
      const fromStep = probe(i);
      const table = ask(file, 'steps', { thread: 0, fromStep, count: 40 });
      const expected = model.steps.slice(fromStep, fromStep + 40);
      expect(table.total).toBe(total);
      expect([...table.step]).toEqual(expected.map((_, k) => fromStep + k));
      expect([...table.line]).toEqual(expected.map((step) => step.line));
      expect([...table.ordinal]).toEqual(expected.map((step) => step.ordinal));
      expect([...table.function]).toEqual(expected.map((step) => fnIndex(step.fn)));
      const end = Math.min(total, fromStep + 40);
      const writes = model.writes.filter(({ before }) => before > fromStep && before <= end);
      expect(table.writes.map(({ row, value }) => [row + fromStep + 1, text(value)])).toEqual(
        writes.map(({ before, value }) => [before, value]),
      );
    }
  });

  it('can be asked of one call', () => {
    const { ordinal } = model.steps[probe(probes >> 1)] as (typeof model.steps)[number];
    const table = ask(file, 'steps', { thread: 0, fromStep: 0, count: 1000, span: formatSpanId(0, ordinal) });
    const own = model.steps
      .flatMap((step, number) => (step.ordinal === ordinal ? number : []))
      .slice(0, 1000);
    expect([...table.step]).toEqual(own);
  });

  it('show the stack before a step, and what each variable held then', () => {
    for (let i = 0; i < probes; i++) {
      const step = probe(i);
      const state = ask(file, 'variablesAt', { thread: 0, step, frames: 64 });
      const { stack } = model.steps[step] as (typeof model.steps)[number];
      const known = model.writes.filter(({ before }) => before <= step);
      const last = (owner: number, place: number) =>
        known.findLast((write) => write.owner === owner && write.variable === place);
      const lineOf = (ordinal: number) =>
        ordinal === stack.at(-1)
          ? model.steps[step]?.line
          : (model.steps.slice(0, step).findLast((s) => s.ordinal === ordinal)?.line ?? 0);
      const expected = stack.toReversed().map((ordinal) => ({
        span: formatSpanId(0, ordinal),
        line: lineOf(ordinal),
        variables: [0, 1].flatMap((place) => {
          const write = last(ordinal, place);
          return write ? [[place, write.value, write.before - 1]] : [];
        }),
      }));
      const seen = state.frames.map(({ span, line, variables }) => ({
        span,
        line,
        variables: variables.map((v) => [v.variable.index, text(v.value), v.setAt]),
      }));
      expect(seen).toEqual(expected);
      const shared = last(-1, 0);
      expect(state.module.map((v) => [v.variable.name, text(v.value), v.setAt])).toEqual(
        shared ? [['shared', shared.value, shared.before - 1]] : [],
      );
      expect(state.hasMoreFrames).toBe(false);
    }
  });

  it('can be gone through as a debugger does, forwards and backwards', () => {
    for (let i = 0; i < probes; i++) {
      const step = probe(i);
      const here = model.steps[step] as (typeof model.steps)[number];
      for (const direction of ['next', 'previous'] as const) {
        const nearest = (matches: (s: (typeof model.steps)[number]) => boolean) => {
          const isSide = (_: unknown, at: number) => (direction === 'next' ? at > step : at < step);
          const all = model.steps.flatMap((s, at) => (isSide(s, at) && matches(s) ? at : []));
          return direction === 'next' ? all[0] : all.at(-1);
        };
        const ofCall = (ordinal: number) => nearest((s) => s.ordinal === ordinal);
        const outside = here.stack
          .slice(0, -1)
          .reverse()
          .map(ofCall)
          .find((at) => at !== undefined);
        const go = (target: StepTarget) =>
          ask(file, 'findStep', { thread: 0, step, direction, target })?.step;
        expect(go({ kind: 'out' })).toBe(outside);
        expect(go({ kind: 'over' })).toBe(ofCall(here.ordinal) ?? outside);
        const root = here.stack[0] as number;
        expect(go({ kind: 'call', span: formatSpanId(0, root) })).toBe(ofCall(root));
        expect(go({ kind: 'line', file: 'app.js', line: here.line })).toBe(
          nearest((s) => s.line === here.line),
        );
        expect(go({ kind: 'line', file: 'other.js', line: here.line })).toBeUndefined();
      }
    }
  });

  it('lead to the write before and the write after', () => {
    for (let i = 0; i < probes; i++) {
      const step = probe(i);
      const { stack } = model.steps[step] as (typeof model.steps)[number];
      for (const owner of [-1, stack[0] as number, stack.at(-1) as number]) {
        const fn = owner < 0 ? MODULE : (model.functionOf[owner] as number);
        if (!FUNCTIONS[fn]?.variables) continue;
        const span = owner < 0 ? null : formatSpanId(0, owner);
        const of = model.writes.filter((write) => write.owner === owner && write.variable === 0);
        for (const [direction, expected] of [
          ['previous', of.findLast(({ before }) => before <= step)],
          ['next', of.find(({ before }) => before > step)],
        ] as const) {
          const request = { thread: 0, step, span, function: fnIndex(fn), index: 0, direction };
          const found = ask(file, 'findWrite', request);
          expect(found && { ...found, value: text(found.value) }).toEqual(
            expected
              ? {
                  step: expected.before - 1,
                  by: formatSpanId(0, expected.by),
                  line: expected.line,
                  value: expected.value,
                }
              : null,
          );
        }
      }
    }
  });
});

it('levels are those of the definitions and of the changes, in random recordings', () => {
  const rule = fc.constantFrom('run', 'global', 'file:src/*', 'function:b');
  const known = fc.array(fc.option(fc.record({ level: fc.nat(5), rule })), { minLength: 1, maxLength: 12 });
  const change = fc.record({
    timeNs: fc.nat(1000),
    scope: fc.constantFrom('global', 'file', 'function'),
    target: fc.constantFrom('', 'app.js'),
    level: fc.nat(5),
    functions: fc.nat(9),
  });
  fc.assert(
    fc.property(known, fc.array(change, { maxLength: 6 }), (levels, changes) => {
      const functions = levels.map((level, i) => ({ name: `f${i}`, ...level }));
      const calls = functions.map((_, fn) => ({ op: 'enter', fn, at: 10 * fn }) as const);
      const file = recordingOf(new SpoolBuilder().functions(functions).events(calls).levels(changes).end());
      const table = ask(file, 'levels', {});
      const { name } = ask(file, 'functions', {});
      const seen = name.map((of, i) => [of, table.level[i], table.rules[table.rule[i] as number]]);
      expect(seen.sort()).toEqual(
        functions.map((f, i) => [f.name, levels[i]?.level ?? -1, levels[i]?.rule ?? '']).sort(),
      );
      const rowOf = ({ thread: _, ...row }: (typeof table.changes)[number]) =>
        JSON.stringify(Object.entries(row).sort());
      expect(table.changes.map(rowOf).sort()).toEqual(changes.map((c) => rowOf({ ...c, thread: 0 })).sort());
      const times = table.changes.map(({ timeNs }) => timeNs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }),
    { numRuns: 15 },
  );
});

it('levels are told with their rules, and what was changed meanwhile', () => {
  const functions: TestFunction[] = [
    { name: 'a', level: 2, rule: 'file:src/*' },
    { name: 'b', level: 2, rule: 'file:src/*' },
    { name: 'c' },
  ];
  const changes = [{ timeNs: 30, scope: 'file', target: 'app.js', level: 0, functions: 3 }] as const;
  const spool = new SpoolBuilder().functions(functions).events([
    { op: 'enter', fn: 0, at: 1 },
    { op: 'exit', at: 2 },
  ]);
  const table = ask(recordingOf(spool.levels(changes).end()), 'levels', {});
  expect([...table.level]).toEqual([2, 2, -1]);
  expect([...table.rule].map((rule) => table.rules[rule])).toEqual(['file:src/*', 'file:src/*', '']);
  expect(table.changes).toEqual([{ ...changes[0], thread: 0 }]);
});

it('leads out of the outermost call to what runs when it has ended', () => {
  const call = (at: number, mark: number, line: number): TestEvent[] => [
    { op: 'enter', fn: 0, at },
    { op: 'mark', mark },
    { op: 'line', line },
    { op: 'exit', at: at + 10 },
  ];
  const file = record([...call(10, 1, 1), ...call(30, 2, 5)]);
  const go = (step: number, direction: 'next' | 'previous', kind: 'over' | 'out') =>
    ask(file, 'findStep', { thread: 0, step, direction, target: { kind } })?.step;
  expect(go(0, 'next', 'over')).toBe(1);
  expect(go(0, 'next', 'out')).toBe(1);
  expect(go(1, 'next', 'over')).toBeUndefined();
  expect(go(1, 'previous', 'out')).toBeUndefined();
});
