import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TracerConfig } from '../../format/index.ts';
import type { TestThread } from '../testing/read-spools.ts';
import { runTraced } from '../testing/run-traced.ts';

const project = fileURLToPath(new URL('fixtures/scope', import.meta.url));
const OPEN: TracerConfig['capture'] = { params: true, returns: true, maxBytes: 10_000 };

async function trace(
  config: Partial<TracerConfig>,
  { cwd = project, args = ['main.cjs'] }: { cwd?: string; args?: string[] } = {},
): Promise<TestThread> {
  const outcome = await runTraced({ cwd, args, config });
  expect(outcome).toMatchObject({ stdout: 'done\n', stderr: '', code: 0 });
  const thread = outcome.threads[0] as TestThread;
  expect(thread).toMatchObject({ unmatched: 0, damaged: 0 });
  return thread;
}

const names = (thread: TestThread): string[] => thread.spans.map((span) => span.name).sort();

describe('patterns over module, function and arity', () => {
  test.each([
    ['a module by its path', [{ module: 'llm/service', function: '_', arity: null }], ['call', 'prepare']],
    ['a module by its name', [{ module: 'service', function: '*', arity: null }], ['call', 'prepare']],
    [
      'modules by a glob',
      [{ module: '{llm,lib}/**', function: 'q*', arity: null }],
      ['Store.query', 'query'],
    ],
    ['a function by its arity', [{ module: '_', function: 'query', arity: 2 }], ['Store.query']],
    [
      'any function of a name',
      [{ module: '_', function: 'execute', arity: null }],
      ['Store.execute', 'execute'],
    ],
    ['a qualified function', [{ module: '_', function: 'Store.execute', arity: 1 }], ['Store.execute']],
    ['nothing', [{ module: 'none', function: '_', arity: null }], []],
    [
      'several',
      [
        { module: 'store', function: 'query', arity: 1 },
        { module: '_', function: 'call', arity: 3 },
      ],
      ['call', 'query'],
    ],
  ])('name %s', async (_, patterns, expected) => {
    expect(names(await trace({ patterns }))).toEqual(expected);
  });
});

describe('capture by choice', () => {
  test('this stands before the parameters of methods, and of nothing else', async () => {
    const thread = await trace({ level: 2, capture: { ...OPEN, self: true } });
    const of = (name: string) => thread.spans.find((span) => span.name === name)?.params;
    const definition = (name: string) => thread.functions.find((one) => one.name === name)?.params;
    expect(definition('Store.query')).toEqual(['this', 'text', 'values']);
    expect(of('Store.query')?.[0]).toMatchObject({
      type: 'object',
      className: 'Store',
      entries: [['name', 'shop']],
    });
    expect(of('Store.query')?.slice(1)).toEqual(['select', { type: 'array', length: 0, items: [] }]);
    expect([definition('Store.constructor'), of('Store.constructor')]).toEqual([['name'], ['shop']]);
    expect([definition('query'), of('query')]).toEqual([['text'], ['one']]);
  });

  test('errors are not written where nobody wants them, and calls end by them all the same', async () => {
    const thread = await trace({ level: 2, capture: { ...OPEN, errors: false } });
    expect(thread.spans.find((span) => span.name === 'fail')?.status).toBe('error');
    expect(JSON.stringify(thread.spans.map((span) => span.error))).not.toContain('broken');
  });

  test('callbacks that run later are roots where their parents are not wanted', async () => {
    const parentOf = (thread: TestThread) => thread.spans.filter((span) => !span.parent).length;
    const [linked, unlinked] = [await trace({}), await trace({ linkCallbacks: false })];
    expect(unlinked.spans.length).toBe(linked.spans.length);
    expect(parentOf(unlinked)).toBeGreaterThan(parentOf(linked));
  });

  test('names and lengths are left of what a function takes and gives that is called often', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'callscape-scope-'));
    const user = { type: 'cut', className: 'User' };
    const date = { type: 'cut', className: 'Date' };
    const call = { type: 'function', name: 'call' };
    const list = { type: 'array', length: 3, items: [] };
    const kept = [user, call, { type: 'proxy' }, list, date, 7, 1.5, 'text', null, { type: 'redacted' }];
    try {
      writeFileSync(
        join(cwd, 'main.cjs'),
        `class User { name = 'ann' }
const one = (value) => value, two = (value, other) => other;
for (let i = 0; i < 5000; i++) { one({ i }); two({ i }, { i }); }
function call() {}
const values = [new User(), call, new Proxy({}, {}), [1, 2, 3], new Date(0), 7, 1.5, 'text', null, '4111 1111 1111 1111'];
for (const value of values) one(value);
for (const value of values) { two(value, 1); two(1, value); two(values[0], value); }
console.log('done');
`,
      );
      const { spans } = await trace({ level: 2 }, { cwd });
      const last = (name: string, count: number) =>
        spans
          .filter((span) => span.name === name)
          .slice(-count)
          .map(({ params, returned }) => [...(params ?? []), returned]);
      expect(last('one', kept.length)).toEqual(kept.map((value) => [value, value]));
      expect(last('two', 3 * kept.length)).toEqual(
        kept.flatMap((value) => [
          [value, 1, 1],
          [1, value, value],
          [user, value, value],
        ]),
      );
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });

  test('full detail stays where a function is called often', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'callscape-scope-'));
    try {
      writeFileSync(
        join(cwd, 'main.cjs'),
        "function take(value) { return 1 }\nfor (let i = 0; i < 5000; i++) take({ deep: { i } });\nconsole.log('done');\n",
      );
      const last = (thread: TestThread) => thread.spans.at(-1)?.params?.[0];
      expect(last(await trace({ level: 2 }, { cwd }))).toEqual({ type: 'cut', className: 'Object' });
      expect(last(await trace({ level: 2, capture: { ...OPEN, full: true } }, { cwd }))).toMatchObject({
        entries: [['deep', { entries: [['i', 4999]] }]],
      });
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });
});

