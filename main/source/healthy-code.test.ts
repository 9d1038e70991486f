import { describe, expect, it } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { createFactsCache } from './facts-cache.ts';
import { analyseCode, type CodeAnalysis } from './program/analyse-code.ts';

/* What once made reports on healthy packages false, in small. */

async function analysed(files: Readonly<Record<string, unknown>>): Promise<CodeAnalysis> {
  const analysis = await analyseCode(await projectFolder(files), createFactsCache(), () => false);
  if (analysis === null) throw new Error('cancelled');
  return analysis;
}

/** Names of what is called dead, and of exports that are called unused, with high confidence. */
async function called(files: Readonly<Record<string, unknown>>): Promise<string[]> {
  const { verdicts, code } = await analysed(files);
  const dead = verdicts.dead
    .filter(({ confidence }) => confidence === 'high')
    .map(({ module, definition }) => code[module]?.definitions[definition]?.name ?? '');
  const exports = verdicts.unusedExports
    .filter(({ confidence }) => confidence === 'high')
    .map(({ name }) => `export ${name}`);
  return [...dead, ...exports];
}

const app = { 'package.json': { name: 'app', main: 'main.js' } };
const typed = { 'package.json': { name: 'app', main: 'main.ts' } };

describe('what uses a name', () => {
  it('knows members of module.exports and of this as own exports', async () => {
    const files = {
      ...app,
      'main.js': "require('./tools').run();",
      'tools.js':
        'module.exports = { run() { return this.step(module.exports.last()); }, step(x) { return x; }, last() { return 1; }, spare() {} };',
    };
    expect(await called(files)).toEqual(['exports.spare']);
  });

  it('knows programs without an ending, by the line that says who runs them', async () => {
    const { graph, packages } = await analysed({
      'package.json': {
        name: 'app',
        main: 'main.js',
        bin: { app: 'bin/app' },
        dependencies: { used: '1', spare: '1' },
      },
      'main.js': 'exports.run = () => 1;',
      'bin/app': "#!/usr/bin/env node\nrequire('used');\nrequire('../lib/only').go();\n",
      'bin/other': "#!/bin/sh\nrequire('spare')\n",
      'lib/only.js': 'exports.go = () => 1;',
    });
    expect(graph.paths).toEqual(['bin/app', 'lib/only.js', 'main.js']);
    expect(packages.unused.map(({ name }) => name)).toEqual(['spare']);
  });

  it('knows names in constraints of type parameters and in ambient namespaces', async () => {
    const files = {
      ...typed,
      'main.ts': "import { make, type Shop } from './b'; make(Date); let s: Shop.Id; void s;",
      'b.ts': [
        'abstract class Any { constructor(..._: unknown[]) {} }',
        'class Never {}',
        'export function make<T extends typeof Any>(type: T) { return type; }',
        'export declare namespace Shop { type Id = typeof id; }',
        "import { key } from './c';",
        'const id: unique symbol = key as never;',
      ].join('\n'),
      'c.ts': 'export const key = Symbol(); export const other = 1;',
    };
    expect(await called(files)).toEqual(['Never', 'export other']);
  });
});

it('is not sure of an export that only something uses of which it is not sure', async () => {
  const files = {
    'package.json': { name: 'lib', main: 'main.js' },
    'main.js': "import { a } from './tools.js'; export class Main { run() { return a(); } } ",
    'tools.js': 'export const a = () => 1; export const own = 2; export const alone = 3;',
    'more.js': "import { own } from './tools.js'; export class More { made() { return own; } }",
    'user.js': "import { More } from './more.js'; export const more = () => new More();",
  };
  const all = { ...files, 'main.js': `${files['main.js']} export { more } from './user.js';` };
  expect(await called(all)).toEqual(['export alone']);
});

