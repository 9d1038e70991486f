import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { others, pinned } from '../testing/node-versions.ts';
import { runTraced, runUntraced } from '../testing/run-traced.ts';
import { callsByPlace } from './calls-by-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'callscape-coverage-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
      const { 'lib.js:1 twice': twice, ...others } = callsByPlace(traced);
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
    const inFiles = Object.keys(callsByPlace(traced)).filter((place) => !place.startsWith('run.mjs'));
    expect(inFiles).toEqual(['before.js:1 before']);
    const skipped = traced.threads.flatMap((thread) => thread.skipped);
    expect(skipped.map(({ file }) => file)).toEqual(['a process whose coverage is measured']);
  });
});
