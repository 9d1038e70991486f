import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { eachChild, isFunction, type Node } from '../instrument/ast.ts';
import { engineAccepts } from './engine-check.ts';
import { fully, parse, quickly } from './index.ts';
import { holder, placesOf } from './places.ts';

/** What acorn says besides, and nobody here reads. */
const UNREAD = new Set(['raw', 'regex', 'bigint', 'sourceType', 'holdsWith', 'places']);

/** Only what the instrumenter may look at. */
function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  const { type, regex, bigint } = node as Node;
  const valueless = regex || bigint || type === 'TemplateElement';
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) => {
      if (UNREAD.has(key) || value === undefined) return [];
      return key === 'value' && valueless ? [] : [[key, plain(value)]];
    }),
  );
}

/** The quick parser leaves no value on regular expressions and bigints. */
const withoutNulls = (node: unknown): unknown =>
  JSON.parse(JSON.stringify(node), (_, value) =>
    value?.type === 'Literal' && value.value === undefined ? { ...value, value: null } : value,
  );

const SCRIPTS = [
  'a = b\n++c\n/x/g.test(y)',
  'x = a ? b : c ? d : e, f',
  'if (a) /re/.exec(b); else (c) / d / e',
  'var f = x => {}\n/y/.test(z)',
  'var f = async x => await x, g = async (a, {b}, [c] = [], ...d) => { await a }, h = async () => {}',
  'async\nfunction f() {}',
  'async (1, 2); async(x)(y); async = 3; async.x; async => 1; (async)(x)',
  'for (async of => 1;;) break',
  'let x = 1; let\n[y] = [2]; var let_ = let',
  'let in x; let instanceof y; let = 4; let.z',
  'yield = 1; await = 2; yield * await; static = of = get = set = async = 1',
  'function* g() { yield; yield\n1; yield* g(); const x = yield a, b = [yield, yield b]; (yield) }',
  'async function* g() { for await (const x of y) yield await x; for await (z of w); }',
  'for (var i = 0, n = ("a" in b); i < n; i++);',
  'for (var k in a, b); for (let [k, v] of m) {} for (const {a = 1} of b); for (x.y of z); for ([a, b] of c);',
  'for (const x of (a, b)) lab: for (;;) { continue lab; break lab }',
  '({a, b: c, "d": e, 1: f, [g]: h, i() {}, get j() { return 1 }, set j(v) {}, async k() {}, *l() {}, async *m() {}, ...n})',
  '({get, set, async, static: 1, get: 2, set() {}, async() {}, get() {}, await: 3, new: 4, async get() {}, get async() {}})',
  '({a = 1, b: {c = 2, ...d}, e: [f, , g = 3, ...h], i: j.k} = l)',
  '[a, b = 1, {c, d: [e]}, (f), g.h, ...i] = j',
  '(a, b = 1, {c = 2}, [d, ...e], ...f) => a; () => ({}); (a) => (b) => c; ((a), b)',
  'class A extends (b, c) { constructor() { super(); super.x() } static a = 1; b; #d; #c = this.#d; static #e() {} get f() {} set f(v) {} static { this.g = 1 } "h"() {} 1() {} [i]() {} async *j() {} static async k() {} }',
  'class B { get\nx() {} static\ny\nget\n*z() {} async\nw() {} static static = 1; get; set; async; static; static() {} get() {} "constructor"() {} static async() {} #p; q() { return #p in this } }',
  'class C extends f(x).y { } ; (class extends D {}).name',
  'a?.b?.[c]?.(d).e; a?.b.c(); (a?.b).c; a?.5:1; new A; new A.B(c)[d](e); new (f())(); new new X()()',
  'function N() { new.target; return new.target.name }',
  'a ?? b; a || b && c | d ^ e & f == g != h === i !== j < k > l <= m >= n << o >> p >>> q + r - s * t / u % v ** w ** x',
  'a += b -= c *= d /= e %= f **= g <<= h >>= i >>>= j &= k ^= l |= m &&= n ||= o ??= p',
  '-(a ** b); (-a) ** b; !a; ~b; +c; typeof d; void e; delete f.g; a++ + ++b; a-- - --b; - -a',
  '`a${b}c${`d${e}`}f${{}}`; tag`x${y}z`; a.b`c``d`; `\\``; `$${a}$`; t`\\u{zz}`',
  '0x1F + 0b11 + 0o17 + 017 + 1_000 + 1.5e-3 + .5 + 5. + 10n + 1..toString() + 08.5 + 1e5 + 0xfn',
  '"a\\"b" + \'c\\\nd\' + "\\x41\\u0042\\u{43}\\101"',
  'switch (a) { case 1: case 2: b; break; default: { c } case d: }',
  'try { a } catch { b } finally { c } try {} catch ({message: m}) {} try {} catch ([e]) { }',
  'do x++; while (x < 5) y; do ; while (0); while (1) break; if (a); else b',
  'label: { break label } a: b: c: for (;;) break a; debugger; ;;',
  '"use strict"; \'other\'; ("no"); function f() { "use strict"; return /[/\\]]/u }',
  '"use strict" + 1; "late"',
  'with (a) b; if (1) function f() {}',
  'function f(a, {b}, [c], d = a, ...e) { return\na } function g() { throw a } !function () {}()',
  'return 1',
  'import("a"); import("a", {with: {}}).then()',
  '#!/usr/bin/env node\nmain()',
  '// only a comment',
  '/* a */ /* b\n */ x /* c */ ++\ny',
  'ünïcode = "☃"; var \u{1d4d0} = 1, ŝ\u00a0= 2',
  'a\u2003=\ufeff1',
  'a = function* () {}, b = async function* named() {}, c = function () {}',
  'x = y / z / w; x = (y) / z; x = [y] / z; x = {} / z; x = y++ / z; f() / g(); this / 2',
  '({}).x; ({} / 1); if (a) {} /re/.test(b)',
  'a = b ? (c) : d => e; a = b ? c => (d) : e => f; a ? (b, c) => d : e',
  'x = async function () {}; x = async\n(y)',
  'let async; async',
  'var {a, ...b} = c, [d, , e = 1, [f], {g}] = h, {[i]: j, "k": l, 1: m = 2} = n',
];

