import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { LevelsFile, TracerConfig } from '../format/index.ts';
import { readSpool, type TestThread } from '../node/testing/read-spools.ts';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, runTraced } from './testing/run-python.ts';

const cwd = fileURLToPath(new URL('fixtures/live', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);
const chosen = [...new Set([pythons[0], pythons.at(-1)])].flatMap((one) => (one ? [one] : []));

type Change = LevelsFile['changes'][number];

const calls = (thread: TestThread, name: string) => thread.spans.filter((span) => span.name === name);

/** The stretches of numbers that a function was called with, as recorded. */
function stretches(thread: TestThread, name: string): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  for (const { params } of calls(thread, name)) {
    const i = params?.[0] as number;
    const open = found.at(-1);
    if (open && open.last + 1 === i) open.last = i;
    else found.push({ first: i, last: i });
  }
  return found;
}

for (const python of chosen) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 60_000 }, (recorder) => {
    /** Makes one change after the other, each once it was met and, if calls are expected then, calls came in. */
    async function run(
      changes: readonly Change[],
      expects: readonly boolean[],
      config: Partial<TracerConfig>,
    ) {
      const folder = mkdtempSync(join(tmpdir(), 'callscape-live-'));
      const stop = join(folder, 'stop');
      let spoolDir = '';
      const read = () => {
        const name = existsSync(spoolDir) && readdirSync(spoolDir).find((one) => one.endsWith('.spool'));
        return name ? readSpool(readFileSync(join(spoolDir, name))) : undefined;
      };
      const until = (holds: (thread: TestThread) => boolean) =>
        new Promise<void>((resolve) => {
          const look = () => {
            const thread = read();
            if (thread && holds(thread)) resolve();
            else setTimeout(look, 20);
          };
          look();
        });
      const switchThrough = async () => {
        if (config.level !== 0) await until((thread) => calls(thread, 'other').length > 20);
        for (let i = 0; i < changes.length; i++) {
          const file: LevelsFile = { version: 1, changes: changes.slice(0, i + 1) };
          writeFileSync(join(spoolDir, 'levels.next'), JSON.stringify(file));
          renameSync(join(spoolDir, 'levels.next'), join(spoolDir, 'levels.json'));
          await until(({ levels }) => levels.length === i + 1);
          const before = read()?.spans.length ?? 0;
          if (expects[i]) await until(({ spans }) => spans.length > before + 20);
        }
      };
      let switched: Promise<void> | undefined;
      try {
        const outcome = await runTraced({
          python,
          args: ['main.py', stop],
          cwd,
          recorder,
          config,
          begun: (dir) => {
            spoolDir = dir;
          },
          onOutput: () => {
            switched ??= switchThrough().finally(() => writeFileSync(stop, ''));
          },
        });
        await switched;
        const { threads, ...seen } = outcome;
        expect(seen).toEqual({ code: 0, signal: null, stdout: 'ready\n', stderr: '' });
        const [thread] = threads as [TestThread];
        expect([thread.unmatched, thread.damaged]).toEqual([0, 0]);
        return thread;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }

    const marks = ({ levels }: TestThread) => levels.map(({ timeNs: _, ...change }) => change);

    it('changes the level of a function and of a file, at a time that is marked', async () => {
      const off = { scope: 'function', target: 'main.py#counted', level: 0 } as const;
      const on = { scope: 'file', target: 'main.py', level: 2 } as const;
      const thread = await run([off, on], [true, true], { level: 2 });
      expect(marks(thread)).toEqual([
        { ...off, functions: 1 },
        { ...on, functions: 1 },
      ]);
      // No call of the other function is missing, and of this one exactly those in between.
      expect(stretches(thread, 'other')).toHaveLength(1);
      const [first, second, ...more] = stretches(thread, 'counted');
      expect(more).toEqual([]);
      expect(first?.first).toBe(1);
      expect((second?.first ?? 0) - (first?.last ?? 0)).toBeGreaterThan(20);
    });

    it('switches a whole app off and on again; values come only as far as the text goes', async () => {
      const changes = ([0, 1, 2] as const).map((level) => ({ scope: 'global', target: '', level }) as const);
      const thread = await run(changes, [false, true, false], { level: 1, liveLevel: 1 });
      expect(marks(thread).map(({ level, functions }) => [level, functions])).toEqual([
        [0, 2],
        [1, 2],
        [2, 0],
      ]);
      expect(thread.spans.every(({ params }) => params === undefined)).toBe(true);
    });

    it('raises a function from nothing where the run was prepared for it', async () => {
      const on = { scope: 'function', target: 'main.py#counted', level: 2 } as const;
      const thread = await run([on], [true], { level: 0, liveLevel: 2 });
      const [only, ...more] = stretches(thread, 'counted');
      expect(more).toEqual([]);
      expect(only?.first).toBeGreaterThan(1);
      expect(calls(thread, 'other')).toEqual([]);
      const described = thread.functions.find(({ name }) => name === 'counted');
      expect([described?.level, described?.upTo]).toEqual([0, 2]);
    });

    it('lowers functions with steps to the calls alone, and back', async () => {
      const calls = { scope: 'file', target: 'main.py', level: 1 } as const;
      const all = { scope: 'file', target: 'main.py', level: 4 } as const;
      const thread = await run([calls, all], [true, true], { level: 2, levels: levels('counted', 4) });
      const known = marks(thread).map(({ level, functions }) => [level, functions]);
      // The other function's text has no steps.
      expect(known).toEqual([
        [1, 2],
        [4, 1],
      ]);
      const [first, second] = stretches(thread, 'counted').filter(({ first }) => first !== undefined);
      const stepped = new Set(thread.steps.map(({ span }) => span.params?.[0]));
      expect(stepped.has(undefined)).toBe(false);
      expect(stepped.size).toBeGreaterThan(40);
      expect([first?.first, (second?.last ?? 0) > (first?.last ?? 0)]).toEqual([1, true]);
    });
  });
}

const levels = (name: string, level: number) => ({ languages: {}, files: {}, functions: { [name]: level } });
