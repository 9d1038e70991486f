import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import type { AllocationMeasure } from '../../format/index.ts';
import { memoryOf } from '../testing/memory-of.ts';
import { others } from '../testing/node-versions.ts';
import { readSpool, type TestThread } from '../testing/read-spools.ts';
import { type RunOptions, runTraced, runUntraced, type TracedOutcome } from '../testing/run-traced.ts';

const amounts = fileURLToPath(new URL('fixtures/amounts', import.meta.url));
const own = fileURLToPath(new URL('fixtures/own', import.meta.url));

/** A block of the programs. */
const BLOCK = 1024;
const INTERVAL = 32 * 1024;

const trace = (
  file: string,
  memory: AllocationMeasure | undefined,
  options: Partial<RunOptions> = {},
): Promise<TracedOutcome> =>
  runTraced({
    cwd: amounts,
    args: [file],
    ...options,
    config: { exclude: ['vendor/**'], ...(memory ? { memory } : {}) },
  });

/** Samples come as a Poisson process does: five standard deviations, and room for what the engine itself adds. */
function expectAbout(bytes: number | undefined, blocks: number, what: string, interval = INTERVAL): void {
  const expected = blocks * BLOCK;
  const deviation = Math.sqrt(expected * interval);
  expect(Math.abs((bytes ?? 0) - expected), what).toBeLessThan(5 * deviation + 0.04 * expected);
}

/** Blocks by function, of what `main.cjs` keeps. */
const KEPT = { keep: 60_000, recurse: 20_000, byLibrary: 20_000, later: 20_000 };

function expectAmounts([main, worker]: readonly TestThread[], wasted: number): void {
  const { own: self, total, below } = memoryOf(main as TestThread);
  // Of a program that allocates fast there are fewer samples.
  const interval = main?.allocations?.intervalBytes ?? 0;
  const expectBlocks = (bytes: number | undefined, blocks: number, what: string) =>
    expectAbout(bytes, blocks, what, interval);
  for (const [name, blocks] of Object.entries(KEPT)) expectBlocks(self[name], blocks, name);
  if (wasted === 0) expect(self.waste ?? 0).toBeLessThan(20 * INTERVAL);
  else expectBlocks(self.waste, wasted, 'waste');
  expectBlocks(total.recurse, KEPT.recurse, 'recurse in all');
  // What a library called back is a function of its own below the one that called the library.
  expectBlocks(total.byCallback, 20_000, 'byCallback in all');
  expect(self.byCallback ?? 0).toBeLessThan(5 * interval);
  expectBlocks(below['main>keep'], 40_000, 'keep below main');
  // Behind an await the stack begins with the function itself.
  expectBlocks(below['>later'], 20_000, 'later below nobody');
  expect(self.build).toBeUndefined();
  expectAbout(memoryOf(worker as TestThread).own.fill, 20_000, 'fill of the worker');
}

