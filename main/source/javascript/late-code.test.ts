import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import type { SyntaxNode } from '../syntax-tree.ts';
import { lateFunctions } from './late-code.ts';

/** Which of the texts `'a'`, `'b'` ... of a script stand in functions that do not run while it is loaded. */
function late(text: string): string {
  const ranges = lateFunctions(parseSync('a.ts', text).program as unknown as SyntaxNode);
  const isLate = (at: number): boolean => ranges.some(({ start, end }) => start <= at && at < end);
  return [...text.matchAll(/'(\w)'/g)]
    .flatMap(({ index, 1: name }) => (isLate(index) ? [name] : []))
    .join('');
}

describe('code runs later than its module is loaded', () => {
  it.each([
    ["function f() { 'a'; } const g = () => 'b'; exports.h = function () { 'c'; };", 'abc'],
    ["class A { m() { 'a'; } static s = 'b'; p = 'c'; } module.exports = { m() { 'd'; } };", 'ad'],
    [
      "app.get('/', () => { 'a'; }); setTimeout(() => 'b'); process.on('x', late); function late() { 'c'; }",
      'abc',
    ],
    ["export default function () { 'a'; }", 'a'],
    [
      "class A { m() { 'a'; } } A.Part = class { m() { 'b'; } }; register(A); const o = { m() { 'c'; } }; register(o);",
      'abc',
    ],
    ["const f = lazyFunction(() => 'a'); module.exports = merge(f, { get g() { return 'b'; } });", 'ab'],
    [
      "const a = memoize(() => 'a'); const b = util.deprecate(() => 'b'); const c = lazyRequire(() => 'c');",
      'abc',
    ],
    [
      "const a = memoizeOne(load); function load() { 'a'; } const b = React.lazy(() => 'b'); debounce(() => 'c', 5);",
      'abc',
    ],
  ])('in functions that nothing calls then: %s', (text, expected) => {
    expect(late(text)).toBe(expected.replace(/[^a-w]/g, ''));
  });

  it.each([
    ["'a'; if (x) { 'b'; }"],
    [
      "(function () { 'a'; })(); (() => 'b')(); (function () { 'd'; }).call(this); new (class { constructor() { 'c'; } })();",
    ],
    ["list.map((one) => 'a'); list.map(f); function f() { 'b'; }"],
    ["f(); function f() { g(); } const g = () => { 'a'; };"],
    ["class A { constructor() { 'a'; } } new A(); class B { static make() { 'b'; } } B.make();"],
    ["exports.f = () => 'a'; exports.f();"],
    ["const f = lazyFunction(() => 'a'); f(); const g = (() => 'b'); list.map(g);"],
    ["@mark class A {} function mark() { 'a'; }"],
    ["try { f(); function f() { 'a'; } } catch { }"],
  ])('but not in what is called by then: %s', (text) => {
    expect(late(text)).toBe('');
  });
});
