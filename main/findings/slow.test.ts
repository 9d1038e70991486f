import { expect, it } from 'vitest';
import type { FunctionTable, MemoryMeasure } from '#contract';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { drawnRun } from '../testing/drawn-run.ts';
import { projectFolder } from '../testing/folder.ts';
import { type Config, defaultConfig } from './config.ts';
import { createContext } from './context.ts';
import type { Rule } from './rule.ts';
import { rule as highVariance } from './rules/high-variance.ts';
import { rule as hotSpot } from './rules/hot-spot.ts';
import { rule as memoryPerCall } from './rules/memory-per-call.ts';
import { rule as slow } from './rules/slow-function.ts';
import { rule as waiting } from './rules/waiting-time.ts';
import type { RunFacts } from './run-facts/types.ts';

const ms = 1_000_000;

/** What a rule says of functions of `a.js` that a run called so often for so many ms in all, of which they waited some. */
async function said(
  rule: Rule,
  functions: Readonly<Record<string, { calls: number; ms: number; waits?: number }>>,
  config: Partial<Config> = {},
  more: (table: FunctionTable) => Partial<RunFacts> = () => ({}),
): Promise<string[]> {
  const names = Object.keys(functions);
  const dir = await projectFolder({
    'package.json': { name: 'a', main: 'a.js' },
    'a.js': names.map((name) => `export function ${name}() {}`).join('\n'),
  });
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const drawing = Object.entries(functions).map(
    ([name, { calls, ms: all }], i) => `${name} a.js:${i + 1} ${calls}x ${all * ms}ns`,
  );
  const { functions: table } = drawnRun(drawing.join('\n'));
  const waitingNs = Float64Array.from(Object.values(functions), ({ waits = 0 }) => waits * ms);
  const facts = { run: 'r', table, slowest: names.map(() => ''), waitingNs, ...more(table) };
  const run = facts as unknown as RunFacts;
  const context = createContext(code, { ...defaultConfig, ...config }, run, []);
  return [...rule.find(context)].map(
    ({ function: fn, severity = rule.severity, confidence }) => `${fn?.name} ${severity} ${confidence}`,
  );
}

it('grades slow functions by how often the threshold fits into their average', async () => {
  const averages = {
    quick: 99,
    low: 100,
    stillLow: 149,
    medium: 150,
    high: 200,
    stillHigh: 300,
    critical: 301,
  };
  const functions = Object.fromEntries(
    Object.entries(averages).map(([name, average]) => [name, { calls: 10, ms: 10 * average }]),
  );
  expect(await said(slow, functions)).toEqual([
    'low low high',
    'stillLow low high',
    'medium medium high',
    'high high high',
    'stillHigh high high',
    'critical critical high',
  ]);
  expect(await said(slow, functions, { performance_threshold_ms: 301 })).toEqual(['critical low high']);
});

it('holds a function to what was agreed for it, by its name or by its file and name', async () => {
  const functions = { one: { calls: 1, ms: 12 }, two: { calls: 5, ms: 60 }, three: { calls: 5, ms: 60 } };
  const sla = { one: 10, 'a.js:two': 5, 'b.js:three': 5 };
  expect(await said(slow, functions, { sla })).toEqual(['one low high', 'two high high']);
});

it('makes less of one or two calls, and of waiting', async () => {
  const functions = {
    started: { calls: 2, ms: 2000 },
    waits: { calls: 10, ms: 5000, waits: 4500 },
    works: { calls: 10, ms: 5000, waits: 1000 },
  };
  expect(await said(slow, functions)).toEqual([
    'started low medium',
    'waits medium high',
    'works critical high',
  ]);
});

it('names what spends half a second or more waiting, and what takes a fifth of the computing time', async () => {
  const functions = {
    waits: { calls: 10, ms: 600, waits: 590 },
    waitsLess: { calls: 10, ms: 490, waits: 490 },
    half: { calls: 10, ms: 600, waits: 300 },
    rest: { calls: 1000, ms: 800 },
    little: { calls: 10, ms: 99 },
  };
  expect(await said(waiting, functions)).toEqual(['waits low medium']);
  expect(await said(hotSpot, functions)).toEqual(['half low high', 'rest low high']);
});

