import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TestThread } from '../testing/read-spools.ts';
import { pinnedNode, runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/process-figures', import.meta.url));

/** All values of a figure, in the order of time. */
const series = (thread: TestThread | undefined, name: string): number[] =>
  (thread?.metrics ?? []).flatMap(({ values }) => values[name] ?? []);

describe('the figures of a process', () => {
  let main: TestThread | undefined;
  let worker: TestThread | undefined;
  beforeAll(async () => {
    const { threads, code } = await runTraced({ cwd, node: pinnedNode, args: ['blocks.cjs'] });
    expect(code).toBe(0);
    [main, worker] = [0, 1].map((id) =>
      threads.find(({ process }) => (process.threadId === 0) === (id === 0)),
    );
  });

  test('tell for how long each thread kept its event loop waiting', () => {
    expect(Math.max(...series(main, 'loop.delay'))).toBeGreaterThan(250e6);
    expect(Math.max(...series(worker, 'loop.delay'))).toBeGreaterThan(450e6);
    for (const delay of series(main, 'loop.delay')) expect(delay).toBeGreaterThanOrEqual(0);
  });

  test('tell what the process took, once for all its threads', () => {
    const cpu = series(main, 'cpu.user').map((user, i) => user + (series(main, 'cpu.system')[i] as number));
    expect(cpu.length).toBeGreaterThan(1);
    expect(cpu).toEqual(cpu.toSorted((a, b) => a - b));
    // The main thread was busy for 300 ms, and the worker for 500.
    expect(cpu.at(-1)).toBeGreaterThan(800e6);
    for (const bytes of series(main, 'memory.rss')) expect(bytes).toBeGreaterThan(10e6);
    expect(series(worker, 'memory.rss')).toEqual([]);
  });

  test('tell when the whole heap was collected, and take no collection of young objects for one', async () => {
    const args = ['--expose-gc', 'collects.cjs'];
    const { threads, code } = await runTraced({ cwd, node: pinnedNode, args });
    expect(code).toBe(0);
    const counts = series(threads[0], 'gc.major');
    expect(counts[0]).toBe(0);
    // Young objects are collected dozens of times in this second.
    expect(counts.at(-1)).toBeGreaterThanOrEqual(1);
    expect(counts.at(-1)).toBeLessThanOrEqual(2);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });
});