describe('which files', () => {
  test('packages are traced by name, and their own packages are not', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'callscape-scope-'));
    const write = (path: string, text: string) => {
      mkdirSync(join(cwd, path, '..'), { recursive: true });
      writeFileSync(join(cwd, path), text);
    };
    try {
      write('node_modules/@org/wanted/index.js', "exports.wanted = () => require('inner').inner();");
      write('node_modules/@org/wanted/node_modules/inner/index.js', 'exports.inner = () => 1;');
      write('node_modules/other/index.js', 'exports.other = () => 1;');
      write(
        'main.cjs',
        "require('@org/wanted').wanted(); require('other').other(); (function own() { console.log('done') })();",
      );
      expect(names(await trace({}, { cwd }))).toEqual(['own']);
      expect(names(await trace({ includePackages: ['@org/wanted'] }, { cwd }))).toEqual(['own', 'wanted']);
      const all = names(await trace({ excludeNodeModules: false }, { cwd }));
      expect(all).toEqual(['inner', 'other', 'own', 'wanted']);
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });

  test('files that come or change while the app runs are traced, unless that is not wanted', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'callscape-scope-'));
    const lines = [
      "const { writeFileSync } = require('node:fs');",
      // Later than what the clock of the file system can tell from the start.
      'const until = Date.now() + 50; while (Date.now() < until);',
      "writeFileSync(__dirname + '/fresh.cjs', 'exports.fresh = () => 1');",
      "writeFileSync(__dirname + '/changed.cjs', 'exports.changed = () => 2');",
      "require('./fresh.cjs').fresh(); require('./changed.cjs').changed(); require('./old.cjs').old();",
      "console.log('done');",
    ];
    try {
      writeFileSync(join(cwd, 'main.cjs'), lines.join('\n'));
      writeFileSync(join(cwd, 'old.cjs'), 'exports.old = () => 3');
      const run = async (config: Partial<TracerConfig>) => {
        rmSync(join(cwd, 'fresh.cjs'), { force: true });
        writeFileSync(join(cwd, 'changed.cjs'), 'exports.changed = () => 1');
        return names(await trace(config, { cwd }));
      };
      expect(await run({})).toEqual(['changed', 'fresh', 'old']);
      expect(await run({ newFiles: false })).toEqual(['changed', 'old']);
      expect(await run({ changedFiles: false })).toEqual(['fresh', 'old']);
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });
});

test('a changed text is not taken from the cache', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'callscape-scope-'));
  const cacheDir = join(cwd, '.cache');
  try {
    cpSync(project, cwd, { recursive: true });
    const before = names(await trace({ cacheDir }, { cwd }));
    expect(names(await trace({ cacheDir }, { cwd }))).toEqual(before);
    writeFileSync(
      join(cwd, 'llm/service.cjs'),
      'exports.call = () => {};\nexports.prepare = function renamed() {};\n',
    );
    const after = names(await trace({ cacheDir }, { cwd }));
    expect(after).toContain('renamed');
    expect(after).not.toContain('prepare');
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
