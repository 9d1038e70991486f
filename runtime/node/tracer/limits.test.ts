import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TracerConfig } from '../../format/index.ts';
import type { TestSpan, TestThread } from '../testing/read-spools.ts';
import { runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/limits', import.meta.url));

async function trace(file: string, config: Partial<TracerConfig>): Promise<TestThread> {
  const outcome = await runTraced({ cwd, args: [file], config });
  expect(outcome).toMatchObject({ stdout: 'done\n', stderr: '', code: 0 });
  const thread = outcome.threads[0] as TestThread;
  expect(thread).toMatchObject({ unmatched: 0, damaged: 0, torn: 0 });
  expect(thread.spans.filter((span) => span.status === 'open')).toEqual([]);
  return thread;
}

/** Of functions: from level 3 on calls and awaits are spans as well. */
const functionsIn = (thread: TestThread) =>
  thread.spans.filter(({ kind }) => kind !== 'call' && kind !== 'await');
/** Through the spans of calls and awaits. */
const functionsBelow = ({ children }: TestSpan): TestSpan[] =>
  children.flatMap((child) =>
    child.kind === 'call' || child.kind === 'await' ? functionsBelow(child) : [child],
  );
const spansOf = (thread: TestThread, name: string) =>
  functionsIn(thread).filter((span) => span.name === name);
const countedOf = (thread: TestThread, name: string, parent?: string): number =>
  thread.counted
    .filter((one) => one.name === name && (!parent || one.parent?.name === parent))
    .reduce((sum, one) => sum + one.calls, 0);

describe('maximum depth', () => {
  test.each([1, 2, 3, 4, 5])(
    'deeper calls are counted below the last that has a span, at level %i',
    async (level) => {
      const thread = await trace('recursion.cjs', {
        level: level as TracerConfig['level'],
        limits: { maxDepth: 5 },
      });
      expect(spansOf(thread, 'root')).toHaveLength(2);
      expect(spansOf(thread, 'leaf')).toHaveLength(2);
      expect(spansOf(thread, 'down')).toHaveLength(8);
      expect(countedOf(thread, 'down', 'down')).toBe(2 * 21 - 8);
      expect(thread.counters?.sampled).toBe(2 * 21 - 8);
    },
  );

  test('a depth of one leaves the roots', async () => {
    const thread = await trace('recursion.cjs', { limits: { maxDepth: 1 } });
    expect(thread.spans.map((span) => span.name)).toEqual(['root', 'root']);
    expect([countedOf(thread, 'down', 'root'), countedOf(thread, 'leaf', 'root')]).toEqual([42, 2]);
  });
});

describe('sample rate', () => {
  const whole = { task: 1, work: 3, quick: 0 };

  test.each([1, 2, 3, 4, 5])('whole traces are kept or left out, at level %i', async (level) => {
    const all = await trace('requests.cjs', { level: level as TracerConfig['level'] });
    const some = await trace('requests.cjs', {
      level: level as TracerConfig['level'],
      limits: { sampleRate: 0.25 },
    });
    expect(functionsIn(some).length + (some.counters?.sampled ?? 0)).toBe(functionsIn(all).length);
    // The loop is one root, whose trace holds all tasks; the others are the 100 quick ones.
    const roots = some.spans.filter((span) => !span.parent);
    expect(Math.abs(roots.filter((span) => span.name === 'quick').length - 25)).toBeLessThanOrEqual(2);
    for (const quick of spansOf(some, 'quick')) {
      expect(functionsBelow(quick).map((child) => child.name)).toEqual(['work', 'work']);
    }
    for (const task of spansOf(some, 'task')) expect(functionsBelow(task)).toHaveLength(whole.work);
    const parents = new Set(spansOf(some, 'work').map((span) => span.parent?.name));
    expect(parents.has(undefined)).toBe(false);
  });

  test('nothing is kept at a rate of 0, and all of it counted', async () => {
    const thread = await trace('requests.cjs', { level: 2, limits: { sampleRate: 0 } });
    expect(thread.spans).toEqual([]);
    expect(thread.counters?.sampled).toBeGreaterThan(100 * (1 + 3 + 3));
  });
});

describe('minimum duration', () => {
  test.each([1, 2, 3, 4, 5])('shorter calls are counted where they were made, at level %i', async (level) => {
    const thread = await trace('slow.cjs', {
      level: level as TracerConfig['level'],
      limits: { minDurationNs: 5e6 },
    });
    expect(spansOf(thread, 'main')).toHaveLength(1);
    expect(spansOf(thread, 'long')).toHaveLength(2);
    expect(spansOf(thread, 'spin')).toHaveLength(2);
    expect(spansOf(thread, 'fails').map((span) => span.status)).toEqual(['error']);
    const calls = (name: string) => spansOf(thread, name).length + countedOf(thread, name);
    // Every call is there, as a span if the machine was held up in it.
    expect(calls('shortWithin')).toBe(2 * 10 + 1000);
    expect(calls('short')).toBe(2 * (2 * 10 + 5) + 2000 + 7);
    expect(countedOf(thread, 'shortWithin', 'main')).toBeGreaterThan(900);
    expect(countedOf(thread, 'short', 'long')).toBeGreaterThan(40);
    for (const span of spansOf(thread, 'long')) expect(span.endNs - span.startNs).toBeGreaterThan(29e6);
  });
});

describe('caps', () => {
  test('after so many spans no more are recorded, and the others counted', async () => {
    const thread = await trace('slow.cjs', { limits: { maxSpans: 100 } });
    expect(thread.spans).toHaveLength(100);
    const calls = 1 + 2 + 2 + 1 + 1020 + 2 * 25 + 2000 + 7;
    expect(thread.counters?.sampled).toBe(calls - 100);
  });

  test('nor after so many bytes', async () => {
    const thread = await trace('requests.cjs', { limits: { maxBytes: 1 } });
    expect(thread.spans).toEqual([]);
  });
});
