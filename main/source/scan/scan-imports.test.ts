import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { EDGE, edgeKindNames } from '../edge-kinds.ts';
import { readModule } from '../read-module.ts';
import { scanImports } from './scan-imports.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** `line kind specifier`, with `?` behind one that need not be there; `null` where it is left to the parser. */
function scanned(path: string, text: string): string[] | null {
  const facts = scanImports(path, Buffer.from(text));
  return (
    facts?.map(
      ({ line, kind, specifier, optional }) =>
        `${line} ${edgeKindNames(kind).join()} ${specifier}${optional ? '?' : ''}`,
    ) ?? null
  );
}

it('says of every file of this repository and of packages what the whole syntax tree says, and leaves few to it', () => {
  const list = (command: string, ...args: string[]): string[] =>
    execFileSync(command, args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
  const own = list('git', 'ls-files', '*.ts', '*.tsx', '*.mjs', '*.js', '*.cjs', '*.jsx');
  const packages = ['acorn', 'picomatch', 'ws', 'react', 'react-dom', 'zustand', 'valibot', '@types/ws'];
  const installed = packages.flatMap((name) =>
    list('find', `node_modules/${name}`, '-regex', '.*\\.[mc]?[jt]sx?$', '-size', '-400k'),
  );
  const files = [...own, ...installed];
  expect(files.length).toBeGreaterThan(1000);
  let left = 0;
  for (const path of files) {
    const bytes = readFileSync(`${root}/${path}`);
    const quick = scanImports(path, bytes);
    if (quick === null) left++;
    else {
      const whole = readModule(path, bytes.toString('utf8').replace(/^\ufeff/, ''), true);
      // What a compiler erases and what is loaded late is asked of the whole tree, where it may be so.
      expect(
        quick.map(({ mayBeLate: _, ...fact }) => fact),
        path,
      ).toEqual(whole.imports.map(({ erased: _e, late: _l, ...fact }) => fact));
      whole.imports.forEach(({ kind, late }, i) => {
        if (kind === EDGE.require && late === true) expect(quick[i]?.mayBeLate, path).toBe(true);
      });
    }
  }
  expect(left / files.length).toBeLessThan(0.1);
}, 120_000);

it('tells what looks like an import from one', () => {
  const text = [
    "// import './comment.js'",
    "/* require('./comment') */ const a = \"import './text.js'\", b = 'require(\"./text\")';",
    "const c = `import './template.js' ${require('./in-template')} ${`${require('./in-template-in-template')}`}`;",
    "const d = /require('.\\/regular')[/'\"]/.test(x) / 2; // '",
    'if (a) /\'/.exec(b); while (x) /"/.exec(b);',
    "a = b++ / c; d = e / require('./divided') / f;",
    "object.require('./member'); object?.require('./member'); class X { require(x) {} #import = 1 }",
    'const e = { import: 1, require: 2, export: 3, try: 4 }; e.import.x; e.try;',
  ].join('\n');
  expect(scanned('a.js', text)).toEqual([
    '3 require ./in-template',
    '3 require ./in-template-in-template',
    '6 require ./divided',
  ]);
});

it('knows every statement that names a module', () => {
  const text = [
    "import './a'; import b from './b'; import * as c from './c'; import d, { e as f } from './d';",
    "import g, * as h from './g'; import { 'x-y' as i } from './i' with { type: 'json' };",
    "export * from './j'; export * as k from './k'; export { l, default as m } from './l'; export { f };",
    "const n = () => import('./n'); import(`./o`).then(p); import('./q' + r); import.meta.url;",
    "try { require('./s'); { require('./t') } } catch { require('./u') } try { require('./v') } finally {}",
  ].join('\n');
  const names = scanned('a.mjs', text);
  expect(names).toEqual([
    ...['a', 'b', 'c', 'd'].map((name) => `1 import ./${name}`),
    ...['g', 'i'].map((name) => `2 import ./${name}`),
    ...['j', 'k', 'l'].map((name) => `3 re-export ./${name}`),
    ...['n', 'o'].map((name) => `4 dynamic ./${name}`),
    ...['s?', 't?', 'u', 'v'].map((name) => `5 require ./${name}`),
  ]);
});

it('tells types from values in TypeScript', () => {
  const text = [
    "import type { A } from './a'; import type B from './b'; import { type C, type D as E } from './c';",
    "import { type F, g } from './f'; import type from './type'; import { type as h } from './h';",
    "import i, { type J } from './i'; export type { K } from './k'; export type * from './l'; export { type M } from './m';",
    "export type N = 1; declare module './o' { import { P } from './p'; export * from './q' }",
    "const load = async () => { await import('./s'); return import('./t'); };",
    "const r = <T>(x: T) => x! / 2; const s = <string>x; type U = `${string}/'`;",
  ].join('\n');
  expect(scanned('a.ts', text)).toEqual([
    ...['a', 'b', 'c'].map((name) => `1 type ./${name}`),
    '2 import ./f',
    '2 import ./type',
    '2 import ./h',
    '3 import ./i',
    ...['k', 'l', 'm'].map((name) => `3 type ./${name}`),
    '4 type ./p',
    '4 type ./q',
    '5 dynamic ./s',
    '5 dynamic ./t',
  ]);
});

it('finds its way through JSX, where quotes and slashes are text', () => {
  const text = [
    'const a = <p title="it\'s" {...b} c={d => <i/>}>don\'t // no comment /* none */ {require("./in")} <></> </p>;',
    'const e = f < g; const h = i ? <J.K x="<"/> : <L:M>{/* \' */}</L:M>; return <p>{`${"</p>"}`}</p>;',
    'require("./behind");',
  ].join('\n');
  expect(scanned('a.jsx', text)).toEqual(['1 require ./in', '3 require ./behind']);
  const generic = "const a = <T,>(x: T) => x; const b = <T extends 'it'>(x: T) => x; import './c';";
  expect(scanned('a.tsx', generic)).toEqual(['1 import ./c']);
});

it.each([
  ['brackets that do not close', 'f((1);'],
  ['a text that does not end', "f('"],
  ['a template that does not end', 'f(`${a}'],
  ['a comment that does not end', '/* '],
  ['an element that does not end', 'const a = <p>'],
  ['a mark of a merge', '<<<<<<< HEAD'],
  ['a null byte', 'a\0b'],
  ['a space that is not ASCII', 'import\u00a0"./a"'],
  ['an escape in a name', 'requ\\u0069re("./a")'],
  ['an escape in a specifier', 'require("./\\u0061")'],
  ['a slash behind a curly bracket', 'a = {} / 2'],
  ['a parameter called require', '(function (require) { require("./a") })'],
  ['a worker by its address', "new Worker(new URL('./a.js', import.meta.url))"],
  ['Flow', "import type { A } from './a'"],
  ['a phase', "import defer * as a from './a'"],
])('leaves %s to the parser', (_what, text) => {
  expect(scanned('a.js', text)).toBeNull();
});

it.each([
  ['an import in brackets, which may be a type', "type A = import('./a').B"],
  ['an import of the older kind', "import a = require('./a')"],
])('leaves %s to the parser in TypeScript', (_what, text) => {
  expect(scanned('a.ts', text)).toBeNull();
});

it('counts lines as the engine does, and reads no byte order mark and no hash-bang', () => {
  const text = "\ufeffimport './a';\r\n\r\nimport './b';\n/*\u2028*/ import './c';";
  expect(scanned('a.js', text)).toEqual(['1 import ./a', '3 import ./b', '5 import ./c']);
  expect(scanned('a.js', "#!/usr/bin/node '\nimport './a';")).toEqual(['2 import ./a']);
});
