import { expect, it } from 'vitest';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { drawnRun } from '../testing/drawn-run.ts';
import { drawnScan } from '../testing/drawn-spans.ts';
import { projectFolder } from '../testing/folder.ts';
import { defaultConfig } from './config.ts';
import { createContext } from './context.ts';
import type { Rule } from './rule.ts';
import { rule as neverGiven } from './rules/never-given.ts';
import { rule as neverTaken } from './rules/never-taken.ts';
import type { RunFacts } from './run-facts/types.ts';

interface Known {
  /** Of the first function that is drawn. */
  readonly inputs?: { readonly calls: number; readonly constant: RunFacts['inputs'][number]['constant'] };
  /** Lines of the first function, and how often they ran. */
  readonly lines?: Readonly<Record<number, number>>;
}

/** What a rule says of `a.js` and a run of it, with how sure it is. */
async function said(rule: Rule, source: string, drawing: string, { inputs, lines }: Known) {
  const dir = await projectFolder({ 'package.json': { name: 'a', main: 'a.js' }, 'a.js': source });
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const drawn = drawnRun(drawing);
  const run = {
    run: 'r',
    table: drawn.functions,
    edges: drawnScan(drawn).callEdges(),
    skipped: 0,
    waitingNs: new Float64Array(drawn.functions.length),
    inputs: inputs === undefined ? [] : [{ function: 0, params: 2, span: '', ...inputs }],
    lines:
      lines === undefined
        ? new Map()
        : new Map([
            [0, { calls: 30, lines: new Map(Object.entries(lines).map(([at, n]) => [Number(at), n])) }],
          ]),
  } as unknown as RunFacts;
  return [...rule.find(createContext(code, defaultConfig, run, []))].map(
    ({ message, confidence }) => `${message}, ${confidence}`,
  );
}

const undefinedAt = (name: string, at = 1) => [{ name, at, value: 'undefined' }];

it('a parameter that no call gave is told of when all calls are known and the source shows who calls', async () => {
  const source = 'export function f(a, b) { return a ?? b; }\nexport function g() { return f(1); }';
  const drawing = 'f a.js:1 30x 10ns';
  const inputs = { calls: 30, constant: undefinedAt('b') };
  expect(await said(neverGiven, source, drawing, { inputs })).toEqual([
    'None of 30 calls of f gave it "b", medium',
  ]);
  // Ten calls were only counted, or there are too few of them.
  expect(await said(neverGiven, source, 'f a.js:1 40x 10ns', { inputs })).toEqual([]);
  const few = { calls: 19, constant: undefinedAt('b') };
  expect(await said(neverGiven, source, 'f a.js:1 19x 10ns', { inputs: few })).toEqual([]);
});

it.each([
  ['nobody calls it by name', 'export const f = (a, b) => a ?? b;', 'b'],
  ['it says that it is not used', 'export function f(a, _b) {}\nf(1);', '_b'],
  ['it is there for errors', 'export function f(a, err) {}\nf(1);', 'err'],
  ['it is noted', '// b: no recorded call gave it (30 calls).\nfunction f(a, b) {}\nf(1);', 'b'],
])('a parameter is no finding where %s', async (_, source, name) => {
  const line = source.startsWith('//') ? 2 : 1;
  const inputs = { calls: 30, constant: undefinedAt(name) };
  expect(await said(neverGiven, source, `f a.js:${line} 30x 10ns`, { inputs })).toEqual([]);
});

it('a parameter of a method that overrides another one is no finding', async () => {
  const source = 'class A extends B {\n  spin(a, b) {}\n}\nclass B {}\nnew A().spin(1);';
  const inputs = { calls: 30, constant: undefinedAt('b') };
  expect(await said(neverGiven, source, 'A.spin a.js:2 30x 10ns', { inputs })).toEqual([]);
  const alone = source.replace(' extends B', '');
  expect(await said(neverGiven, alone, 'A.spin a.js:2 30x 10ns', { inputs })).toEqual([
    'None of 30 calls of A.spin gave it "b", medium',
  ]);
});

const branching = `function f(a) {
  if (a > 1) {
    a = 2;
    a = 3;
  } else if (a > 0) {
    a = 4;
    a = 5;
  }
  return a;
}
f(1);`;

it('branches are told of whose lines did not run, those of a chain by its first decision', async () => {
  const drawing = 'f a.js:1 30x 10ns';
  const taken = { 2: 30, 3: 30, 4: 30, 9: 30 };
  expect(await said(neverTaken, branching, drawing, { lines: taken })).toEqual([
    '1 branch of f was never taken, medium',
  ]);
  expect(await said(neverTaken, branching, drawing, { lines: { 2: 30, 9: 30 } })).toEqual([
    '2 branches of f were never taken, medium',
  ]);
  expect(await said(neverTaken, branching, drawing, { lines: { ...taken, 6: 1 } })).toEqual([]);
});

it('branches are no finding where they were seldom decided, or the source is another one by now', async () => {
  const drawing = 'f a.js:1 30x 10ns';
  expect(await said(neverTaken, branching, drawing, { lines: { 2: 19, 9: 19 } })).toEqual([]);
  expect(await said(neverTaken, branching, drawing, { lines: { 2: 30, 9: 30, 12: 30 } })).toEqual([]);
});

it('without lines, a branch is told of doubtfully when it alone calls what only others called', async () => {
  const source = `function f(a) {
  if (a) {
    g();
    a = 2;
  }
}
function g() {}
function h() { g(); }
f(0);
h();`;
  const calls = 'f a.js:1 30x 10ns\nh a.js:8 1x 10ns\n  g a.js:7 1x 5ns';
  expect(await said(neverTaken, source, calls, {})).toEqual(['1 branch of f was never taken, low']);
  expect(await said(neverTaken, source, `${calls}\nf a.js:1 1x 5ns\n  g a.js:7 1x 2ns`, {})).toEqual([]);
});
