import { expect, it } from 'vitest';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { drawnRun } from '../testing/drawn-run.ts';
import { projectFolder } from '../testing/folder.ts';
import { defaultConfig } from './config.ts';
import { createContext } from './context.ts';
import type { Rule } from './rule.ts';
import { rule as sequentialAwaits } from './rules/sequential-awaits.ts';
import { rule as syncIo } from './rules/sync-io-in-request.ts';
import type { RunFacts } from './run-facts/types.ts';

interface Ran {
  /** One line a call path; see `drawnRun`. */
  readonly drawing: string;
  /** Functions that ran below an asynchronous one. */
  readonly belowAsync?: readonly string[];
}

/** What a rule says of files, with a run or without. */
async function said(rule: Rule, files: Readonly<Record<string, unknown>>, ran?: Ran): Promise<string[]> {
  const dir = await projectFolder(files);
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const context = createContext(code, defaultConfig, ran ? runOf(ran) : null, []);
  return [...rule.find(context)].map(
    ({ place, message, confidence }) => `${place.line}-${place.endLine} ${confidence}: ${message}`,
  );
}

function runOf({ drawing, belowAsync = [] }: Ran): RunFacts {
  const { functions: table } = drawnRun(drawing);
  const below = Uint8Array.from(table.name, (name) => (belowAsync.includes(name) ? 1 : 0));
  return { run: 'r', table, belowAsync: below } as unknown as RunFacts;
}

const js = (...lines: readonly string[]) => ({
  'package.json': { name: 'a', main: 'a.js', type: 'module' },
  'a.js': ['export async function page(db, id) {', ...lines.map((line) => `  ${line}`), '}'].join('\n'),
});

it('names neighbouring awaits of which none needs what another gave', async () => {
  const three = js(
    'const user = await findUser(id);',
    'const [a] = await listOrders(id);',
    'const n = await db.count();',
    'return [user, a, n];',
  );
  expect(await said(sequentialAwaits, three)).toEqual([
    '2-4 medium: findUser, listOrders, db.count could be waited for together',
  ]);
});

it('leaves awaits alone that need each other, whose order may matter, or that do not stand side by side', async () => {
  const innocent = [
    js('const user = await findUser(id);', 'const orders = await listOrders(user.id);'),
    js('const { key } = await findUser(id);', 'const orders = await listOrders({ key });'),
    js('const a = await db.find(id);', 'const b = await db.count();'),
    js('const a = await load(id);', 'const b = await load(id + 1);'),
    js('const a = await saveUser(id);', 'const b = await listOrders(id);'),
    js('const a = await findUser(id);', 'const b = await deleteOrders(id);'),
    js('const a = await findUser(id);', 'if (!a) return null;', 'const b = await listOrders(id);'),
    js('const a = await Promise.all([findUser(id), listOrders(id)]);', 'return a;'),
  ];
  for (const files of innocent) expect(await said(sequentialAwaits, files)).toEqual([]);
});

it('begins anew behind an await that needs one before it', async () => {
  const files = js(
    'const user = await findUser(id);',
    'const orders = await listOrders(user);',
    'const rates = await readRates();',
  );
  expect(await said(sequentialAwaits, files)).toEqual([
    '3-4 medium: listOrders, readRates could be waited for together',
  ]);
});

it('names awaits one after the other in coroutines of Python', async () => {
  const python = (second: string) => ({
    'a.py': `async def page(id):\n    user = await find_user(id)\n    orders = await list_orders(${second})\n    return user, orders\n`,
  });
  expect(await said(sequentialAwaits, python('id'))).toEqual([
    '2-3 medium: find_user, list_orders could be waited for together',
  ]);
  expect(await said(sequentialAwaits, python('user'))).toEqual([]);
});

const reads = {
  'package.json': { name: 'a', main: 'a.js', type: 'module' },
  'a.js': [
    "import { readFile, readFileSync } from 'node:fs';",
    "const text = readFileSync('always');",
    'export async function handle() { return template(); }',
    "export function template() { return readFileSync('page.html'); }",
    "export function settings() { return readFileSync('settings.json'); }",
    "export async function direct() { return readFileSync('direct.json'); }",
    "export function other() { return readFile('other.json', () => text); }",
  ].join('\n'),
};
const blocks = (name: string) => `readFileSync blocks everything else while ${name} runs`;

it('names blocking calls that a run made again and again while others waited', async () => {
  const drawing = `handle a.js:3 5x 50ns
  template a.js:4 5x 40ns
settings a.js:5 5x 10ns
other a.js:7 5x 10ns`;
  const ran = { drawing, belowAsync: ['handle', 'template', 'other'] };
  expect(await said(syncIo, reads, ran)).toEqual([`4-4 high: ${blocks('template')}`]);
  // Once is how a program starts.
  const once = {
    drawing: 'handle a.js:3 1x 50ns\n  template a.js:4 1x 40ns',
    belowAsync: ['handle', 'template'],
  };
  expect(await said(syncIo, reads, once)).toEqual([]);
});

it('names blocking calls in asynchronous functions without a run, and is less sure', async () => {
  expect(await said(syncIo, reads)).toEqual([`6-6 medium: ${blocks('direct')}`]);
});

it('names what blocks the event loop of a coroutine of Python, and not what blocks a function', async () => {
  const files = {
    'a.py': [
      'import asyncio, time',
      'async def slow():',
      '    time.sleep(1)',
      'async def kind():',
      '    await asyncio.sleep(1)',
      'def plain():',
      '    time.sleep(1)',
    ].join('\n'),
  };
  expect(await said(syncIo, files)).toEqual([
    '3-3 high: time.sleep blocks the event loop in the coroutine slow',
  ]);
});
