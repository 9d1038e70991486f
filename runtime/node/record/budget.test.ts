import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { TestThread } from '../testing/read-spools.ts';
import { runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/budget', import.meta.url));

async function run(
  program: string | readonly [program: string, calls: string],
  config: { level: 1 | 2; budget?: number; clock?: 'bounded' | 'exact' },
) {
  const outcome = await runTraced({
    cwd,
    args: [program].flat(),
    config: { include: ['work.cjs'], ...config },
  });
  const [thread] = outcome.threads as [TestThread];
  expect({ unmatched: thread.unmatched, damaged: thread.damaged }).toEqual({ unmatched: 0, damaged: 0 });
  return { thread, stdout: outcome.stdout };
}

function callsOf(thread: TestThread, name: string): { spans: number; counted: number } {
  const spans = thread.spans.filter((span) => span.name === name).length;
  const counted = thread.counted.reduce((sum, one) => sum + (one.name === name ? one.calls : 0), 0);
  return { spans, counted };
}

function throttlingOf(thread: TestThread, name: string) {
  const id = thread.functions.findIndex((one) => one.name === name);
  return thread.counters?.throttledFunctions?.find((one) => one.function === id);
}

test.each([
  { level: 1, clock: 'bounded' },
  { level: 2, clock: 'exact' },
] as const)('counts stay exact, and below the caller, while a function is throttled: %o', async (how) => {
  const { thread } = await run('hot.cjs', { ...how, budget: 0.05 });
  const leaf = callsOf(thread, 'leaf');
  expect(leaf.spans + leaf.counted).toBe(8_000_000);
  expect(callsOf(thread, 'outer')).toEqual({ spans: 20, counted: 0 });
  expect(thread.counted.every(({ parent }) => parent?.name === 'outer')).toBe(true);
  for (const outer of thread.spans.filter((span) => span.name === 'outer')) {
    const counted = thread.counted.filter(({ parent }) => parent === outer);
    const calls = counted.reduce((sum, one) => sum + one.calls, 0);
    expect(calls + outer.children.length).toBe(400_000);
  }
  expect(leaf.spans).toBeLessThan(2_000_000);
});

test('counts stay exact where many functions are throttled and counts are written with the samples', async () => {
  const { thread } = await run('crowd.cjs', { level: 1, budget: 0.02 });
  const names = ['ada', 'ben', 'cid', 'dot', 'eve', 'fay', 'gil', 'hal', 'ida', 'jim', 'kay', 'leo'];
  for (const name of names) {
    const { spans, counted } = callsOf(thread, name);
    expect({ name, calls: spans + counted }).toEqual({ name, calls: 1_500_000 });
    expect(spans).toBeLessThan(750_000);
  }
  expect(throttlingOf(thread, 'leo')?.counted).toBe(callsOf(thread, 'leo').counted);
  expect(throttlingOf(thread, 'leo')?.sampled).toBeGreaterThan(0);
  // Below each caller they would be as many as its calls.
  expect(thread.counted.length).toBeLessThan(1_500_000);
});

test('the recording says which functions were throttled, how much and for how long', async () => {
  const { thread } = await run('hot.cjs', { level: 2, budget: 0.05 });
  expect(thread.counters?.throttled).toBe(1);
  const said = throttlingOf(thread, 'leaf');
  expect(said?.counted).toBe(callsOf(thread, 'leaf').counted);
  expect(said?.sampled).toBeGreaterThan(10);
  expect(said?.factor).toBeGreaterThanOrEqual(32);
  expect(said?.ns).toBeGreaterThan(1e6);
  expect(said?.ns).toBeLessThan(thread.end?.timeNs ?? 0);
});

test('a program that ends before the budget of half a second is spent is recorded whole', async () => {
  const { thread } = await run('short.cjs', { level: 1, budget: 0.05 });
  expect(callsOf(thread, 'leaf')).toEqual({ spans: 20_000, counted: 0 });
  expect(callsOf(thread, 'outer')).toEqual({ spans: 20, counted: 0 });
  expect(thread.counters?.throttledFunctions ?? []).toEqual([]);
});

test('without a budget every call has its span', async () => {
  const { thread } = await run(['spinning.cjs', '16000'], { level: 1 });
  expect(callsOf(thread, 'spin')).toEqual({ spans: 16_000, counted: 0 });
  expect(thread.counters?.throttled).toBe(0);
});

test('a function that has cooled down is recorded in full again', async () => {
  const { thread } = await run('cooling.cjs', { level: 1, budget: 0.05 });
  const { spans, counted } = callsOf(thread, 'leaf');
  expect(counted).toBeGreaterThan(1_000_000);
  expect(spans + counted).toBe(3_000_010);
  expect(throttlingOf(thread, 'leaf')?.active).toBe(false);
  const last = thread.spans.slice(-10);
  const gap = (last[0]?.startNs ?? 0) - (thread.spans.at(-11)?.startNs ?? 0);
  expect(gap).toBeGreaterThan(500e6);
  expect(last.every(({ status }) => status === 'ok')).toBe(true);
});

test('the calls that are timed while a function is throttled stand for all of them', async () => {
  // The code that V8 has made during the first calls does not know how they end: it is given up in a dozen samples, at their cost.
  const program = ['spinning.cjs', '120000'] as const;
  const { thread, stdout } = await run(program, { level: 1, budget: 0.001, clock: 'exact' });
  const { spans, counted } = callsOf(thread, 'spin');
  expect(spans + counted).toBe(120_000);
  const sampled = throttlingOf(thread, 'spin')?.sampled ?? 0;
  expect(sampled).toBeGreaterThan(20);
  const took = thread.spans.slice(-sampled).map(({ startNs, endNs }) => endNs - startNs);
  const median = took.sort((a, b) => a - b)[took.length >> 1] ?? 0;
  // The app's own figure has two readings of the clock in it.
  expect(median).toBeGreaterThan(Number(stdout) * 0.5);
  expect(median).toBeLessThan(Number(stdout) * 2);
});

test('async functions are throttled as others are', async () => {
  const { thread } = await run('awaiting.cjs', { level: 1, budget: 0.01 });
  const { spans, counted } = callsOf(thread, 'rest');
  expect(spans + counted).toBe(400_000);
  expect(counted).toBeGreaterThan(100_000);
  expect(thread.spans.every(({ status }) => status === 'ok')).toBe(true);
});
