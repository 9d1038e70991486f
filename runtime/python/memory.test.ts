import { readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { memoryOf } from '../node/testing/memory-of.ts';
import { readSpool, type TestThread } from '../node/testing/read-spools.ts';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, runPlain, runTraced, type TraceOptions } from './testing/run-python.ts';

const cwd = fileURLToPath(new URL('fixtures/memory', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);
const chosen = [...new Set([pythons[0], pythons.at(-1)])].flatMap((one) => (one ? [one] : []));

/** Blocks of a thousand bytes by function, of what `amounts.py` keeps. */
const KEPT = {
  keep: 6000,
  recurse: 1000,
  by_library: 2000,
  later: 2000,
  in_thread: 2000,
  'outer.inner': 1000,
  'Store.__init__': 1000,
  'Store.add': 1000,
};

for (const python of chosen) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 60_000 }, (recorder) => {
    const trace = (file: string, more: Partial<TraceOptions> = {}) =>
      runTraced({
        ...{ python, recorder, cwd, args: [file], ...more },
        config: { level: 1, memory: 'retained', exclude: ['vendor/**'] },
      });

    it.concurrent('knows how much each function holds, to the block', async () => {
      const { threads, stdout, stderr } = await trace('amounts.py');
      const [, size] = stdout.trim().split(' ').map(Number) as [number, number];
      expect(stderr).toBe('');
      const main = threads.find(({ allocations }) => allocations) as TestThread;
      expect(main.process.threadId).toBe(0);
      expect(main.allocations).toMatchObject({ measure: 'retained', intervalBytes: 0 });
      const { own, total } = memoryOf(main);
      for (const [name, blocks] of Object.entries(KEPT)) {
        const bytes = own[name] ?? 0;
        expect(bytes, name).toBeGreaterThanOrEqual(blocks * size);
        // Lists have room for more than they hold; a coroutine, a thread and an instance are some hundred bytes.
        expect(bytes, name).toBeLessThan(blocks * (size + 32) + 2000);
      }
      expect(own.waste ?? 0).toBeLessThan(2000);
      // Counted once, however deep.
      expect(total.recurse).toBe(own.recurse);
      expect(total['by_callback.<lambda>']).toBeGreaterThanOrEqual(2000 * size);
      expect(own.build).toBeUndefined();
    });

    it.concurrent('shows nothing of it to a program that uses tracemalloc itself, or warns of a leak', async () => {
      for (const args of [['uses.py'], ['uses.py', 'warns']]) {
        const run = { python, cwd, args };
        const [plain, traced] = [await runPlain(run), await trace('', { args })];
        const { threads, ...seen } = traced;
        expect(seen).toEqual(plain);
        const reasons = threads.flatMap(({ skipped }) => skipped.map(({ reason }) => reason));
        expect(reasons).toEqual(
          args.includes('warns')
            ? []
            : ['From some time on the program follows its own memory with tracemalloc'],
        );
      }
    });

    it.concurrent('leaves tracemalloc alone where the program was started with it', async () => {
      const run = { python, cwd, args: ['-X', 'tracemalloc=3', '-c', PRINTS_LIMIT] };
      const [plain, traced] = [await runPlain(run), await trace('', { args: run.args })];
      expect(traced.stdout).toBe(plain.stdout);
      expect(traced.threads[0]?.allocations).toBeUndefined();
      expect(traced.threads[0]?.skipped).toMatchObject([{ file: 'memory by function' }]);
    });

    it.concurrent('counts in a child process what that took', async () => {
      const { threads } = await trace('forks.py');
      const held = threads.map((thread) => memoryOf(thread).total.keep ?? 0).sort((a, b) => a - b);
      const [child = 0, parent = 0] = held;
      expect(held).toHaveLength(2);
      expect(child).toBeGreaterThanOrEqual(200_000);
      expect(child).toBeLessThan(250_000);
      expect(parent).toBeGreaterThanOrEqual(1_000_000);
      expect(parent).toBeLessThan(1_200_000);
    });

    it.concurrent('has a profile from now and then when it is killed', async () => {
      const { threads, signal } = await trace('long.py', {
        begun(spoolDir) {
          const watcher = watch(spoolDir, () => {
            const written = readdirSync(spoolDir).map((name) =>
              readSpool(readFileSync(join(spoolDir, name))),
            );
            const pid = written.find(({ allocations }) => allocations)?.process.pid;
            if (pid === undefined) return;
            watcher.close();
            process.kill(pid, 'SIGKILL');
          });
        },
      });
      expect(signal).toBe('SIGKILL');
      expect(memoryOf(threads[0] as TestThread).own.keep).toBeGreaterThanOrEqual(1_000_000);
    });
  });
}

const PRINTS_LIMIT = 'import tracemalloc; print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())';
