import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { others, pinned } from '../testing/node-versions.ts';
import { runTraced, runUntraced, type TracedOutcome } from '../testing/run-traced.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'callscape-typescript-'));
afterAll(() => rmSync(cwd, { recursive: true }));

/** Where each function that runs stands in the fixtures, from line 1. */
const ORDERS = {
  'orders.ts': {
    'Labels.of': 15,
    'Book.constructor': 23,
    'Book.add': 25,
    'Book.size': 30,
    'Book.close': 34,
    'Book.[Symbol.iterator]': 39,
    'Book.describe': 43,
    main: 48,
    'main.<anonymous>': 51,
  },
  'prices.ts': { total: 3, 'total.<anonymous>': 5 },
};
const PLAIN = {
  'plain.ts': {
    area: 6,
    'Base.show': 12,
    'Value.constructor': 19,
    'Value.get': 23,
    run: 28,
    '<anonymous>': 33,
  },
  'prices.ts': { total: 3, 'total.<anonymous>': 5 },
};

/** The functions that ran, by original file and name, with their lines. */
function recorded({ threads }: TracedOutcome): Record<string, Record<string, number>> {
  const files: Record<string, Record<string, number>> = {};
  for (const { spans } of threads)
    for (const { file, name, line, kind } of spans) {
      if (kind === 'call' || kind === 'await') continue;
      files[file] ??= {};
      files[file][name] = line;
    }
  return files;
}

async function transpile(out: string, inlineSourceMap: boolean): Promise<void> {
  const { default: ts } = await import('typescript-5');
  mkdirSync(join(cwd, out));
  for (const name of ['orders', 'prices']) {
    const { outputText, sourceMapText } = ts.transpileModule(readFileSync(join(cwd, `${name}.ts`), 'utf8'), {
      fileName: `${name}.ts`,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        sourceRoot: '..',
        rewriteRelativeImportExtensions: true,
        ...(inlineSourceMap ? { inlineSourceMap } : { sourceMap: true }),
      },
    });
    writeFileSync(join(cwd, out, `${name}.js`), outputText);
    if (sourceMapText) writeFileSync(join(cwd, out, `${name}.js.map`), sourceMapText);
  }
}

const bundle = (out: string, options: BuildOptions) =>
  build({
    absWorkingDir: cwd,
    entryPoints: ['orders.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outdir: out,
    logLevel: 'silent',
    ...options,
  });

beforeAll(async () => {
  cpSync(new URL('fixtures', import.meta.url), cwd, { recursive: true });
  symlinkSync(modules, join(cwd, 'node_modules'));
  writeFileSync(
    join(cwd, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { module: 'commonjs', target: 'es2022' },
      'ts-node': { transpileOnly: true, compiler: 'typescript-5' },
    }),
  );
  await transpile('tsc', false);
  await transpile('tsc-inline', true);
  await bundle('esbuild', { sourcemap: true });
  await bundle('esbuild-inline', { sourcemap: 'inline', keepNames: true });
  await bundle('esbuild-modules', { sourcemap: true, format: 'esm', outExtension: { '.js': '.mjs' } });
}, 60_000);

const WAYS = [
  { by: 'tsx', args: ['node_modules/tsx/dist/cli.mjs', 'orders.ts'] },
  { by: 'ts-node', args: ['node_modules/ts-node/dist/bin.js', '--compiler', 'typescript-5', 'orders.ts'] },
  { by: 'tsc with maps beside', args: ['tsc/orders.js'] },
  { by: 'tsc with maps inside', args: ['tsc-inline/orders.js'] },
  { by: 'esbuild with a map beside', args: ['esbuild/orders.js'] },
  { by: 'esbuild with a map inside and names kept', args: ['esbuild-inline/orders.js'] },
  { by: 'esbuild as a module', args: ['esbuild-modules/orders.mjs'] },
] as const;

const WAYS_OF_TSX = [
  { by: 'tsx', args: ['node_modules/tsx/dist/cli.mjs', 'orders.ts'] },
  { by: '--import tsx', args: ['--import', 'tsx', 'orders.ts'] },
];

describe.each([1, 2, 3, 4, 5] as const)('at level %i', (level) => {
  test.each(WAYS)('what $by compiled is shown as it was written', { timeout: 60_000 }, async ({ args }) => {
    const plain = await runUntraced({ cwd, args });
    expect(plain).toMatchObject({ stdout: 'book: 1 closed order 1\n3\n', code: 0 });
    const traced = await runTraced({ cwd, args, config: { level } });
    expect(traced).toMatchObject({ stdout: plain.stdout, stderr: plain.stderr, code: 0 });
    expect(recorded(traced)).toEqual(ORDERS);
  });

  test.each([pinned, ...others.filter(({ major }) => major >= 22)])(
    'what Node $version strips is shown as it was written',
    { timeout: 60_000 },
    async ({ executable: node }) => {
      const plain = await runUntraced({ cwd, args: ['plain.ts'], node });
      expect(plain).toMatchObject({ stdout: '13\n', code: 0 });
      const traced = await runTraced({ cwd, args: ['plain.ts'], node, config: { level } });
      expect(traced).toMatchObject({ stdout: plain.stdout, stderr: plain.stderr, code: 0 });
      expect(recorded(traced)).toEqual(PLAIN);
    },
  );

  // Node 26 has the option no more.
  test.each([pinned, ...others].filter(({ major }) => major === 22 || major === 24))(
    'what Node $version transforms is shown as it was written',
    { timeout: 60_000 },
    async ({ executable: node }) => {
      const args = ['--experimental-transform-types', 'orders.ts'];
      const plain = await runUntraced({ cwd, args, node });
      expect(plain).toMatchObject({ stdout: 'book: 1 closed order 1\n3\n', code: 0 });
      const traced = await runTraced({ cwd, args, node, config: { level } });
      const withoutPid = (text: string) => text.replace(/\(node:\d+\)/, '(node)');
      expect([traced.stdout, withoutPid(traced.stderr)]).toEqual([plain.stdout, withoutPid(plain.stderr)]);
      expect(recorded(traced)).toEqual(ORDERS);
    },
  );
});

describe('an ES module that tsx compiles in a loader of its own', () => {
  const project = mkdtempSync(join(tmpdir(), 'callscape-tsx-'));
  afterAll(() => rmSync(project, { recursive: true }));
  cpSync(new URL('fixtures', import.meta.url), project, { recursive: true });
  symlinkSync(modules, join(project, 'node_modules'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');

  test.each([pinned, ...others].flatMap((node) => WAYS_OF_TSX.map((way) => ({ ...node, ...way }))))(
    'is shown as it was written, by $by on Node $version',
    { timeout: 60_000 },
    async ({ executable: node, args }) => {
      const plain = await runUntraced({ cwd: project, args, node });
      expect(plain).toMatchObject({ stdout: 'book: 1 closed order 1\n3\n', code: 0 });
      const traced = await runTraced({ cwd: project, args, node });
      expect(traced).toMatchObject({ stdout: plain.stdout, stderr: plain.stderr, code: 0 });
      expect(recorded(traced)).toEqual(ORDERS);
    },
  );
});
