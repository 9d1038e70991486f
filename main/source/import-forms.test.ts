import { describe, expect, it } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { edgeKindNames } from './edge-kinds.ts';
import { createFactsCache } from './facts-cache.ts';
import { analyseCode } from './program/analyse-code.ts';
import { analyse, type StaticGraph } from './static-graph.ts';

/** `from -kind,kind-> to` for each edge, by name. */
function drawn(graph: StaticGraph): string[] {
  return [...graph.from].map((from, e) => {
    const kinds = edgeKindNames(graph.kinds[e] ?? 0).join(',');
    return `${graph.paths[from]} -${kinds}-> ${graph.paths[graph.to[e] ?? 0]}`;
  });
}

async function analysed(files: Readonly<Record<string, unknown>>): Promise<StaticGraph> {
  const graph = await analyse(await projectFolder(files), createFactsCache(), () => false);
  if (graph === null) throw new Error('cancelled');
  return graph;
}

interface Form {
  readonly form: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly edges: readonly string[];
  /** `module:line specifier` */
  readonly unresolved?: readonly string[];
  readonly packages?: readonly string[];
}

const forms: readonly Form[] = [
  {
    form: 'static imports of every shape, by value',
    files: {
      'a.mjs': `import d from './d.mjs';\nimport * as n from './n.mjs';\nimport { x as y } from './x.mjs';\nimport './s.mjs';\nimport {} from './e.mjs';`,
      'd.mjs': '',
      'n.mjs': '',
      'x.mjs': '',
      's.mjs': '',
      'e.mjs': '',
    },
    edges: ['d', 'e', 'n', 's', 'x'].map((to) => `a.mjs -import-> ${to}.mjs`),
  },
  {
    form: 're-exports',
    files: {
      'a.js': `export * from './b.js';\nexport * as c from './c.js';\nexport { x, y as z } from './d.js';\nexport {} from './e.js';`,
      'b.js': '',
      'c.js': '',
      'd.js': '',
      'e.js': '',
    },
    edges: ['b', 'c', 'd', 'e'].map((to) => `a.js -re-export-> ${to}.js`),
  },
  {
    form: 'dynamic imports with a literal, and no guess about computed ones',
    files: {
      'a.js':
        "const b = () => import('./b.js');\nimport(`./c.js`).then(f);\nimport(name);\nimport(prefix + name);",
      'b.js': '',
      'c.js': '',
    },
    edges: ['a.js -dynamic-> b.js', 'a.js -dynamic-> c.js'],
  },
  {
    form: 'a worker started from a URL relative to the module',
    files: {
      'a.js':
        "new Worker(new URL('./w.js', import.meta.url));\nnew Worker(new URL('v.js', import.meta.url), {});",
      'v.js': '',
      'w.js': '',
    },
    edges: ['a.js -dynamic-> v.js', 'a.js -dynamic-> w.js'],
  },
  {
    form: 'require with and without ending, of a folder, of JSON, inside a function',
    files: {
      'a.js':
        "const b = require('./b');\nfunction f() { return require(`./c.cjs`); }\nrequire('./folder');\nrequire('./data.json');\nrequire(name);\nreturn;",
      'b.js': '',
      'c.cjs': '',
      'folder/index.js': "require('..' + '/b'); require('../a');",
      'data.json': {},
    },
    edges: [
      'a.js -require-> b.js',
      'a.js -require-> c.cjs',
      'a.js -require-> folder/index.js',
      'folder/index.js -require-> a.js',
    ],
  },
  {
    form: 'require that is a parameter is the own module function of a bundle',
    files: {
      'a.js': "(function (require, module) { require('./b'); require('./nowhere'); })(own);",
      'b.js': '',
    },
    edges: [],
  },
  {
    form: 'type-only imports and exports, told apart from mixed ones',
    files: {
      'a.ts': [
        "import type { A } from './b';",
        "import { type B } from './c';",
        "import { type C, c } from './d';",
        "export type * from './e';",
        "export { type F } from './f';",
        "let g: import('./g').G;",
        "let h: typeof import('./h');",
        "import type {} from './i';",
      ].join('\n'),
      ...Object.fromEntries(['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => [`${name}.ts`, ''])),
    },
    edges: ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(
      (to) => `a.ts -${to === 'd' ? 'import' : 'type'}-> ${to}.ts`,
    ),
  },
  {
    form: 'import = require, exported or for its types',
    files: {
      'a.ts':
        "import b = require('./b');\nexport import c = require('./c');\nimport type d = require('./d');\nimport E = b.E;",
      'b.ts': '',
      'c.ts': '',
      'd.ts': '',
    },
    edges: ['a.ts -require-> b.ts', 'a.ts -require-> c.ts', 'a.ts -type-> d.ts'],
  },
  {
    form: 'several statements between two modules, as one edge',
    files: {
      'a.ts':
        "import { x } from './b';\nimport type { T } from './b';\nexport { y } from './b';\nvoid import('./b');",
      'b.ts': '',
    },
    edges: ['a.ts -import,dynamic,type,re-export-> b.ts'],
  },
  {
    form: 'a .js specifier that means the .ts file, and the .ts file that wins over its compiled neighbour',
    files: {
      'a.ts': "import './b.js';\nimport './c.jsx';\nimport './d.mjs';\nimport './e.cjs';\nimport './f.js';",
      'b.ts': '',
      'c.tsx': 'export const c = <p/>;',
      'd.mts': '',
      'e.cts': '',
      'f.ts': '',
      'f.js': '',
      'g.js': "import './f.js'; import './b.js';",
    },
    edges: [
      'a.ts -import-> b.ts',
      'a.ts -import-> c.tsx',
      'a.ts -import-> d.mts',
      'a.ts -import-> e.cts',
      'a.ts -import-> f.ts',
      'g.js -import-> b.ts',
      'g.js -import-> f.js',
    ],
  },
  {
    form: 'aliases of tsconfig paths, with a base folder, through references, from JavaScript as well',
    files: {
      'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
      'tsconfig.app.json': {
        compilerOptions: { baseUrl: '.', paths: { '@/*': ['src/*'], config: ['src/config/index.ts'] } },
        include: ['src'],
      },
      'src/a.ts': "import '@/b';\nimport 'config';",
      'src/b.ts': '',
      'src/c.js': "import '@/b';",
      'src/config/index.ts': '',
    },
    edges: [
      'src/a.ts -import-> src/b.ts',
      'src/a.ts -import-> src/config/index.ts',
      'src/c.js -import-> src/b.ts',
    ],
  },
  {
    form: 'relative imports beside a tsconfig that extends a package which is not there',
    files: {
      'tsconfig.json': { extends: '@tsconfig/strictest' },
      'a.ts': "import './b';",
      'b.ts': '',
    },
    edges: ['a.ts -import-> b.ts'],
  },
  {
    form: 'internal imports (#) and the own name of a package, by its package.json',
    files: {
      'package.json': {
        name: 'own',
        imports: { '#b': { require: './b.cjs', default: './b.mjs' }, '#lib/*': './lib/*.js' },
        exports: { '.': './index.js' },
      },
      'a.mjs': "import '#b';\nimport '#lib/x';\nimport 'own';\nimport '#nope';",
      'b.mjs': '',
      'b.cjs': '',
      'c.cjs': "require('#b');",
      'index.js': '',
      'lib/x.js': '',
    },
    edges: [
      'a.mjs -import-> b.mjs',
      'a.mjs -import-> index.js',
      'a.mjs -import-> lib/x.js',
      'c.cjs -require-> b.cjs',
    ],
    unresolved: ['a.mjs:4 #nope'],
  },
  {
    form: 'packages of a workspace by name, though nothing is installed',
    files: {
      'package.json': { workspaces: ['packages/*'] },
      'packages/core/package.json': {
        name: '@acme/core',
        exports: { '.': './src/index.ts', './x': './src/x.ts' },
      },
      'packages/core/src/index.ts': '',
      'packages/core/src/x.ts': '',
      'packages/old/package.json': { name: 'old', main: 'main.js' },
      'packages/old/main.js': '',
      'packages/old/deep.js': '',
      'app.ts': "import '@acme/core';\nimport '@acme/core/x';\nimport 'old';\nimport 'old/deep';",
    },
    edges: [
      'app.ts -import-> packages/core/src/index.ts',
      'app.ts -import-> packages/core/src/x.ts',
      'app.ts -import-> packages/old/deep.js',
      'app.ts -import-> packages/old/main.js',
    ],
  },
  {
    form: 'what the exports of a package of the workspace give, by condition and pattern, and nothing else',
    files: {
      'package.json': { private: true, workspaces: { packages: ['packages/*'] } },
      'packages/ui/package.json': {
        name: '@acme/ui',
        exports: {
          '.': { types: './index.d.ts', import: './esm/index.mjs', require: './cjs/index.cjs' },
          './features/*': { import: './esm/features/*.mjs', require: './cjs/features/*.cjs' },
          './features/own/*': null,
          './deep/*.js': './esm/deep/*.mjs',
          './node': { node: { import: './esm/node.mjs' }, default: './esm/browser.mjs' },
          './built': './dist/built.js',
        },
      },
      ...Object.fromEntries(
        ['index', 'features/a', 'features/own/p', 'deep/d', 'node', 'browser'].map((name) => [
          `packages/ui/esm/${name}.mjs`,
          '',
        ]),
      ),
      'packages/ui/cjs/index.cjs': '',
      'packages/ui/cjs/features/a.cjs': '',
      'app.mjs': [
        "import '@acme/ui';",
        "import '@acme/ui/features/a';",
        "import '@acme/ui/deep/d.js';",
        "import '@acme/ui/node';",
        "import '@acme/ui/built';",
        "import '@acme/ui/features/own/p';",
        "import '@acme/ui/nope';",
      ].join('\n'),
      'old.cjs': "require('@acme/ui'); require('@acme/ui/features/a');",
    },
    edges: [
      ...['deep/d', 'features/a', 'index', 'node'].map((to) => `app.mjs -import-> packages/ui/esm/${to}.mjs`),
      ...['features/a', 'index'].map((to) => `old.cjs -require-> packages/ui/cjs/${to}.cjs`),
    ],
    unresolved: ['app.mjs:6 @acme/ui/features/own/p', 'app.mjs:7 @acme/ui/nope'],
    packages: ['@acme/ui 1'],
  },
  {
    form: 'packages, builtins and URLs, which are no modules of the project',
    files: {
      'package.json': { dependencies: { declared: '1' }, devDependencies: { '@types/typed': '1' } },
      'node_modules/installed/package.json': { name: 'installed', main: 'i.js' },
      'node_modules/installed/i.js': '',
      'node_modules/@s/types/package.json': { name: '@s/types', types: 't.d.ts' },
      'node_modules/@s/types/t.d.ts': '',
      'a.ts': [
        "import 'node:fs';",
        "import 'path';",
        "import 'installed';",
        "import 'declared/deep/file';",
        "import type { T } from '@s/types';",
        "import 'typed';",
        "import 'https://example.org/x.js';",
        "import 'virtual:pages';",
        "import 'missing';",
        "import 'installed/nope';",
        "import './style.css';",
      ].join('\n'),
      'b.js': "require('installed');",
      'style.css': '',
    },
    edges: [],
    unresolved: ['a.ts:9 missing', 'a.ts:10 installed/nope'],
    packages: ['installed 2', '@s/types 1', 'declared 1', 'typed 1'],
  },
  {
    form: 'imports that lead nowhere, except packages whose absence is caught',
    files: {
      'a.js':
        "import './gone.js';\ntry { require('optional'); await import('./caught.js'); } catch {}\ntry { require('needed'); } finally {}\nimport './icon.svg?url';",
      'icon.svg': '',
    },
    edges: [],
    unresolved: ['a.js:1 ./gone.js', 'a.js:2 ./caught.js', 'a.js:3 needed'],
  },
  {
    form: 'declaration files, minified and generated files, which are no modules',
    files: {
      'a.ts': "import type { T } from './types';\nimport './lib.min.js';\nimport './dist/x.js';",
      'types.d.ts': 'export type T = 1;',
      'lib.min.js': '',
      'dist/x.js': '',
      'env.d.ts': '',
    },
    edges: [],
  },
];

describe('analyse', () => {
  it.each(forms)('finds $form', async ({ files, edges, unresolved = [], packages }) => {
    const graph = await analysed(files);
    expect(drawn(graph)).toEqual(edges);
    expect(graph.unresolved.map((u) => `${graph.paths[u.module]}:${u.line} ${u.specifier}`)).toEqual(
      unresolved,
    );
    if (packages) {
      expect(graph.packages.map((p) => `${p.name} ${p.modules}`)).toEqual(packages);
      const users = graph.packages.map((_, at) => graph.packageUses.package.filter((p) => p === at).length);
      expect(users).toEqual(graph.packages.map(({ modules }) => modules));
    }
    expect(graph.unreadable).toEqual([]);
  });

  it.each([
    ['a function', "function f() { return require('./b.js'); } exports.f = f;", true],
    ['an arrow without braces', "exports.f = () => require('./b.js');", true],
    ['an arrow in brackets', "exports.all = [() => require('./b.js')];", true],
    ['a method and a getter', "module.exports = { get b() { return require('./b.js'); } };", true],
    ['a class', "class A { m() { require('./b.js'); } } module.exports = A;", true],
    ['a listener', "process.on('exit', () => { require('./b.js'); });", true],
    ['a function that is called at once', "(function () { require('./b.js'); })();", false],
    ['a function that the module calls', "load(); function load() { require('./b.js'); }", false],
    ['a block', "if (process.env.B) { require('./b.js'); }", false],
    ['an object', "module.exports = { b: require('./b.js') };", false],
    ['a call', "const b = interop(require('./b.js')); function interop(x) { return x; }", false],
    ['a function and the module', "const f = () => require('./b.js'); require('./b.js'); f;", false],
  ])('tells a require that waits from one that does not, in %s', async (_, text, waits) => {
    const dir = await projectFolder({ 'a.js': text, 'b.js': "require('./a.js');" });
    const graph = await analyse(dir, createFactsCache(), () => false, true);
    const code = await analyseCode(dir, createFactsCache(), () => false);
    for (const each of [graph, code?.graph]) {
      if (!each) throw new Error('cancelled');
      const kinds = _ === 'a function and the module' ? 'require,dynamic' : waits ? 'dynamic' : 'require';
      expect(drawn(each)).toEqual([`a.js -${kinds}-> b.js`, 'b.js -require-> a.js']);
      expect([...each.late]).toEqual([waits ? 1 : 0, 0]);
    }
    expect(code?.structure.cycles.map(({ isLate }) => isLate)).toEqual([waits]);
    // b loads a; a loads b when it is called.
    expect([...(code?.structure.layer ?? [])]).toEqual(waits ? [0, 1] : [0, 0]);
  });

  it.each([
    ['kept where the compiler writes down the types around decorators', true, 'import'],
    ['those of types elsewhere', false, 'type'],
  ])(
    'takes what the types of a class with decorators need for %s',
    async (_, emitDecoratorMetadata, kind) => {
      const code = await analyseCode(
        await projectFolder({
          'package.json': { private: true, main: 'a.ts' },
          'tsconfig.json': { compilerOptions: { experimentalDecorators: true, emitDecoratorMetadata } },
          'a.ts': [
            "import { B } from './b'; import { C } from './c'; import { D } from './d'; import { E } from './e';",
            'const mark = (..._: unknown[]): void => {};',
            'class Plain { constructor(d: D) {} }',
            '@mark export class A { constructor(b: B, readonly c: C) {} e: E | null = null; } void Plain;',
          ].join('\n'),
          ...Object.fromEntries(
            ['B', 'C', 'D', 'E'].map((name) => [`${name.toLowerCase()}.ts`, `export class ${name} {}`]),
          ),
        }),
        createFactsCache(),
        () => false,
      );
      if (code === null) throw new Error('cancelled');
      expect(drawn(code.graph)).toEqual([
        `a.ts -${kind}-> b.ts`,
        `a.ts -${kind}-> c.ts`,
        'a.ts -type-> d.ts',
        'a.ts -type-> e.ts',
      ]);
      expect(code.verdicts.dead).toEqual([]);
    },
  );

  it('counts functions that have a body, of every kind', async () => {
    const dir = await projectFolder({
      'a.ts': [
        'declare function d(): void; function overloaded(): void; function overloaded(x?: 1) {}',
        'const arrow = () => () => 1; const named = function () {};',
        'abstract class C { abstract m(): void; constructor() {} get x() { return 1 } static s() {} p = () => 2 }',
        'const o = { m() {}, async *g() {} };',
      ].join('\n'),
      'empty.js': '',
    });
    const graph = (await analyseCode(dir, createFactsCache(), () => false))?.graph;
    // overloaded, two arrows, named, constructor, get x, s, p, m, g
    expect([...(graph?.functions ?? [])]).toEqual([10, 0]);
  });

  it('finds cycles of imports that load, and leaves out those of types alone', async () => {
    const graph = await analysed({
      'a.ts': "import './b';",
      'b.ts': "import './c';",
      'c.ts': "void import('./a');",
      't.ts': "import type { U } from './u';",
      'u.ts': "import './t';",
    });
    expect(graph.cycles.map((cycle) => cycle.map((m) => graph.paths[m]))).toEqual([['a.ts', 'b.ts', 'c.ts']]);
  });
});
