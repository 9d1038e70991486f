import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { LevelChange, LevelsFile } from '../../format/index.ts';
import { readSpool, type TestThread } from '../testing/read-spools.ts';
import { runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/live', import.meta.url));

type Change = LevelsFile['changes'][number];

function threadsIn(dir: string): TestThread[] {
  const names = readdirSync(dir).filter((name) => name.endsWith('.spool'));
  return names.map((name) => readSpool(readFileSync(join(dir, name))));
}

/** Resolves when every one of the program's three threads fulfils the condition. */
function all(dir: string, condition: (thread: TestThread) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const threads = threadsIn(dir);
      if (threads.length === 3 && threads.every(condition)) resolve();
      else setTimeout(look, 20);
    };
    look();
  });
}

const calls = (thread: TestThread, name: string) => thread.spans.filter((span) => span.name === name);

/** Makes one change after the other, each once it was met by all threads and calls came in under it. */
async function switchThrough(
  dir: string,
  changes: readonly Change[],
  expectsCalls: readonly boolean[],
): Promise<void> {
  await all(dir, (thread) => calls(thread, 'other').length > 20);
  for (let i = 0; i < changes.length; i++) {
    const file: LevelsFile = { version: 1, changes: changes.slice(0, i + 1) };
    writeFileSync(join(dir, 'levels.next'), JSON.stringify(file));
    renameSync(join(dir, 'levels.next'), join(dir, 'levels.json'));
    await all(dir, ({ levels }) => levels.length === i + 1);
    const before = new Map(
      threadsIn(dir).map((thread) => [thread.process.originUnixNs, thread.spans.length]),
    );
    if (expectsCalls[i])
      await all(dir, (thread) => thread.spans.length > (before.get(thread.process.originUnixNs) ?? 0) + 20);
  }
}

/** The stretches of numbers that a function was called with, as recorded. */
function stretches(thread: TestThread, name: string): { first: number; last: number; startNs: number }[] {
  const found: { first: number; last: number; startNs: number }[] = [];
  for (const { params, startNs } of calls(thread, name)) {
    const i = params?.[0] as number;
    const open = found.at(-1);
    if (open && open.last + 1 === i) open.last = i;
    else found.push({ first: i, last: i, startNs });
  }
  return found;
}

async function run(
  changes: readonly Change[],
  expectsCalls: readonly boolean[],
  config: object,
): Promise<TestThread[]> {
  let switched: Promise<void> | undefined;
  const outcome = await runTraced({
    cwd,
    args: ['main.cjs'],
    config,
    meanwhile(child, dir) {
      switched = switchThrough(dir, changes, expectsCalls).finally(() => child.stdin?.end('stop\n'));
    },
  });
  await switched;
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return outcome.threads;
}

const marks = (thread: TestThread): Omit<LevelChange, 'timeNs'>[] =>
  thread.levels.map(({ timeNs: _, ...change }) => change);

describe('levels of a running app', { timeout: 60_000 }, () => {
  test.each(['bounded', 'exact'] as const)(
    'change in all its threads and processes, at a time that is marked, with the %s clock',
    async (clock) => {
      const off = { scope: 'function', target: 'main.cjs#counted', level: 0 } as const;
      const on = { scope: 'file', target: 'main.cjs', level: 2 } as const;
      const threads = await run([off, on], [true, true], { level: 2, clock });
      expect(threads).toHaveLength(3);
      for (const thread of threads) {
        expect(thread).toMatchObject({ unmatched: 0, damaged: 0 });
        expect(marks(thread)).toEqual([
          { ...off, functions: 1 },
          { ...on, functions: 1 },
        ]);
        // No call of the other function is missing, and of this one exactly those in between.
        expect(stretches(thread, 'other')).toHaveLength(1);
        const [first, second, ...more] = stretches(thread, 'counted');
        expect(more).toEqual([]);
        expect(first?.first).toBe(1);
        const missing = (second?.first ?? 0) - (first?.last ?? 0) - 1;
        expect(missing).toBeGreaterThan(20);
        const [offMark, onMark] = thread.levels as [LevelChange, LevelChange];
        const between = calls(thread, 'counted').filter(
          ({ startNs }) => startNs > offMark.timeNs + 1e6 && startNs < onMark.timeNs - 1e6,
        );
        expect(between).toEqual([]);
      }
    },
  );

  test('are off for a whole app and on again; values come only as far as the text goes', async () => {
    const off = { scope: 'global', target: '', level: 0 } as const;
    const on = { scope: 'global', target: '', level: 1 } as const;
    const more = { scope: 'global', target: '', level: 2 } as const;
    const threads = await run([off, on, more], [false, true, false], { level: 1, liveLevel: 1 });
    for (const thread of threads) {
      expect(marks(thread).map(({ level, functions }) => ({ level, has: functions > 1 }))).toEqual([
        { level: 0, has: true },
        { level: 1, has: true },
        { level: 2, has: false },
      ]);
    }
  });

  test('can be raised from nothing where the run was prepared for it', async () => {
    const on = { scope: 'function', target: 'main.cjs#counted', level: 2 } as const;
    const config = { level: 0, liveLevel: 2, levels: { languages: {}, files: {}, functions: { other: 1 } } };
    const threads = await run([on], [true], config);
    for (const thread of threads) {
      const [only, ...more] = stretches(thread, 'counted');
      expect(more).toEqual([]);
      expect(only?.first).toBeGreaterThan(1);
      expect(calls(thread, 'other').every(({ params }) => params === undefined)).toBe(true);
    }
  });
});