describe('cycles', () => {
  const cycle = {
    ...typed,
    'main.ts': "import { b } from './b'; export class A { x = b; } void A;",
    'b.ts': "import { A } from './main'; export const b = (a: A) => a as A;",
  };
  const loading = ({ structure }: CodeAnalysis) => structure.cycles.length;

  it('are not closed by an import of which only types are used', async () => {
    expect(loading(await analysed(cycle))).toBe(0);
    const value = { ...cycle, 'b.ts': "import { A } from './main'; export const b = () => new A();" };
    expect(loading(await analysed(value))).toBe(1);
  });

  it('are late where an import that waits for a call closes them', async () => {
    const python = {
      'pyproject.toml': '[project]\nname = "p"\n',
      'p/__init__.py': 'from . import main\n',
      'p/main.py': 'from .other import run\n\n\ndef main():\n    run()\n',
      'p/other.py': 'def run():\n    if True:\n        from .main import main\n        main()\n',
    };
    const late = async (files: Readonly<Record<string, unknown>>) =>
      (await analysed(files)).structure.cycles.map(({ isLate }) => isLate);
    expect(await late(python)).toEqual([true]);
    for (const atOnce of ['from .main import main', 'run()', 'class A:\n    from .main import main'])
      expect(await late({ ...python, 'p/other.py': `${python['p/other.py']}\n\n${atOnce}\n` })).toEqual([
        false,
      ]);
    const script = { ...app, 'main.js': "import './b.js'; export const a = 1;" };
    expect(await late({ ...script, 'b.js': "export const b = () => import('./main.js');" })).toEqual([true]);
    expect(await late({ ...script, 'b.js': "import { a } from './main.js'; void a;" })).toEqual([false]);
    const old = {
      'package.json': { name: 'old', main: 'main.js' },
      'main.js': "const { b } = require('./b'); exports.a = () => b;",
      'b.js': "exports.b = () => require('./main').a;",
    };
    expect(await late(old)).toEqual([true]);
    expect(await late({ ...old, 'b.js': `${old['b.js']} exports.b();` })).toEqual([false]);
  });

  it('are closed by it where the compiler keeps such imports', async () => {
    const settings = { 'tsconfig.json': { compilerOptions: { verbatimModuleSyntax: true } } };
    expect(loading(await analysed({ ...cycle, ...settings }))).toBe(1);
  });
});

it('does not take what is set or emptied for something that grows', async () => {
  const { code } = await analysed({
    ...app,
    'main.js': [
      'const vector = new Vector3(); const list = []; const kept = []; const byName = new Map();',
      'export function f(a) { vector.set(1, 2, 3); list.push(a); list.length = 0; kept.push(a); byName.set(a, 1); }',
      'export function register(a) { kept.push(a); }',
    ].join('\n'),
  });
  const grows = code[0]?.observations.filter(({ kind }) => kind === 'collection-grows');
  expect(grows?.map(({ subject, line }) => `${subject}:${line}`)).toEqual(['kept.push:2', 'byName.set:2']);
});

it('takes no listener for one of many where a function adds it once', async () => {
  const { code } = await analysed({
    ...app,
    'main.js': [
      "import { bus } from './bus.js'; let isOn = false; let timer; let count = 0;",
      'export function once() { if (isOn) return; isOn = true; bus.on("a", () => 1); }',
      'export function lazily() { if (!timer) timer = setInterval(() => 1, 9); }',
      'export function each() { if (count) return; bus.on("b", () => 1); }',
      'export function shadowed() { let isOn; if (isOn) isOn = 1; bus.on("c", () => 1); setInterval(() => 1, 9); }',
    ].join('\n'),
    'bus.js': "import { EventEmitter } from 'node:events'; export const bus = new EventEmitter();",
  });
  const found = code.flatMap((facts) => facts?.observations ?? []);
  const leaks = found.filter(({ kind }) => kind === 'listener-added' || kind === 'timer-started');
  expect(leaks.map(({ kind, line }) => `${kind} ${line}`)).toEqual([
    'listener-added 4',
    'listener-added 5',
    'timer-started 5',
  ]);
});

