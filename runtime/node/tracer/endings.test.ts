import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TestThread } from '../testing/read-spools.ts';
import { runTraced, runUntraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/survival', import.meta.url));

const callsOf = (threads: readonly TestThread[], name: string): number =>
  threads.reduce((sum, thread) => sum + thread.spans.filter((span) => span.name === name).length, 0);

/** What a process prints of its own end, without what V8 says of the addresses and of the frames. */
const plain = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^\s+at |0x[\da-f]+|----- |^\s*\d+: /.test(line))
    .join('\n');

describe('nothing is lost however a process ends', () => {
  test.each([
    ['by itself', 'normally', 1234],
    ['by process.exit', 'exit', 1234],
    ['with an exit code', 'exit-code', 1234],
    ['by an error that nobody catches', 'throw', 1234],
    ['by a rejection that nobody handles', 'reject', 1234],
    ['by process.abort', 'abort', 1234],
    ['by a signal to itself', 'kill', 1234],
    ['by process.exit while it ends', 'exit-in-exit', 1234],
    ['by an error while it ends', 'throw-in-exit', 1235],
    ['after an error that it handles', 'handled', 1235],
  ])('%s', async (_, how, calls) => {
    const args = ['ends.cjs', how];
    const [traced, untraced] = await Promise.all([
      runTraced({ cwd, args, config: { level: 2 } }),
      runUntraced({ cwd, args }),
    ]);
    expect([traced.code, traced.signal, traced.stdout]).toEqual([
      untraced.code,
      untraced.signal,
      untraced.stdout,
    ]);
    if (how !== 'abort') expect(plain(traced.stderr)).toBe(plain(untraced.stderr));
    expect(callsOf(traced.threads, 'step')).toBe(calls);
    expect(traced.threads[0]).toMatchObject({ torn: 0, damaged: 0, unmatched: 0 });
  });
});

describe('when memory runs out', () => {
  test('the app ends as it does untraced, and its calls up to the last moments are there', async () => {
    const args = ['--max-old-space-size=60', 'memory.cjs'];
    const { code, signal, stdout, threads } = await runTraced({ cwd, args });
    const untraced = await runUntraced({ cwd, args });
    expect([code, signal]).toEqual([untraced.code, untraced.signal]);
    const said = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number) as [calls: number, at: number]);
    const end = said.at(-1)?.[1] ?? 0;
    const due = said.findLast(([, at]) => at <= end - 100)?.[0] ?? 0;
    expect(threads[0]?.spans.length).toBeGreaterThanOrEqual(due);
    expect(threads[0]?.damaged).toBe(0);
  });

  test('an app that gets by with little still does', async () => {
    const args = ['--max-old-space-size=32', 'tight.cjs'];
    const outcome = await runTraced({ cwd, args, config: { level: 2 } });
    expect(outcome).toMatchObject({ stdout: 'done 20000\n', stderr: '', code: 0 });
    expect(callsOf(outcome.threads, 'use')).toBe(40_000);
  });
});

test('files that may not grow any more stop the recording and not the app', async () => {
  // In blocks of 1,024 bytes.
  const outcome = await runTraced({
    cwd,
    node: '/bin/bash',
    args: ['-c', `ulimit -f 100; exec ${process.execPath} much.cjs`],
  });
  expect(outcome).toMatchObject({ stdout: 'done 1000000\n', stderr: '', code: 0 });
  const [thread] = outcome.threads;
  expect(thread?.eventBytes).toBeLessThanOrEqual(100 * 1024);
  expect(thread?.damaged).toBe(0);
});

test.each([
  [1, 0.5],
  [2, 0.4],
] as const)('recursion at level %i goes nearly as deep before it overflows', async (level, share) => {
  // Compiled at once: when a thread of the engine's own gets round to it decides how large frames are.
  const args = ['--no-concurrent-recompilation', 'depth.cjs'];
  const [traced, untraced, usual] = [
    await runTraced({ cwd, args, config: { level } }),
    await runUntraced({ cwd, args }),
    await runTraced({ cwd, args: ['depth.cjs'], config: { level } }),
  ];
  expect(traced).toMatchObject({ stderr: '', code: 0 });
  const [with_, without] = [JSON.parse(traced.stdout), JSON.parse(untraced.stdout)] as Record<
    string,
    number
  >[];
  for (const kind of ['plain', 'wide']) {
    expect((with_?.[kind] ?? 0) / (without?.[kind] ?? 0), kind).toBeGreaterThan(share);
  }
  // A tracer that had given up somewhere in between would have neither.
  for (const { threads } of [traced, usual]) {
    expect(threads[0]).toMatchObject({
      unmatched: 0,
      damaged: 0,
      end: { reason: 'exit' },
      counters: { dropped: 0 },
    });
  }
});

test('a worker that is terminated loses the last 100 ms at most', async () => {
  const { stdout, code, threads } = await runTraced({ cwd, args: ['terminate.cjs'] });
  const [made, exitCode] = stdout.trim().split(' ').map(Number);
  expect([code, exitCode]).toEqual([0, 1]);
  const worker = threads.find((thread) => thread.process.threadId > 0);
  expect(callsOf(threads, 'step')).toBeGreaterThanOrEqual(made as number);
  expect(worker?.damaged).toBe(0);
});

test('the processes of a cluster are recorded each by itself, and end as they do untraced', async () => {
  const args = ['cluster.cjs'];
  const [traced, untraced] = [await runTraced({ cwd, args }), await runUntraced({ cwd, args })];
  expect([traced.stdout, traced.stderr, traced.code]).toEqual([
    untraced.stdout,
    untraced.stderr,
    untraced.code,
  ]);
  expect(traced.stdout).toBe('0 null, null SIGKILL\n');
  expect(traced.threads).toHaveLength(3);
  expect(callsOf(traced.threads, 'fork')).toBe(2);
  const handled = traced.threads.map((thread) => callsOf([thread], 'handle')).sort((a, b) => a - b);
  expect(handled.slice(0, 2)).toEqual([0, expect.any(Number)]);
  expect(handled[2]).toBe(100);
});

test('a daemon goes on being recorded when who has started it is gone', async () => {
  const { stdout, stderr, code, threads } = await runTraced({ cwd, args: ['daemon.cjs'] });
  // It has the output of its starter, which is read to its end.
  expect([stdout, stderr, code]).toEqual(['served\n', '', 0]);
  const ends = threads.map((thread) => [callsOf([thread], 'serve'), thread.end?.reason]);
  expect(ends.sort()).toEqual([
    [0, 'exit'],
    [3, 'exit'],
  ]);
});

test('many short processes leave few and small files, and say when there are too many', async () => {
  const { stdout, stderr, code, threads } = await runTraced({
    cwd,
    args: ['children.cjs', '40'],
    config: { maxThreads: 25 },
  });
  expect([stdout, stderr, code]).toEqual(['failed 0\n', '', 0]);
  expect(threads.length).toBeGreaterThanOrEqual(25);
  // Processes that start at the same moment may not see each other.
  expect(threads.length).toBeLessThanOrEqual(25 + 4);
  expect(callsOf(threads, 'work')).toBe(threads.length - 1);
  const notes = threads
    .flatMap((thread) => thread.skipped)
    .filter(({ reason }) => reason.includes('25 threads'));
  expect(notes.length).toBeGreaterThanOrEqual(1);
  const children = threads.filter((thread) => callsOf([thread], 'work') > 0);
  for (const child of children) expect(child.eventBytes).toBeLessThan(200);
});
