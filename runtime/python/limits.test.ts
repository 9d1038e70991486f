import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TracerConfig } from '../format/index.ts';
import type { TestSpan, TestThread } from '../node/testing/read-spools.ts';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, runTraced } from './testing/run-python.ts';

const cwd = fileURLToPath(new URL('fixtures/limits', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);
const chosen = [...new Set([pythons[0], pythons.at(-1)])].flatMap((one) => (one ? [one] : []));
const LEVELS = [1, 2, 3, 5] as const;

/** Of functions: from level 3 on calls and awaits are spans as well. */
const functionsIn = (threads: readonly TestThread[]) =>
  threads.flatMap(({ spans }) =>
    spans.filter(({ kind }) => kind !== 'call' && kind !== 'await' && kind !== 'module'),
  );
const spansOf = (threads: readonly TestThread[], name: string) =>
  functionsIn(threads).filter((span) => span.name === name);
const countedOf = (threads: readonly TestThread[], name: string, parent?: string): number =>
  threads
    .flatMap(({ counted }) => counted)
    .filter((one) => one.name === name && (!parent || one.parent?.name === parent))
    .reduce((sum, one) => sum + one.calls, 0);
const leftOut = (threads: readonly TestThread[]) =>
  threads.reduce((sum, { counters }) => sum + (counters?.sampled ?? 0), 0);
/** The nearest function around a span, through calls and awaits. */
const caller = ({ parent }: TestSpan): string | undefined =>
  parent && (parent.kind === 'call' || parent.kind === 'await') ? caller(parent) : parent?.name;

for (const python of chosen) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 60_000 }, (recorder) => {
    async function trace(file: string, config: Partial<TracerConfig>) {
      // A top level that is a span itself would be around everything.
      const levels = { languages: {}, files: {}, functions: { '<module>': 1 } };
      const outcome = await runTraced({ python, cwd, args: [file], recorder, config: { levels, ...config } });
      expect(outcome).toMatchObject({ stdout: 'done\n', stderr: '', code: 0 });
      for (const thread of outcome.threads) expect([thread.unmatched, thread.damaged]).toEqual([0, 0]);
      expect(functionsIn(outcome.threads).filter(({ status }) => status === 'open')).toEqual([]);
      return outcome.threads;
    }

    it.each(LEVELS)(
      'counts calls that are too deep below the last one that has a span, at level %i',
      async (level) => {
        const threads = await trace('recursion.py', { level, limits: { maxDepth: 5 } });
        expect(spansOf(threads, 'root')).toHaveLength(2);
        // From level 3 on calls take their place in the depth as well.
        const own = spansOf(threads, 'down').length;
        expect(own + countedOf(threads, 'down')).toBe(42);
        if (level < 3) expect(own).toBe(8);
        expect(countedOf(threads, 'down', 'down')).toBe(42 - own);
        expect(spansOf(threads, 'leaf').length + countedOf(threads, 'leaf')).toBe(2);
        // What a coroutine calls that has no span is left out with it.
        const coroutines = spansOf(threads, 'deep').length;
        expect(coroutines).toBeLessThanOrEqual(5);
        expect(leftOut(threads)).toBeGreaterThanOrEqual(42 - own + 11 - coroutines);
      },
    );

    it.each(LEVELS)(
      'keeps whole traces or leaves them out, across tasks and threads, at level %i',
      async (level) => {
        const all = await trace('requests.py', { level });
        const some = await trace('requests.py', { level, limits: { sampleRate: 0.25 } });
        const quick = spansOf(some, 'quick');
        expect(Math.abs(quick.length - 25)).toBeLessThanOrEqual(2);
        const work = spansOf(some, 'work');
        expect(work.filter((span) => caller(span) === 'quick')).toHaveLength(2 * quick.length);
        expect(work.some((span) => caller(span) === undefined)).toBe(false);
        // The loop is one root: its tasks are all there, or none is.
        const tasks = spansOf(some, 'task').length;
        expect([0, 20]).toContain(tasks);
        expect(spansOf(some, 'blocking')).toHaveLength(tasks);
        if (level < 3) expect(functionsIn(some).length + leftOut(some)).toBe(functionsIn(all).length);
      },
    );

    it('keeps nothing at a rate of 0, and counts all of it', async () => {
      const all = await trace('requests.py', { level: 2 });
      const none = await trace('requests.py', { level: 2, limits: { sampleRate: 0 } });
      expect(functionsIn(none)).toEqual([]);
      expect(leftOut(none)).toBe(functionsIn(all).length);
    });

    it.each([1, 2, 4] as const)(
      'counts calls that are too short where they were made, at level %i',
      async (level) => {
        const threads = await trace('slow.py', { level, limits: { minDurationNs: 5e6 } });
        for (const name of ['main', 'long', 'spin']) {
          expect(spansOf(threads, name)).toHaveLength(name === 'main' ? 1 : 2);
        }
        expect(spansOf(threads, 'fails').map(({ status }) => status)).toEqual(['error']);
        // Every call is there, as a span if the machine was held up in it.
        const calls = (name: string) => spansOf(threads, name).length + countedOf(threads, name);
        expect(calls('short_within')).toBe(2 * 10 + 1000);
        expect(calls('short')).toBe(2 * (2 * 10 + 5) + 2000 + 7);
        expect(countedOf(threads, 'short_within', 'main')).toBeGreaterThan(900);
        expect(countedOf(threads, 'short', 'long')).toBeGreaterThan(40);
      },
    );

    it('records no more after so many spans, and counts the others', async () => {
      const threads = await trace('slow.py', { limits: { maxSpans: 100 } });
      expect(functionsIn(threads)).toHaveLength(100);
      const calls = 1 + 2 + 2 + 1 + 1020 + 2 * 25 + 2000 + 7;
      expect(leftOut(threads)).toBe(calls - 100);
    });

    it('records no more after so many bytes', async () => {
      const all = await trace('slow.py', { flushMs: 1 });
      const some = await trace('slow.py', { flushMs: 1, limits: { maxBytes: 20_000 } });
      expect(functionsIn(some).length).toBeLessThan(functionsIn(all).length);
      expect(functionsIn(some).length + leftOut(some)).toBe(functionsIn(all).length);
    });
  });
}