it('leaves to others what a Python package offers them, and judges a package that uses what its __init__ imports', async () => {
  const library = {
    'shelf/__init__.py': 'from .books import Book as Book\nfrom .books import find as find\n',
    'shelf/__main__.py': 'from .books import find\nfind()\n',
    'shelf/books.py':
      'class Book:\n    def turn(self): pass\ndef find(): pass\ndef lend(): pass\ndef _forgotten(): pass\n',
  };
  expect(await called(library)).toEqual(['_forgotten']);
  const app = { ...library, 'shelf/__init__.py': 'from .books import Book, find\nBook()\nfind()\n' };
  expect(await called(app)).toEqual(['Book.turn', 'lend', '_forgotten']);
});

it('takes an import of Python that may fail for a choice, and tells an error that is used from one that is lost', async () => {
  const { code } = await analysed({
    'main.py': [
      'try:\n    import curses\nexcept ImportError:\n    curses = None',
      'try:\n    import json\nexcept ImportError:\n    print("no json")',
      'try:\n    run()\nexcept Exception as error:\n    print(f"failed: {error}")',
      'try:\n    run()\nexcept Exception as error:\n    print("failed")',
      'try:\n    run()\nexcept Exception:\n    log.exception("failed")',
      'def is_there():\n    try:\n        run()\n    except Exception:\n        return False',
    ].join('\n'),
  });
  const swallowed = code[0]?.observations.filter(({ kind }) => kind === 'swallowed-error');
  expect(swallowed?.map(({ line, detail }) => `${line}: ${detail.join(' ')}`)).toEqual([
    '7: import',
    '11: broad told',
    '15: broad',
    '19: broad told',
    '24: broad answer',
  ]);
});

it('knows what tools wrote by its first comment or its long lines', async () => {
  const { code, graph } = await analysed({
    ...app,
    'a.js': '/*\n * This file was automatically generated.\n * DO NOT MODIFY BY HAND.\n */\nlet a;',
    'b.js': `${'let x=1;'.repeat(1000)}`,
    'c.js': '// generates nothing\nlet c;',
    'd.js': `const text = "@generated";\n${'let x = 1;\n'.repeat(1000)}`,
  });
  expect(graph.paths.filter((_, module) => code[module]?.isMade)).toEqual(['a.js', 'b.js']);
});

it('finds uses of packages in declaration files, and leaves plain scripts of a package to its users', async () => {
  const { packages, verdicts, graph } = await analysed({
    'package.json': {
      name: 'lib',
      exports: './index.js',
      dependencies: { 'typed-only': '1', unused: '1' },
    },
    'index.js': 'export const a = 1;',
    'index.d.ts': "import type { T } from 'typed-only'; export declare const a: T;",
    'cdn.js': '(() => { function f() {} window.lib = f; })();',
    'left.js': 'export function left() {}',
  });
  expect(packages.unused.map(({ name }) => name)).toEqual(['unused']);
  const surely = verdicts.unloaded.filter(({ confidence }) => confidence === 'high');
  expect(surely.map(({ module }) => graph.paths[module])).toEqual(['left.js']);
});

it('takes what a package in use wants beside it for used, and what an unused one wants not', async () => {
  const { packages } = await analysed({
    'package.json': {
      name: 'app',
      private: true,
      main: 'main.js',
      dependencies: { framework: '1', 'framework-http': '1', streams: '1', left: '1', 'left-part': '1' },
    },
    'main.js': "import { start } from 'framework'; start();",
    'node_modules/framework/package.json': {
      name: 'framework',
      peerDependencies: { 'framework-http': '^1.0.0' },
      peerDependenciesMeta: { 'framework-http': { optional: true } },
    },
    'node_modules/framework-http/package.json': {
      name: 'framework-http',
      peerDependencies: { streams: '*' },
    },
    'node_modules/left/package.json': { name: 'left', peerDependencies: { 'left-part': '1' } },
  });
  expect(packages.unused.map(({ name }) => name)).toEqual(['left', 'left-part']);
});

