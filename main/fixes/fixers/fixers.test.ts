import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFindings } from '../../findings/index.ts';
import { createGraphs } from '../../source/index.ts';
import { projectFolder, temporaryFolder } from '../../testing/folder.ts';
import { openFixEngine } from '../fix-engine.ts';
import { planSeries } from '../plan.ts';
import { proposeFixes, sourceAlone } from '../propose.ts';
import { fixers } from './index.ts';
import { recipeFixers } from './recipes.ts';

/** Never asked: these findings are those of the source alone. */
const noRun = () => Promise.reject(new Error('there is no run'));

async function project(files: Record<string, unknown>) {
  const dir = await projectFolder({
    'package.json': { name: 'x', private: true, type: 'module', scripts: { start: 'node main.js' } },
    ...files,
  });
  const source = createGraphs({ recordings: {} as never, entryPoints: async () => [] });
  onTestFinished(() => source.dispose());
  const findings = createFindings({
    source,
    openScan: noRun,
    fileOf: noRun,
    functionsOf: noRun,
    doneRuns: async () => [],
    pythonOf: async () => null,
    metricsOf: async () => [],
  });
  const analyse = async (rule: string) =>
    (await findings.analyse({ dir, run: null })).findings.filter((one) => one.rule === rule);
  const text = (path: string) => readFileSync(join(dir, path), 'utf8');
  return { dir, analyse, text };
}

/** Applies what is proposed for one rule. Returns the files after it, why others were refused, and what is found then. */
async function fixed(rule: string, files: Record<string, unknown>, ...shown: string[]) {
  const { dir, analyse, text } = await project(files);
  const before = shown.map(text);
  const { candidates, refused } = await proposeFixes(dir, await analyse(rule), sourceAlone);
  const engine = openFixEngine(dir, join(temporaryFolder(), 'fixes.sqlite'));
  onTestFinished(() => engine.dispose());
  for (const one of await planSeries(dir, candidates))
    if ('plan' in one) await engine.apply(one.title, one.plan);
  const after = shown.map(text);
  const left = (await analyse(rule)).map(({ message }) => message);
  // Proposed again, there is nothing left to do.
  const again = await proposeFixes(dir, await analyse(rule), sourceAlone);
  expect(again.candidates).toEqual([]);
  await engine.undoAll();
  expect(shown.map(text)).toEqual(before);
  return { after, left, refused: refused.map(({ reason }) => reason) };
}

describe('a path that leads nowhere', () => {
  it.each([
    ["import { a } from './utlis.js';", 'utils.js', "import { a } from './utils.js';"],
    ['export { a } from "./lib/Utils.js";', 'lib/utils.js', 'export { a } from "./lib/utils.js";'],
    ["import { a } from './utils.js';", 'lib/utils.js', "import { a } from './lib/utils.js';"],
    ["const { a } = await import('./utill.js');", 'util.js', "const { a } = await import('./util.js');"],
    ["import { a } from './hlper';", 'helper.ts', "import { a } from './helper';"],
  ])('is corrected to the one file that it can have meant: %s', async (line, target, corrected) => {
    const { after, left } = await fixed(
      'missing-import',
      { 'main.js': `${line}\nconsole.log(a);\n`, [target]: 'export const a = 1;\n' },
      'main.js',
    );
    expect(after).toEqual([`${corrected}\nconsole.log(a);\n`]);
    expect(left).toEqual([]);
  });

  it.each([
    ['two files are as near', "import './utls.js';", { 'utils.js': '', 'urls.js': '' }, /any of/],
    ['nothing is near', "import './nothing-like-it.js';", { 'utils.js': '' }, /No file of the project/],
  ])('is left alone where %s', async (_why, line, files, reason) => {
    const { refused, left } = await fixed('missing-import', { 'main.js': `${line}\n`, ...files }, 'main.js');
    expect(refused).toEqual([expect.stringMatching(reason)]);
    expect(left).toHaveLength(1);
  });
});

