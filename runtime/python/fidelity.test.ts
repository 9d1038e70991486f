import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findPythons, type Python } from './testing/pythons.ts';
import { buildRecorder, runPlain, runTraced } from './testing/run-python.ts';

/**
 * CPython's own tests, with the library modules that they test, and they themselves, under trace. The first few are run in
 * any case; `CALLSCAPE_FIDELITY=full` runs all of them with every version (docs/python-limits.md).
 */
const QUICK = [
  ...['test_asyncgen', 'test_contextlib', 'test_coroutines', 'test_dataclasses', 'test_decorators'],
  ...['test_generators', 'test_textwrap', 'test_with'],
];
const ALL = [
  ...QUICK,
  ...[
    'test_abc',
    'test_argparse',
    'test_ast',
    'test_asyncio',
    'test_collections',
    'test_configparser',
    'test_copy',
  ],
  ...[
    'test_csv',
    'test_decimal',
    'test_difflib',
    'test_enum',
    'test_fractions',
    'test_functools',
    'test_heapq',
  ],
  ...[
    'test_inspect',
    'test_json',
    'test_logging',
    'test_pprint',
    'test_queue',
    'test_shlex',
    'test_statistics',
  ],
  ...['test_string', 'test_traceback', 'test_typing', 'test_unittest'],
];
/** Tests that see the tracer, left out of both runs; docs/python-limits.md says why. */
const LEFT_OUT = [
  ...['test_stack_in_coroutine_throw', 'test_throw_with_yield_from', 'test_signature_bind_implicit_arg'],
  ...['test_getcoroutinelocals', 'test_getgeneratorlocals', 'test_getgeneratorlocals_empty'],
  ...['test_getasyncgenlocals', 'test_getasyncgenlocals_empty'],
];
/** The same, of the recorder in Python. */
const LEFT_OUT_IN_PYTHON = ['test_raise_and_yield_from'];

const isFull = process.env.CALLSCAPE_FIDELITY === 'full';
const unless = isFull ? '' : ' (skipped: CALLSCAPE_FIDELITY=full runs them)';
const pythons = findPythons().filter(
  ({ command }) => spawnSync(command, ['-c', 'import test.test_contextlib']).status === 0,
);
const tested = isFull ? pythons : pythons.filter((_, i) => i === 0 || i === pythons.length - 1);
const binary = pythons[0] && buildRecorder(pythons[0]);
/** Each with the level at which its text differs most from the other's; the one in Python only where all is run. */
const recorders = [
  ...(binary ? [{ recorder: 'native', level: 2 } as const] : []),
  ...(isFull || !binary ? [{ recorder: 'python', level: 1 } as const] : []),
];

/** What the tests' runner says: how many ran, and which failed. */
const verdicts = (text: string) =>
  text.match(/^(?:Ran \d+ tests?|OK|FAILED|FAIL: .*|ERROR: .*|Tests result: .*)/gm)?.sort();

async function compare(
  python: Python,
  { recorder, level }: (typeof recorders)[number],
  modules: readonly string[],
  least: number,
): Promise<void> {
  const script = 'import os; print(os.path.dirname(os.__file__), end="")';
  const library = spawnSync(python.command, ['-c', script], { encoding: 'utf8' }).stdout;
  const left = recorder === 'python' ? [...LEFT_OUT, ...LEFT_OUT_IN_PYTHON] : LEFT_OUT;
  const args = ['-m', 'test', '-v', ...modules, ...left.flatMap((name) => ['-i', name])];
  const plain = await runPlain({ python, args, cwd: library });
  const traced = await runTraced({ python, args, cwd: library, recorder, config: { level } });
  expect(verdicts(traced.stdout + traced.stderr)).toEqual(verdicts(plain.stdout + plain.stderr));
  expect(traced.code).toBe(plain.code);
  const spans = traced.threads.reduce((sum, thread) => sum + thread.spans.length, 0);
  expect(spans).toBeGreaterThan(least);
  for (const thread of traced.threads) expect([thread.damaged, thread.torn]).toEqual([0, 0]);
}

describe.each(tested)("CPython $version's own tests", (python) => {
  describe.each(recorders)('with the $recorder recorder at level $level', (how) => {
    it('end as they do untraced', { timeout: 300_000 }, () => compare(python, how, QUICK, 10_000));

    describe.runIf(isFull)(`of every module${unless}`, { timeout: 900_000 }, () => {
      it.each(ALL)('%s', (module) => compare(python, how, [module], 100));
    });
  });
});
