import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, runPlain, runTraced } from './testing/run-python.ts';

/** CPython's own tests, with the library modules that they test, and they themselves, under trace. */
const MODULES = [
  'test_asyncgen',
  'test_contextlib',
  'test_coroutines',
  'test_dataclasses',
  'test_decorators',
  'test_generators',
  'test_textwrap',
  'test_with',
];
/**
 * Tests that see the tracer, left out of both runs: they count the frames behind `throw`, which pass a stand-in for
 * what is awaited (README.md, "What can be noticed").
 */
const LEFT_OUT = ['test_stack_in_coroutine_throw', 'test_throw_with_yield_from'];

const pythons = findPythons().filter(
  ({ command }) => spawnSync(command, ['-c', 'import test.test_contextlib']).status === 0,
);
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorder = binary ? 'native' : 'python';

describe.each(pythons)("CPython $version's own tests", (python) => {
  it('end as they do untraced', { timeout: 300_000 }, async () => {
    const script = 'import os; print(os.path.dirname(os.__file__), end="")';
    const library = spawnSync(python.command, ['-c', script], { encoding: 'utf8' }).stdout;
    const args = ['-m', 'test', ...MODULES, ...LEFT_OUT.flatMap((name) => ['-i', name])];
    const plain = await runPlain({ python, args, cwd: library });
    const traced = await runTraced({ python, args, cwd: library, recorder, config: { level: 2 } });
    const counts = (text: string) =>
      text.match(/^(?:All \d+ tests OK\.|\d+ tests? (?:OK|failed).*|Tests result: .*)$/gm);
    expect(plain.stdout).toContain('SUCCESS');
    expect(counts(traced.stdout)).toEqual(counts(plain.stdout));
    expect(traced.code).toBe(plain.code);
    const spans = traced.threads.reduce((sum, thread) => sum + thread.spans.length, 0);
    expect(spans).toBeGreaterThan(10_000);
    for (const thread of traced.threads) expect([thread.damaged, thread.torn]).toEqual([0, 0]);
  });
});