describe('dead code', () => {
  it('goes with its comment and with the imports that only it needed', async () => {
    const { after, left } = await fixed(
      'dead-code',
      {
        'main.js':
          "import fs, { readFileSync, statSync } from 'node:fs';\nimport { join } from 'node:path';\n\n/** Used. */\nfunction used() {\n  return statSync('.');\n}\n\n/** Not used\n * by anybody. */\nfunction dead() {\n  return fs.existsSync(join(readFileSync('x')));\n}\n\nconsole.log(used());\n",
      },
      'main.js',
    );
    expect(after).toEqual([
      "import { statSync } from 'node:fs';\n\n/** Used. */\nfunction used() {\n  return statSync('.');\n}\n\nconsole.log(used());\n",
    ]);
    expect(left).toEqual([]);
  });

  it('is a method as well', async () => {
    const { after } = await fixed(
      'dead-code',
      {
        'main.js':
          'class Box {\n  size() {\n    return 1;\n  }\n\n  /** Nobody weighs it. */\n  async weight() {\n    return 2;\n  }\n}\nconsole.log(new Box().size());\n',
      },
      'main.js',
    );
    expect(after).toEqual([
      'class Box {\n  size() {\n    return 1;\n  }\n}\nconsole.log(new Box().size());\n',
    ]);
  });

  it('that is part of a statement is left for a person', async () => {
    const { refused } = await fixed(
      'dead-code',
      { 'main.js': 'const dead = () => 1,\n  alive = () => 2;\nconsole.log(alive());\n' },
      'main.js',
    );
    expect(refused).toEqual([expect.stringContaining('part of an expression')]);
  });

  it('keeps Windows line ends and the comment about the file', async () => {
    const { after } = await fixed(
      'dead-code',
      { 'main.js': '// About this file.\r\n\r\nfunction dead() {}\r\n\r\nconsole.log(1);\r\n' },
      'main.js',
    );
    expect(after).toEqual(['// About this file.\r\n\r\nconsole.log(1);\r\n']);
  });
});

describe('an export that only its own file uses', () => {
  it('loses the word', async () => {
    const { after, left } = await fixed(
      'unused-export',
      {
        'main.js': "import { b } from './lib.js';\nconsole.log(b());\n",
        'lib.js': 'export function a() {\n  return 1;\n}\nexport const b = () => a();\n',
      },
      'lib.js',
    );
    expect(after).toEqual(['function a() {\n  return 1;\n}\nexport const b = () => a();\n']);
    expect(left).toEqual([]);
  });
});

describe('awaits one after the other', () => {
  const main = (body: string) => ({
    'main.js': `import { findUser, countOrders } from './db.js';\nexport async function page(id) {\n${body}}\n`,
    'db.js': 'export async function findUser() {}\nexport async function countOrders() {}\n',
  });

  it('become one', async () => {
    const { after, left } = await fixed(
      'sequential-awaits',
      main(
        '  const user = await findUser(id);\n  const { n } = await countOrders(id);\n  return [user, n];\n',
      ),
      'main.js',
    );
    expect(after[0]).toContain(
      '  const [user, { n }] = await Promise.all([findUser(id), countOrders(id)]);\n  return [user, n];\n',
    );
    expect(left).toEqual([]);
  });

  it('are left alone where a comment stands between them', async () => {
    const { refused } = await fixed(
      'sequential-awaits',
      main(
        '  const user = await findUser(id);\n  // slow\n  const n = await countOrders(id);\n  return [user, n];\n',
      ),
      'main.js',
    );
    expect(refused).toEqual([expect.stringContaining('Comments stand between')]);
  });
});

describe('a package that nothing names', () => {
  it.each([
    ['first', '    "dead": "^1.0.0",\n    "alive": "^1.0.0"\n'],
    ['last', '    "alive": "^1.0.0",\n    "dead": "^1.0.0"\n'],
  ])('goes from the dependencies, where it stands %s', async (_where, entries) => {
    const manifest = `{\n  "main": "main.js",\n  "dependencies": {\n${entries}  }\n}\n`;
    const { after, left } = await fixed(
      'unused-package',
      { 'package.json': manifest, 'main.js': "require('alive');\n" },
      'package.json',
    );
    expect(after).toEqual(['{\n  "main": "main.js",\n  "dependencies": {\n    "alive": "^1.0.0"\n  }\n}\n']);
    expect(left).toEqual([]);
  });
});

describe('fixes that concern each other', () => {
  it('do not remove what another one begins to use', async () => {
    const { dir, analyse } = await project({
      'main.js': "const { rate } = await import('./curency.js');\nconsole.log(rate);\n",
      'currency.js': 'export const rate = 1;\n',
      'forgotten.js': 'export const other = 1;\n',
    });
    const found = [...(await analyse('missing-import')), ...(await analyse('disconnected-module'))];
    const { candidates, refused } = await proposeFixes(dir, found, sourceAlone);
    const told = [
      ...candidates.map(({ finding, title }) => [finding.range.file, title]),
      ...refused.map(({ finding, reason }) => [finding.range.file, reason]),
    ];
    expect(told).toEqual([
      ['main.js', 'Import currency.js'],
      ['forgotten.js', 'Remove forgotten.js'],
      ['currency.js', expect.stringContaining('begins to use')],
    ]);
  });
});

