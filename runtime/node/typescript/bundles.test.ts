import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TracerConfig } from '../../format/index.ts';
import { runTraced } from '../testing/run-traced.ts';

const cwd = mkdtempSync(join(tmpdir(), 'callscape-bundles-'));
afterAll(() => rmSync(cwd, { recursive: true }));

interface BuiltMap {
  sources: string[];
}

beforeAll(async () => {
  mkdirSync(join(cwd, 'src'));
  cpSync(fileURLToPath(new URL('fixtures', import.meta.url)), join(cwd, 'src'), { recursive: true });
  mkdirSync(join(cwd, 'node_modules/shouting'), { recursive: true });
  writeFileSync(join(cwd, 'node_modules/shouting/package.json'), '{ "main": "index.js" }');
  writeFileSync(
    join(cwd, 'node_modules/shouting/index.js'),
    'exports.shout = function louder(text) { return text + "!"; };\n',
  );
  writeFileSync(
    join(cwd, 'src/entry.ts'),
    "import { shout } from 'shouting';\nimport { total } from './prices.ts';\nconsole.log(shout(String(total([1, 2]))));\n",
  );
  await build({
    absWorkingDir: cwd,
    entryPoints: ['src/entry.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: 'dist/plain.js',
    sourcemap: true,
    logLevel: 'silent',
  });
  const map = JSON.parse(readFileSync(join(cwd, 'dist/plain.js.map'), 'utf8')) as BuiltMap;
  const text = readFileSync(join(cwd, 'dist/plain.js'), 'utf8');
  const write = (name: string, written: unknown) => {
    writeFileSync(join(cwd, `dist/${name}.js`), text.replace('plain.js.map', `${name}.js.map`));
    writeFileSync(join(cwd, `dist/${name}.js.map`), JSON.stringify(written));
  };
  const named = (name: (path: string) => string) => ({
    ...map,
    sources: map.sources.map((source) => name(source.replace('../', ''))),
  });
  write(
    'webpack',
    named((path) => `webpack://shop/./${path}?a1b2`),
  );
  write(
    'turbopack',
    named((path) => `turbopack:///[project]/${path}`),
  );
  write('sections', { version: 3, sections: [{ offset: { line: 0, column: 0 }, map }] });
});

async function calls(bundle: string, config: Partial<TracerConfig> = {}): Promise<string[]> {
  const traced = await runTraced({ cwd, args: [`dist/${bundle}.js`], config });
  expect(traced).toMatchObject({ stdout: '3!\n', stderr: '', code: 0 });
  return traced.threads
    .flatMap(({ spans }) => spans)
    .map(({ file, line, name }) => `${file}:${line} ${name}`)
    .sort();
}

const OWN = [
  'src/prices.ts:3 total',
  'src/prices.ts:5 total.<anonymous>',
  'src/prices.ts:5 total.<anonymous>',
];
const PACKAGES = ['node_modules/shouting/index.js:1 louder'];

describe('what a bundler has put into one file', () => {
  test.each([
    ['with paths', 'plain'],
    ['with the URLs of webpack', 'webpack'],
    ['with the URLs of Turbopack', 'turbopack'],
    ['in sections', 'sections'],
  ])('is told apart by a source map %s', async (_, bundle) => {
    expect(await calls(bundle)).toEqual(OWN);
    expect(await calls(bundle, { excludeNodeModules: false })).toEqual([...PACKAGES, ...OWN]);
  });

  test('is included and excluded by the files that were written', async () => {
    expect(await calls('plain', { include: ['src/**'] })).toEqual(OWN);
    expect(await calls('plain', { include: ['src/orders.ts'] })).toEqual([]);
    expect(await calls('plain', { exclude: ['prices.ts'] })).toEqual([]);
    expect(await calls('plain', { exclude: ['dist/**'] })).toEqual([]);
    expect(await calls('plain', { includePackages: ['shouting'] })).toEqual([...PACKAGES, ...OWN]);
  });
});
