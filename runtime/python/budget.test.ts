import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TracerConfig } from '../format/index.ts';
import type { TestThread } from '../node/testing/read-spools.ts';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, runPlain, runTraced } from './testing/run-python.ts';

const cwd = fileURLToPath(new URL('fixtures/budget', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);
/** The oldest and the newest: what differs between the versions lies between them. */
const chosen = [...new Set([pythons[0], pythons.at(-1)])].flatMap((one) => (one ? [one] : []));

/** Calls of a function in all threads: with spans, and counted. */
function callsOf(threads: readonly TestThread[], name: string) {
  const spans = threads.flatMap((thread) => thread.spans.filter((span) => span.name === name)).length;
  const counts = threads.flatMap(({ counted }) => counted.filter((one) => one.name === name));
  const counted = counts.reduce((sum, { calls }) => sum + calls, 0);
  return { spans, counted, calls: spans + counted };
}

const text = (value: unknown): string => JSON.stringify(value ?? null);

function throttlingOf({ functions, counters }: TestThread, name: string) {
  return counters?.throttledFunctions?.find((one) => functions[one.function]?.name === name);
}

for (const python of chosen) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 120_000 }, (recorder) => {
    async function run(program: string, config: Partial<TracerConfig>) {
      const how = { python, args: [program], cwd };
      const [plain, traced] = [await runPlain(how), await runTraced({ ...how, recorder, config })];
      const { threads, ...seen } = traced;
      expect(seen).toEqual(plain);
      for (const { unmatched, damaged } of threads) expect([unmatched, damaged]).toEqual([0, 0]);
      return [threads[0] as TestThread, threads] as const;
    }

    it.each([1, 2] as const)('counts every call of a throttled function, at level %i', async (level) => {
      const [thread] = await run('hot.py', { level, budget: 0.02 });
      const { spans, calls } = callsOf([thread], 'leaf');
      expect(calls).toBe(1_000_000);
      expect(spans).toBeLessThan(400_000);
      expect(callsOf([thread], 'outer')).toEqual({ spans: 20, counted: 0, calls: 20 });
      if (recorder === 'native') {
        // The count of each call of the caller stands below it.
        for (const outer of thread.spans.filter(({ name }) => name === 'outer')) {
          const counts = thread.counted.filter(({ parent }) => parent === outer);
          const counted = counts.reduce((sum, one) => sum + one.calls, 0);
          expect(counted + outer.children.length).toBe(50_000);
        }
      }
    });

    it('says which functions were throttled, how much and for how long', async () => {
      const [thread] = await run('hot.py', { level: 1, budget: 0.05 });
      expect(thread.counters?.throttled).toBe(1);
      const said = throttlingOf(thread, 'leaf');
      expect(said?.counted).toBe(callsOf([thread], 'leaf').counted);
      expect(said?.sampled).toBeGreaterThan(5);
      expect(said?.factor).toBeGreaterThanOrEqual(32);
      expect(said?.ns).toBeGreaterThan(1e6);
      expect(said?.ns).toBeLessThan(thread.end?.timeNs ?? 0);
    });

    it('tells calls with a span from those without in recursion, through exceptions and cleanup', async () => {
      const [thread] = await run('recursion.py', { level: 1, budget: 0.02 });
      expect(callsOf([thread], 'fib').calls).toBe(635_621 + 200_000);
      expect(callsOf([thread], 'careless').calls).toBe(200_000);
      expect(callsOf([thread], 'careful').calls).toBe(200_000);
      expect(callsOf([thread], 'fib').counted).toBeGreaterThan(10_000);
      const careful = thread.spans.filter(({ name }) => name === 'careful');
      expect(careful.every(({ status }) => status === 'ok')).toBe(true);
    });

    it('records every error where it was thrown, though the call itself is only counted', async () => {
      const [thread] = await run('failing.py', { level: 2, budget: 0.02 });
      for (const name of ['parse', 'convert', 'careful']) expect(callsOf([thread], name).calls).toBe(300_000);
      expect(callsOf([thread], 'parse').counted).toBeGreaterThan(100_000);
      const failed = thread.spans.filter(({ status }) => status === 'error');
      const origins = failed.filter(({ name }) => name === 'parse');
      expect(origins).toHaveLength(60);
      expect(origins.every(({ error }) => text(error).includes('not a number'))).toBe(true);
      // Whoever passed it on and has a span is around it.
      for (const { name, children } of failed) {
        if (name !== 'parse') expect(children.some(({ status }) => status === 'error')).toBe(true);
      }
    });

    it('records all calls again when the function has cooled down', async () => {
      const [thread] = await run('cooling.py', { level: 1, budget: 0.05 });
      const { counted, calls } = callsOf([thread], 'leaf');
      expect(calls).toBe(1_200_800);
      expect(counted).toBeGreaterThan(100_000);
      expect(throttlingOf(thread, 'leaf')?.active).toBe(false);
      const last = thread.spans.slice(-10);
      const between = last.slice(1).map(({ startNs }, i) => startNs - (last[i]?.startNs ?? 0));
      // One by one, as they come.
      expect(between.every((ns) => ns > 1.5e6)).toBe(true);
    });

    it('times calls that stand for all', async () => {
      const [thread] = await run('spinning.py', { level: 1, budget: 0.0005 });
      expect(callsOf([thread], 'spin').calls).toBe(24_000);
      const sampled = throttlingOf(thread, 'spin')?.sampled ?? 0;
      expect(sampled).toBeGreaterThan(5);
      const took = thread.spans.slice(-sampled).map(({ startNs, endNs }) => endNs - startNs);
      const median = took.sort((a, b) => a - b)[took.length >> 1] ?? 0;
      expect(median).toBeGreaterThan(19_000);
      expect(median).toBeLessThan(40_000);
    });

    it('throttles coroutines as well, whose callees keep a sound parent', async () => {
      const [thread] = await run('awaiting.py', { level: 1, budget: 0.01 });
      const { calls, counted } = callsOf([thread], 'rest');
      expect(calls).toBe(150_000);
      expect(counted).toBeGreaterThan(30_000);
      expect(thread.spans.every(({ status }) => status === 'ok')).toBe(true);
    });

    it('counts every call in all threads, of generators too', async () => {
      const [, threads] = await run('crowd.py', { level: 1, budget: 0.02 });
      expect(callsOf(threads, 'leaf').calls).toBe(400_000);
      expect(callsOf(threads, 'some').calls).toBe(800);
      expect(callsOf(threads, 'work').calls).toBe(2);
      expect(callsOf(threads, 'leaf').counted).toBeGreaterThan(50_000);
    });

    it('counts every call in all processes, forked while functions are throttled or begun anew', async () => {
      const [, threads] = await run('forking.py', { level: 1, budget: 0.02 });
      expect(callsOf(threads, 'leaf').calls).toBe(400_000);
      expect(callsOf(threads, 'work').calls).toBe(7);
      for (const thread of threads) {
        // Each tells of its own alone.
        expect(throttlingOf(thread, 'leaf')?.counted ?? 0).toBe(callsOf([thread], 'leaf').counted);
      }
    });

    it('records a program whole that ends before the budget of half a second is spent', async () => {
      // The calls take some 6 ms to record in C, of the 24 that are granted, and 100 ms in Python, of 222.
      const budget = recorder === 'native' ? 0.05 : 0.8;
      const [thread] = await run('short.py', { level: 1, budget });
      expect(callsOf([thread], 'leaf')).toEqual({ spans: 100_000, counted: 0, calls: 100_000 });
      expect(thread.counters?.throttled).toBe(0);
    });

    it('gives every call its span without a budget', async () => {
      const [thread] = await run('recursion.py', { level: 1 });
      expect(callsOf([thread], 'fib')).toMatchObject({ counted: 0, spans: 635_621 + 200_000 });
      expect(thread.counters?.throttled).toBe(0);
    });

    it('hides the steps of calls that have no span', async () => {
      const [thread] = await run('recursion.py', { level: 4, budget: 0.02 });
      expect(callsOf([thread], 'careless').calls).toBe(200_000);
      const lines = new Map([
        ['fib', 3],
        ['careful', 8],
        ['careless', 16],
      ]);
      const firsts = thread.steps.filter(({ span, line }) => lines.get(span.name) === line);
      // Each span runs its first line once; one that shows an error of a call that was hidden until then has no steps.
      for (const [name] of lines) {
        const spans = thread.spans.filter((span) => span.name === name && span.status === 'ok').length;
        const steps = firsts.filter(({ span }) => span.name === name && span.status === 'ok').length;
        expect({ name, steps }).toEqual({ name, steps: spans });
      }
    });
  });
}