const MODULES = [
  'import a from "a"; import * as b from "b"; import {c, d as e, default as f, "g h" as i} from "j"; import k, {l} from "m"; import n, * as o from "p"; import "q"',
  'import data from "./x.json" with { type: "json", "a": "b" }; import {} from "x"; import from from "from"; import {as as as} from "y"',
  'export const a = 1, b = 2; export let c; export var d; export function e() {} export class F {} export async function g() {} export function* h() {}',
  'export {a, b as c, d as default, e as "f g"}; export * from "h"; export * as i from "j"; export {k} from "l"; export {default as m} from "n" with { type: "json" }; export * as "o p" from "q"; let a, b, d, e',
  'export default function () {}\n(1)',
  'export default class {}',
  'export default async function f() {}',
  'export default (a, b) => c;',
  'export default { a: 1, b() {} }',
  'export default [1].map(x => x)',
  'await a; for await (const b of c); const d = await import("e"); import.meta.url; export default await f',
  'const f = async () => { await import("a"); }; import.meta.resolve("x"); if (import.meta.main) f()',
  'import defer from "x"; import source, {a} from "y"',
];

describe.each([
  ['scripts', SCRIPTS, false],
  ['modules', MODULES, true],
] as const)('%s', (_, texts, module) => {
  test.each(texts)('are read quickly as acorn reads them: %s', (text) => {
    const quick = quickly(text, module);
    expect(withoutNulls(plain(quick))).toEqual(withoutNulls(plain(fully(text, module))));
  });

  test('are taken by the engine as they are', () => {
    for (const text of texts) {
      quickly(text, module);
      expect(engineAccepts(text, module), text).toBe(true);
    }
  });
});

const isCall = ({ type, await: waits }: Node) =>
  /^(?:Call|New|Import)Expression$/.test(type) || (type === 'ForOfStatement' && waits === true);