describe('a module that may be loaded by its path', () => {
  it('is offered to be documented as intended, unasked by nobody, and is found no more then', async () => {
    const { dir, analyse, text } = await project({
      'package.json': { name: 'x', version: '1.0.0', type: 'module', main: 'main.js' },
      'main.js': 'export const a = 1;\n',
      'extra.js': 'export function extra() {\n  return 2;\n}\n',
      'callscape.config.json': '{\n  "entry": ["tools/*.js"]\n}\n',
    });
    const { candidates, refused } = await proposeFixes(
      dir,
      await analyse('disconnected-module'),
      sourceAlone,
    );
    expect(refused.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('load the file by its path'),
    ]);
    expect(candidates.map(({ optional }) => optional)).toEqual([true]);
    const engine = openFixEngine(dir, join(temporaryFolder(), 'fixes.sqlite'));
    onTestFinished(() => engine.dispose());
    for (const one of await planSeries(dir, candidates))
      if ('plan' in one) await engine.apply(one.title, one.plan);
    expect(JSON.parse(text('callscape.config.json'))).toEqual({ entry: ['tools/*.js', 'extra.js'] });
    expect(await analyse('disconnected-module')).toEqual([]);
  });

  it.each([
    ['settings that are not there yet', {}, ['extra.js', 'more.js', 'other.js']],
    ['settings without such a list', { 'callscape.config.json': '{}' }, ['extra.js', 'more.js', 'other.js']],
  ])('joins others in %s, and each is undone by itself', async (_where, settings, entry) => {
    const extra = (name: string): string => `export function ${name}() {\n  return 2;\n}\n`;
    const { dir, analyse, text } = await project({
      'package.json': { name: 'x', version: '1.0.0', type: 'module', main: 'main.js' },
      'main.js': 'export const a = 1;\n',
      'extra.js': extra('extra'),
      'more.js': extra('more'),
      'other.js': extra('other'),
      ...settings,
    });
    const { candidates } = await proposeFixes(dir, await analyse('disconnected-module'), sourceAlone);
    const engine = openFixEngine(dir, join(temporaryFolder(), 'fixes.sqlite'));
    onTestFinished(() => engine.dispose());
    const ids: string[] = [];
    for (const one of await planSeries(dir, candidates))
      if ('plan' in one) ids.push((await engine.apply(one.title, one.plan)).id);
    const listed = () => JSON.parse(text('callscape.config.json')).entry;
    expect(listed()).toEqual(entry);
    expect(await analyse('disconnected-module')).toEqual([]);
    for (const left of [2, 1]) {
      await engine.undo(ids.pop() ?? '');
      expect(listed()).toEqual(entry.slice(0, left));
    }
    await engine.undoAll();
    const now = readdirSync(dir).includes('callscape.config.json') ? text('callscape.config.json') : null;
    expect(now).toBe('callscape.config.json' in settings ? '{}' : null);
  });
});

describe('what no edit is safe for', () => {
  it.each([
    [
      'swallowed-error',
      "export async function load(name) {\n  try {\n    return await import(name);\n  } catch {\n    return null;\n  }\n}\nconsole.log(await load('x'));\n",
      /in place of `.*catch.*` on line \d+: `} catch \(error\) \{ if \(error\.code !== 'MODULE_NOT_FOUND'\) throw error;`/,
    ],
    [
      'unhandled-edge',
      'function mean(found) {\n  const sum = found.reduce((a, b) => a + b, 0);\n  return sum / found.length;\n}\nconsole.log(mean([]));\n',
      /`if \(found\.length === 0\) return \.\.\.;` before `return sum \/ found\.length;` on line 3/,
    ],
  ])('is told with an example of the code at hand: %s', async (rule, main, reason) => {
    const { refused } = await fixed(rule, { 'main.js': main }, 'main.js');
    expect(refused).toEqual([expect.stringMatching(reason)]);
  });
});

it('every kind of fix has a page', () => {
  const recipes = new Set(recipeFixers.map(({ rule }) => rule));
  const kinds = fixers.filter(({ rule }) => !recipes.has(rule)).map(({ rule }) => rule);
  const pages = readdirSync(new URL('../../../docs/fix-kinds', import.meta.url))
    .filter((name) => name !== 'README.md')
    .map((name) => name.replace('.md', ''));
  expect(pages.sort()).toEqual([...kinds].sort());
});
