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
    const cpu = series(main, 'cpu.user');
    expect(cpu.length).toBeGreaterThan(1);
    expect(cpu).toEqual(cpu.toSorted((a, b) => a - b));
    // Both threads were busy all that time.
    expect((cpu.at(-1) as number) - (cpu[0] as number)).toBeGreaterThan(250e6);
    for (const bytes of series(main, 'memory.rss')) expect(bytes).toBeGreaterThan(10e6);
    expect(series(worker, 'memory.rss')).toEqual([]);
  });
});
