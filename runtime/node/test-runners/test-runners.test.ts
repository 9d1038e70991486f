import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { others, pinned } from '../testing/node-versions.ts';
import { runTraced, runUntraced, type TracedOutcome } from '../testing/run-traced.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'callscape-runners-'));
afterAll(() => rmSync(folder, { recursive: true }));

function project(name: string): string {
  const cwd = join(folder, name);
  cpSync(new URL(`fixtures/${name}`, import.meta.url), cwd, { recursive: true });
  symlinkSync(modules, join(cwd, 'node_modules'));
  return cwd;
}

/** `file:line name` of each call but those of the runner's own configuration, and how often there is one. */
function calls({ threads }: TracedOutcome): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { spans } of threads)
    for (const { file, line, name, kind } of spans) {
      if (kind === 'call' || kind === 'await') continue;
      const key = `${file}:${line} ${name}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
  return counts;
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
    expect(calls(traced)).toEqual({
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
      const inModule = Object.entries(calls(traced)).filter(([place]) => place.startsWith('sums.js'));
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
      expect(calls(traced)).toEqual({
        'src/entry.ts:3 render': 3,
        'src/entry.ts:8 layout': 2,
        'src/pages.ts:7 page': 3,
      });
    },
  );
});

describe('a file without a type that a require hook compiles, as coverage tools do', () => {
  const cwd = join(folder, 'counted');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), '{ "name": "counted" }');
  writeFileSync(join(cwd, 'lib.js'), 'exports.twice = function twice(n) {\n  return n * 2;\n};\n');
  writeFileSync(
    join(cwd, 'hook.js'),
    `const extensions = require('module')._extensions;
const original = extensions['.js'];
const counts = (globalThis.__coverage__ = {});
extensions['.js'] = (module, file) => {
  const compile = module._compile;
  module._compile = function (text, name) {
    console.log(text, module.id === '.');
    const count = 'globalThis.__coverage__.twice = (globalThis.__coverage__.twice || 0) + 1;';
    const counter = 'function cov_1ab2c() { ' + count + ' cov_1ab2c = function () { ' + count + ' }; }';
    return compile.call(this, text.replace('return', 'cov_1ab2c(); return') + counter, name);
  };
  original(module, file);
};
process.on('exit', () => console.log(counts));
`,
  );
  writeFileSync(
    join(cwd, 'run.js'),
    "console.log(require('./lib.js').twice(2), require('./lib.js').twice(3));\n",
  );
  test.each([pinned, ...others])(
    'has the text of its author, on Node $version',
    { timeout: 60_000 },
    async (version) => {
      const args = ['-r', './hook.js', 'run.js'];
      const plain = await runUntraced({ cwd, args, node: version.executable });
      expect(plain.stdout).toContain('{ twice: 2 }');
      const traced = await runTraced({ cwd, args, node: version.executable });
      expect(traced).toMatchObject({ stdout: plain.stdout, stderr: '', code: 0 });
      const { 'lib.js:1 twice': twice, ...others } = calls(traced);
      expect(twice).toBe(2);
      expect(Object.keys(others).filter((place) => place.startsWith('lib.js'))).toEqual([]);
    },
  );
});

describe('a process whose coverage V8 counts', () => {
  const cwd = join(folder, 'covered');
  mkdirSync(cwd);
  writeFileSync(
    join(cwd, 'lib.js'),
    'exports.sign = function sign(n) {\n  if (n < 0) {\n    return -1;\n  }\n  return 1;\n};\nexports.never = () => {\n  return 2;\n};\n',
  );
  writeFileSync(
    join(cwd, 'lib.test.js'),
    "const { sign } = require('./lib.js');\nrequire('node:test')('sign', () => { sign(-1); sign(0); });\n",
  );
  test.each([pinned, ...others])(
    'counts as without us, on Node $version',
    { timeout: 60_000 },
    async (version) => {
      const args = ['--test', '--experimental-test-coverage', 'lib.test.js'];
      const covered = ({ stdout }: { stdout: string }) =>
        stdout.split('\n').filter((line) => line.includes('lib.js'));
      const plain = await runUntraced({ cwd, args, node: version.executable });
      expect(covered(plain)).toHaveLength(1);
      const traced = await runTraced({ cwd, args, node: version.executable });
      expect(covered(traced)).toEqual(covered(plain));
      expect(traced.code).toBe(0);
      const skipped = traced.threads.flatMap((thread) => thread.skipped);
      expect(skipped.map(({ file }) => file)).toContain('a process whose coverage is measured');
    },
  );
});

describe('a program that asks V8 for coverage once it runs', () => {
  const cwd = join(folder, 'asking');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'before.js'), 'exports.before = () => 1;\n');
  writeFileSync(
    join(cwd, 'lib.js'),
    'exports.sign = function sign(n) {\n  if (n < 0) return -1;\n  return 1;\n};\n',
  );
  writeFileSync(
    join(cwd, 'run.mjs'),
    `import { createRequire } from 'node:module';
import { Session } from 'node:inspector/promises';
const require = createRequire(import.meta.url);
require('./before.js').before();
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
require('./lib.js').sign(2);
const { result } = await session.post('Profiler.takePreciseCoverage');
console.log(JSON.stringify(result.find(({ url }) => url.endsWith('lib.js')).functions));
`,
  );
  // Before Node 22.15 nobody tells when the app gets the inspector.
  const telling = [pinned, ...others].filter(({ major }) => major > 20);
  test.each(telling)('gets that of its own text, on Node $version', { timeout: 60_000 }, async (version) => {
    const plain = await runUntraced({ cwd, args: ['run.mjs'], node: version.executable });
    const traced = await runTraced({ cwd, args: ['run.mjs'], node: version.executable });
    expect(traced).toMatchObject({ stdout: plain.stdout, stderr: '', code: 0 });
    const inFiles = Object.keys(calls(traced)).filter((place) => !place.startsWith('run.mjs'));
    expect(inFiles).toEqual(['before.js:1 before']);
    const skipped = traced.threads.flatMap((thread) => thread.skipped);
    expect(skipped.map(({ file }) => file)).toEqual(['a process whose coverage is measured']);
  });
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
    expect(calls(traced)).toEqual({
      'module.mjs:2 four': 1,
      ...(major > 20 ? { 'leaf.mjs:1 twice': 2 } : {}),
    });
  });
});