describe('memory by function', () => {
  test.concurrent('of everything that was allocated is what the program took, in each thread', async () => {
    const { threads, ...outcome } = await trace('main.cjs', 'allocated');
    expect(outcome).toMatchObject({ stdout: '120000\n', stderr: '', code: 0 });
    expectAmounts(threads, 80_000);
    expect(threads[0]?.allocations?.measure).toBe('allocated');
  });

  test.concurrent('of what is retained leaves out what was collected', async () => {
    const { threads, ...outcome } = await trace('main.cjs', 'retained');
    expect(outcome).toMatchObject({ stdout: '120000\n', stderr: '', code: 0 });
    expectAmounts(threads, 0);
    expect(threads[0]?.allocations).toMatchObject({ measure: 'retained', intervalBytes: INTERVAL });
  });

  test.concurrent('knows functions of every form by the one that took it', async () => {
    const { threads } = await trace('forms.cjs', 'retained');
    const self = memoryOf(threads[0] as TestThread).own;
    const mebibytes = Object.entries(self).map(([name, bytes]) => [name, Math.round(bytes / 2 ** 20)]);
    const names = ['declared', 'expression', 'arrow', 'asyncArrow', 'bare', 'awaits', 'generates'];
    names.push('generatesLater', 'given', 'given.make', 'Base.constructor', 'Base.method', 'Base.make');
    names.push("Base.['comp' + 'uted']", 'Base.#secret', 'object.short', 'object.quoted name', 'object.got');
    // What a class's fields take is of the constructor.
    const expected = { ...Object.fromEntries(names.map((name) => [name, 1])), 'Field.constructor': 1 };
    expect(Object.fromEntries(mebibytes.filter(([, size]) => size !== 0))).toEqual({
      ...expected,
      // Both the getter and the setter.
      'Base.value': 2,
    });
  });

  test.concurrent('is there for modules, with types stripped, and through a source map', async () => {
    const built = mkdtempSync(join(tmpdir(), 'callscape-memory-'));
    mkdirSync(join(built, 'out'));
    try {
      await build({
        entryPoints: [join(amounts, 'typed.ts')],
        outfile: join(built, 'out/typed.cjs'),
        ...{ bundle: true, platform: 'node', format: 'cjs', sourcemap: 'inline', minifyWhitespace: true },
      });
      const stripped = await trace('typed.ts', 'retained');
      const mapped = await trace('out/typed.cjs', 'retained', { cwd: built });
      for (const { threads, stderr } of [stripped, mapped]) {
        expect(stderr).toBe('');
        const self = memoryOf(threads[0] as TestThread).own;
        for (const name of ['keep', 'Store.add', 'total']) expectAbout(self[name], 20_000, name);
      }
    } finally {
      rmSync(built, { recursive: true });
    }
  });

  test.skipIf(process.env.CALLSCAPE_FIDELITY !== 'full').each(others)('on Node $version', async (node) => {
    for (const measure of ['allocated', 'retained'] as const) {
      const { threads, stderr } = await trace('main.cjs', measure, { node: node.executable });
      expect(stderr).toBe('');
      expectAmounts(threads, measure === 'allocated' ? 80_000 : 0);
    }
  });
});

describe('a program whose memory is recorded', () => {
  test.concurrent('ends as it does without, and does no more', async () => {
    const run = { cwd: own, args: ['ends.cjs'] };
    const [untraced, traced] = [await runUntraced(run), await trace('ends.cjs', 'retained', run)];
    const { threads, ...outcome } = traced;
    expect(outcome).toEqual(untraced);
    expect(threads[0]?.allocations?.parent.length).toBeGreaterThan(0);
  });

  test.concurrent('may sample its memory itself, and the recording says that it does', async () => {
    const run = { cwd: own, args: ['samples.cjs'] };
    const [untraced, traced] = [await runUntraced(run), await trace('samples.cjs', 'allocated', run)];
    const { threads, ...outcome } = traced;
    expect(outcome).toEqual(untraced);
    expect(outcome.stdout).toBe('fill\n');
    expect(threads[0]?.skipped).toEqual([
      { file: 'memory by function', reason: 'From some time on the program samples its own memory' },
    ]);
    expect(memoryOf(threads[0] as TestThread).own.fill ?? 0).toBeLessThan(INTERVAL);
  });

  test.concurrent('keeps the profile that Node was told to make', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'callscape-memory-'));
    try {
      const args = ['--heap-prof', `--heap-prof-dir=${dir}`, join(own, 'ends.cjs')];
      const { threads } = await trace('', 'allocated', { cwd: own, args });
      expect(readdirSync(dir)).toHaveLength(1);
      expect(threads[0]?.allocations).toBeUndefined();
      expect(threads[0]?.skipped[0]?.reason).toContain('--heap-prof');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  test.concurrent('has a profile from now and then when it is killed', async () => {
    const { threads, signal } = await trace('long.cjs', 'retained', {
      cwd: own,
      args: ['long.cjs'],
      meanwhile(child, spoolDir) {
        const watcher = watch(spoolDir, () => {
          const written = readdirSync(spoolDir).map((name) => readSpool(readFileSync(join(spoolDir, name))));
          if (written.some(({ allocations }) => allocations)) child.kill('SIGKILL');
        });
        child.on('exit', () => watcher.close());
      },
    });
    expect(signal).toBe('SIGKILL');
    const mebibytes = (memoryOf(threads[0] as TestThread).own.keep ?? 0) / 2 ** 20;
    expect(mebibytes).toBeGreaterThan(9.5);
    expect(mebibytes).toBeLessThan(10.5);
  });

  test.concurrent('writes nothing of it when it is off', async () => {
    const { threads, stdout } = await trace('main.cjs', undefined);
    expect(stdout).toBe('120000\n');
    expect(threads.map(({ allocations }) => allocations)).toEqual([undefined, undefined]);
  });
});
