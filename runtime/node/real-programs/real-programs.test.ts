import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { copyDriver, copyPackage } from '../testing/copy-package.ts';
import type { TestThread } from '../testing/read-spools.ts';
import { type Outcome, runTraced, runUntraced } from '../testing/run-traced.ts';

const folder = mkdtempSync(join(tmpdir(), 'callscape-real-'));
afterAll(() => rmSync(folder, { recursive: true }));

function project(packageName: string, driver: string): { cwd: string; args: string[] } {
  const cwd = join(folder, packageName);
  copyPackage(packageName, cwd);
  return { cwd, args: [copyDriver(new URL(`fixtures/${driver}`, import.meta.url), cwd)] };
}

const behaviour = ({ stdout, stderr, code, signal }: Outcome) => ({ stdout, stderr, code, signal });

/** The last line that each program prints: calls by function, counted by itself. */
function ownCounts(stdout: string): Record<string, number> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string) as Record<string, number>;
}

function recordedCounts(thread: TestThread, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    names.map((name) => [name, thread.spans.filter((span) => span.name === name).length]),
  );
}

describe.each([
  { packageName: 'marked', driver: 'render.mjs' },
  { packageName: 'acorn', driver: 'parse.cjs' },
  { packageName: 'express', driver: 'serve.cjs' },
])('$packageName as the own source of a project', ({ packageName, driver }) => {
  const options = project(packageName, driver);
  const untraced = runUntraced(options);

  test.each([
    { level: 1, excludeNodeModules: true },
    { level: 2, excludeNodeModules: true },
    { level: 2, excludeNodeModules: false },
  ] as const)(
    'does the same at level $level, node_modules left out: $excludeNodeModules',
    { timeout: 60_000 },
    async (config) => {
      const plain = await untraced;
      const traced = await runTraced({ ...options, config });
      expect(behaviour(traced)).toEqual(behaviour(plain));
      expect(plain.code).toBe(0);
      expect(traced.threads).toHaveLength(1);
      const thread = traced.threads[0] as TestThread;
      expect(thread).toMatchObject({ unmatched: 0, damaged: 0, torn: 0, counters: { dropped: 0 } });
      expect(thread.spans.filter(({ status }) => status === 'open')).toEqual([]);
      const counts = ownCounts(plain.stdout);
      expect(recordedCounts(thread, Object.keys(counts))).toEqual(counts);
      for (const { file, reason } of thread.skipped)
        expect({ file, reason }).not.toMatchObject({ reason: '' });
    },
  );
});
