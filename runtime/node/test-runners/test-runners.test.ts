import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { others, pinned } from '../testing/node-versions.ts';
import { runTraced, runUntraced } from '../testing/run-traced.ts';
import { callsByPlace } from './calls-by-place.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'callscape-runners-'));
afterAll(() => rmSync(folder, { recursive: true }));

function project(name: string): string {
  const cwd = join(folder, name);
  cpSync(new URL(`fixtures/${name}`, import.meta.url), cwd, { recursive: true });
  symlinkSync(modules, join(cwd, 'node_modules'));
  return cwd;
}

interface Failure {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

const results = (cwd: string): Failure[] =>
  (
    JSON.parse(readFileSync(join(cwd, 'results.json'), 'utf8')) as {
      testResults: { assertionResults: Failure[] }[];
    }
  ).testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ fullName, status, failureMessages }) => ({ fullName, status, failureMessages }));

describe('the tests of a project, run by Vitest', () => {
  const cwd = project('vitest');
  const vitest = (pool: string) => ['node_modules/vitest/vitest.mjs', 'run', '--pool', pool];

  test.each([
    { pool: 'forks', level: 1 },
    { pool: 'forks', level: 3 },
    { pool: 'threads', level: 2 },
    { pool: 'vmThreads', level: 5 },
  ] as const)('are traced where they stand, in $pool at level $level', { timeout: 120_000 }, async (way) => {
    const { pool, level } = way;
    const plain = await runUntraced({ cwd, args: vitest(pool) });
    const plainly = results(cwd);
    expect(plainly.map(({ status }) => status)).toEqual(['passed', 'passed', 'failed']);
    const traced = await runTraced({ cwd, args: vitest(pool), config: { level } });
    expect(traced.code).toBe(plain.code);
    // With the places in the failing test's stack.
    expect(results(cwd)).toEqual(plainly);
    expect(callsByPlace(traced)).toEqual({
      'stock.ts:10 Stock.add': 2,
      'stock.ts:15 Stock.left': 6,
      'stock.ts:20 sell': 3,
      'stock.test.ts:4 <anonymous>': 1,
      'stock.test.ts:8 <anonymous>': 1,
      'stock.test.ts:12 <anonymous>': 1,
    });
  });
});

describe('modules that a program compiles by node:vm, in its own context and in another', () => {
  const cwd = project('contexts');
  test.each([pinned, ...others].flatMap((node) => [1, 5].map((level) => ({ ...node, level }))))(
    'are traced at level $level on Node $version, and notice nothing',
    { timeout: 60_000 },
    async ({ executable: node, level }) => {
      const plain = await runUntraced({ cwd, args: ['run.js'], node });
      expect(plain).toMatchObject({ stderr: '', code: 0 });
      const traced = await runTraced({ cwd, args: ['run.js'], node, config: { level: level as 1 | 5 } });
      expect(traced).toMatchObject({ stdout: plain.stdout, stderr: '', code: 0 });
      const inModule = Object.entries(callsByPlace(traced)).filter(([place]) => place.startsWith('sums.js'));
      expect(Object.fromEntries(inModule)).toEqual({
        'sums.js:1 add': 6,
        'sums.js:5 plus': 6,
        'sums.js:9 where': 6,
      });
    },
  );
});

describe('modules that the development server of Vite evaluates itself', () => {
  const cwd = project('vite-server');
  const versions = [pinned, ...others];
  test.each(versions.flatMap((node) => [1, 5].map((level) => ({ ...node, level }))))(
    'are traced at level $level on Node $version, where they stand',
    { timeout: 60_000 },
    async ({ executable: node, level }) => {
      const plain = await runUntraced({ cwd, args: ['server.mjs'], node });
      expect(plain.stdout).toContain('no page /missing\n    at page (');
      const traced = await runTraced({ cwd, args: ['server.mjs'], node, config: { level: level as 1 | 5 } });
      // With the places in the stack of what failed.
      expect(traced).toMatchObject({ stdout: plain.stdout, stderr: plain.stderr, code: plain.code });
      expect(callsByPlace(traced)).toEqual({
        'src/entry.ts:3 render': 3,
        'src/entry.ts:8 layout': 2,
        'src/pages.ts:7 page': 3,
      });
    },
  );
});

describe('a module that CommonJS requires', () => {
  const cwd = join(folder, 'required');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'leaf.mjs'), 'export const twice = (n) => n * 2;\n');
  writeFileSync(
    join(cwd, 'module.mjs'),
    'import { twice } from "./leaf.mjs";\nexport const four = (n) => twice(twice(n));\n',
  );
  writeFileSync(join(cwd, 'require.cjs'), 'console.log(require("./module.mjs").four(1));\n');
  test.each([pinned, ...others])('is traced on Node $version', { timeout: 60_000 }, async (version) => {
    const { executable: node, major } = version;
    const args = [...(major === 20 ? ['--no-warnings'] : []), 'require.cjs'];
    const traced = await runTraced({ cwd, args, node });
    expect(traced).toMatchObject({ stdout: '4\n', stderr: '', code: 0 });
    // Node 20 shows nobody what such a module imports.
    expect(callsByPlace(traced)).toEqual({
      'module.mjs:2 four': 1,
      ...(major > 20 ? { 'leaf.mjs:1 twice': 2 } : {}),
    });
  });
});