it('names what is slow at times, unless what it calls explains it, and is less sure of one slow call', async () => {
  const functions = {
    page: { calls: 20, ms: 200 },
    query: { calls: 20, ms: 100 },
    once: { calls: 20, ms: 100 },
  };
  const unsteady = (causes: readonly { function: number; calls: number }[]) => (table: FunctionTable) => ({
    table: { ...table, p99Ns: Float64Array.from(functionNs), maxNs: Float64Array.from(functionNs) },
    unsteady: [
      { function: 0, causes, slowCalls: 4, span: '' },
      { function: 1, causes: [{ function: -1, calls: 4 }], slowCalls: 4, span: '' },
      { function: 2, causes: [{ function: -1, calls: 1 }], slowCalls: 1, span: '' },
    ],
  });
  const functionNs = [300, 280, 90].map((each) => each * ms);
  const own = [{ function: -1, calls: 4 }];
  expect(await said(highVariance, functions, {}, unsteady(own))).toEqual([
    'page medium high',
    'query medium high',
    'once medium low',
  ]);
  const ofQuery = [{ function: 1, calls: 4 }];
  expect(await said(highVariance, functions, {}, unsteady(ofQuery))).toEqual([
    'query medium high',
    'once medium low',
  ]);
});

it('names what takes ten times as long at times as at others and 20 ms more, for sure only where a few calls stand out', async () => {
  const spreads = {
    tenTimes: { calls: 10, least: 3, most: 30 },
    notTenTimes: { calls: 10, least: 3.1, most: 30 },
    hardlyLonger: { calls: 10, least: 1, most: 20.9 },
    justLonger: { calls: 10, least: 1, most: 21 },
    tooFew: { calls: 9, least: 1, most: 500 },
    unsteady: { calls: 40, least: 1, most: 500 },
  };
  const all = Object.values(spreads);
  const functions = Object.fromEntries(
    Object.entries(spreads).map(([name, { calls }]) => [name, { calls, ms: 9 * calls }]),
  );
  const spread = (table: FunctionTable) => ({
    table: {
      ...table,
      minNs: Float64Array.from(all, ({ least }) => least * ms),
      maxNs: Float64Array.from(all, ({ most }) => most * ms),
    },
    unsteady: [{ function: 5, causes: [{ function: -1, calls: 3 }], slowCalls: 3, span: '' }],
  });
  expect(await said(highVariance, functions, {}, spread)).toEqual([
    'unsteady medium high',
    'tenTimes low low',
    'justLonger low low',
  ]);
});

it('says of memory that grows all through a run how much it is for a call from outside, of the function that has most of them', async () => {
  const functions = {
    serve: { calls: 40, ms: 40 },
    tick: { calls: 30, ms: 30 },
    inner: { calls: 900, ms: 9 },
  };
  const memory = [
    { pid: 1, bytesPerSecond: 2 ** 20, bytes: 80 * 2 ** 20, fit: 0.99, samples: 12, isCollected: true },
  ];
  const edges = (...calls: readonly number[]) => ({
    length: 3,
    caller: Int32Array.of(-1, -1, 0),
    callee: Int32Array.of(0, 1, 2),
    calls: Float64Array.from(calls),
    totalNs: new Float64Array(3),
  });
  const grown = (calls: ReturnType<typeof edges>) =>
    said(memoryPerCall, functions, {}, () => ({ memory, edges: calls }));
  expect(await grown(edges(40, 30, 900))).toEqual(['serve medium medium']);
  expect(await grown(edges(10, 9, 900))).toEqual([]);
});

it('says of a profile of what is retained which functions hold much, for each call and in all', async () => {
  const growing = { pid: 1, bytesPerSecond: 1e6, bytes: 1e8, samples: 9, isCollected: true };
  const held = (bytes: readonly number[], measure: MemoryMeasure = 'retained', memory: object[] = []) => {
    const calls = { many: 1000, more: 1000, some: 1000, seldom: 19, tiny: 10_000_000 };
    const functions = Object.entries(calls).map(([name, n]) => [name, { calls: n, ms: 1 }] as const);
    return said(memoryPerCall, Object.fromEntries(functions), {}, (table) => {
      const selfBytes = Float64Array.from(bytes, (n) => n * 2 ** 20);
      const edges = { length: 0, caller: [], callee: [], calls: [] };
      const profiled = { ...table, memory: { measure, selfBytes, totalBytes: selfBytes } };
      return { table: profiled, memory, edges } as unknown as Partial<RunFacts>;
    });
  };
  const some = [500, 250, 100, 0, 0];
  expect(await held(some)).toEqual(['many high medium', 'more medium medium', 'some low medium']);
  expect(await held(some, 'retained', [growing])).toContain('many high high');
  expect(await held(some, 'allocated')).toEqual([]);
  // Little in all; a small part; a few calls; less than an object a call.
  expect(await held([15, 0, 0, 0, 0])).toEqual([]);
  expect(await held([0, 0, 30, 500, 0])).toEqual([]);
  expect(await held([0, 0, 0, 0, 60])).toEqual([]);
});