it('takes packages that the compiler imports, its settings name, or a workspace shares for used', async () => {
  const { packages } = await analysed({
    'package.json': {
      name: 'app',
      private: true,
      main: 'main.tsx',
      dependencies: {
        react: '1',
        preact: '1',
        styled: '1',
        '@base/strict': '1',
        '@app/core': '*',
        left: '1',
      },
    },
    'tsconfig.json': { extends: '@base/strict/tsconfig.json', compilerOptions: { jsx: 'react-jsx' } },
    'pages/tsconfig.json': { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact' } },
    'main.tsx': "import { core } from '@app/core'; export const App = () => <p>{core()}</p>;",
    'pages/home.tsx': 'export const Home = () => <p/>;',
    'box.jsx': '/** @jsxImportSource styled */\nexport const Box = () => <p css={1}/>;',
    'packages/core/package.json': { name: '@app/core', main: 'core.js', dependencies: { '@app/more': '*' } },
    'packages/core/core.js': 'export const core = () => 1;',
    'packages/more/package.json': { name: '@app/more', main: 'more.js' },
    'packages/more/more.js': 'export const more = 1;',
  });
  expect(packages.unused.map(({ name }) => name)).toEqual(['@app/more', 'left']);
  const script = async (text: string) =>
    (
      await analysed({
        'package.json': { name: 'app', private: true, main: 'main.js', dependencies: { react: '1' } },
        'main.js': text,
      })
    ).packages.unused.length;
  expect(await script('export const App = () => <p className="a">1</p>;')).toBe(0);
  expect(await script('export const lower = (a, b) => a < b && b > a;')).toBe(1);
});

it('takes a type that a comment names for used, and its module for needed', async () => {
  const { verdicts, graph } = await analysed({
    'package.json': { name: 'app', private: true, main: 'main.js' },
    'main.js': [
      '/** @import { Shape, type Size as S } from "./types.js" */',
      '/**',
      ' * @import Whole,',
      ' *   * as all from "./whole.js"',
      ' */',
      '/** @type {import("./called.js").Called} */',
      'export const a = 1;',
    ].join('\n'),
    'types.js': 'export class Shape {}\nexport class Size {}\nexport class Other {}',
    'whole.js': 'export default class Whole {}\nexport class Part {}',
    'called.js': 'export class Called {}',
    'lost.js': 'export class Lost {}',
  });
  expect(verdicts.unloaded.map(({ module }) => graph.paths[module])).toEqual(['lost.js']);
  const dead = verdicts.dead.filter(({ why }) => why === 'unused');
  expect(dead.map(({ module, definition }) => `${graph.paths[module]} ${definition}`)).toEqual([
    'types.js 3',
  ]);
  expect(graph.from).toHaveLength(0);
});

it('leaves alone what a comment says is there for tests', async () => {
  const { verdicts, code } = await analysed({
    'package.json': { name: 'app', private: true, main: 'main.js' },
    'main.js': "import { a } from './lib.js'; import './old.cjs'; import './late.cjs'; a();",
    'lib.js': [
      'export const a = () => 1;',
      '// Exported for test purposes.',
      'export function reset() {}',
      '/** Tests nothing. */',
      'export function lost() {}',
    ].join('\n'),
    'old.cjs': 'module.exports = { b: 1, /** Gets the state for tests. */ state() {}, other() {} };',
    'late.cjs': ["const { shown } = require('./shown.cjs'); shown();"].join('\n'),
    'shown.cjs': [
      'exports.shown = () => [own(), two()];',
      'function own() {} function two() {} function spare() {}',
      'exports.own = own; // exported for testing',
      'exports.two = two; // exported',
      'exports.spare = spare; // for tests',
    ].join('\n'),
  });
  const dead = verdicts.dead.map(({ module, definition }) => code[module]?.definitions[definition]?.name);
  expect(dead).not.toContain('reset');
  expect(dead).toContain('lost');
  expect(dead.filter((name) => name?.includes('state'))).toEqual([]);
  expect(dead).not.toContain('spare');
  expect(verdicts.unusedExports.map(({ name }) => name)).toEqual(['b', 'two']);
});
