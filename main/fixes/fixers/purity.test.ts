import { describe, expect, it } from 'vitest';
import { impurity } from './purity.ts';
import { isNode, nodesIn, parseFile } from './syntax.ts';

/** Why the last function of a module is not pure; `null` when it is. */
function judged(text: string): string | null {
  const program = parseFile({ path: 'a.js', text })?.program;
  const fn = program && nodesIn(program.body).findLast(({ type }) => type === 'FunctionDeclaration');
  if (program === undefined || !isNode(fn)) throw new Error('there is no function');
  return impurity(program, fn);
}

describe('a function is pure', () => {
  it.each([
    ['of its argument', 'function f(x) { return x * 2; }'],
    ['with a list of its own', 'function f(x) { const l = []; l.push(x); l.sort(); return l[0]; }'],
    ['with a copy that it sorts', "function f(x) { const l = x.split(','); l.sort(); return l.join(); }"],
    ['with a map of its own', 'function f(x) { const m = new Map(); m.set(x, 1); return m.get(x); }'],
    ['with functions in it', 'function f(x) { return [1, 2].map((n) => n * x).join(); }'],
    ['with what a block declares', 'function f(x) { for (const n of [1]) { x += n; } return x; }'],
    ['with a variable that is declared later on', 'function f(x) { if (x) { var n = 1; } return n; }'],
    ['by a helper', 'const twice = (n) => n * 2;\nfunction f(x) { return twice(x); }'],
  ])('%s', (_, text) => expect(judged(text)).toBeNull());
});

describe('a function is not pure', () => {
  it.each([
    ['that reads what changes', 'let n = 0;\nfunction f(x) { return x + n; }', '"n"'],
    [
      'that reads what has the name of an inner parameter',
      'let n = 0;\nfunction f(x) { const l = [1].map((n) => n); return x + n + l[0]; }',
      '"n"',
    ],
    [
      'that changes what has the name of an inner variable',
      'let n = 0;\nfunction f(x) { [1].map(() => { let n = 1; return n; }); n = x; return x; }',
      'changes',
    ],
    [
      'that reads what has the name of a variable of a block',
      'let n = 0;\nfunction f(x) { { const n = 1; x += n; } return x + n; }',
      '"n"',
    ],
    ['that fills what it is given', 'function f(x) { x.push(1); return x.length; }', '"push"'],
    [
      'that fills another name of what it is given',
      'function f(x) { const l = x; l.push(1); return l.length; }',
      '"push"',
    ],
    [
      'that fills a part of what it is given',
      'function f(x) { const l = x.get(1); l.push(1); return l.length; }',
      '"push"',
    ],
    [
      'whose helper fills a list of the module',
      'const all = [];\nfunction keep(list, x) { list.push(x); return list.length; }\nfunction f(x) { return keep(all, x); }',
      '"keep"',
    ],
    ['that makes a time', 'function f(x) { return x + Date.now(); }', '"now"'],
  ])('%s', (_, text, why) => expect(judged(text)).toContain(why));
});