const isFunctionLike = (node: Node) => isFunction(node) || node.type === 'StaticBlock';
const isTelling = (node: Node) =>
  isCall(node) ||
  isFunctionLike(node) ||
  /^Class(?:Decl|Expr)|^ImportDecl|^(?:Return|Try)Statement|^(?:Await|Yield)Expr/.test(node.type);

/** The nodes that hold one of a kind, as a walk over all of them tells. */
function holdersOf(program: Node, isOne: (node: Node) => boolean): ReadonlySet<Node> {
  const found = new Set<Node>();
  const look = (node: Node): boolean => {
    let holds = isOne(node);
    eachChild(node, (inner) => {
      holds = look(inner) || holds;
    });
    if (holds) found.add(node);
    return holds;
  };
  look(program);
  return found;
}

function everyNode(program: Node): Node[] {
  const nodes = [program];
  for (const node of nodes) eachChild(node, (inner) => nodes.push(inner));
  return nodes;
}

test.each([
  ['scripts', SCRIPTS, false],
  ['modules', MODULES, true],
] as const)(
  'the places of %s lead to every function, call and whatever else is rewritten',
  (_, texts, module) => {
    for (const text of texts) {
      for (const read of [quickly, fully]) {
        const program = read(text, module) as Node;
        const { functions, calls, telling } = placesOf(program);
        for (const [places, isOne, mayBeMore] of [
          // Of acorn's tree only where they begin is known, which something else may do as well.
          [functions, isFunctionLike, read === fully],
          // `async (a) => b` begins like a call.
          [calls, isCall, true],
          [telling, isTelling, read === fully],
        ] as const) {
          const holds = holder(places);
          const holders = holdersOf(program, isOne);
          // In an order that no walk takes, too.
          const nodes = everyNode(program);
          for (const node of [...nodes, ...nodes.reverse()]) {
            if (mayBeMore && !holders.has(node)) continue;
            expect([text, node.type, holds(node)]).toEqual([text, node.type, holders.has(node)]);
          }
        }
      }
    }
  },
);

test('what the quick parser does not know is left to acorn', () => {
  for (const text of ['var \\u0061 = 1', 'a <!-- b', '--> c', 'x\u2028y', 'x\ry', '@dec class A {}']) {
    expect(quickly(text, false), text).toBeUndefined();
  }
  for (const text of ['using', 'using x = y', 'await using x = y']) {
    const program = quickly(`async function f() { ${text} }`, false);
    expect(program === undefined, text).toBe(text !== 'using');
  }
});

test('a text that is no program is refused with the words of acorn, whoever notices first', () => {
  const broken = [
    'let a; let a',
    'function f(a) { let a }',
    '"use strict"; with (a) b',
    'const a',
    'break',
    'a +',
    'return }',
    '({a = 1})',
    'for (let x, y of z);',
    '/(/',
    'class A { constructor() {} constructor() {} }',
  ];
  for (const text of broken) expect(() => parse(text, false), text).toThrow(SyntaxError);
  const brokenModules = [
    'return',
    'let a; let a',
    'export {b}; export const c = ; ',
    'with (a) b',
    'delete a',
  ];
  for (const text of brokenModules) expect(() => parse(text, true), text).toThrow(SyntaxError);
});

test('the packages installed here read the same', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const files = [
    'acorn',
    'picomatch',
    'ws',
    'valibot',
    'zustand',
    'd3-*',
    'yaml',
    'semver',
    'express',
    'echarts/lib',
  ]
    .flatMap((name) =>
      globSync(`node_modules/${name}/**/*.{js,cjs,mjs}`, { cwd: root, exclude: ['**/test/**'] }),
    )
    .sort()
    .filter((_, i) => i % 12 === 0)
    .slice(0, 120);
  expect(files.length).toBeGreaterThan(30);
  let compared = 0;
  for (const file of files) {
    const source = readFileSync(`${root}/${file}`, 'utf8');
    for (const module of [false, true]) {
      const quick = quickly(source, module);
      if (!quick || source.length > 300_000) continue;
      try {
        expect(withoutNulls(plain(quick))).toEqual(withoutNulls(plain(fully(source, module))));
      } catch (error) {
        if (error instanceof SyntaxError) continue;
        throw new Error(`${file} reads differently`, { cause: error });
      }
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(30);
});
