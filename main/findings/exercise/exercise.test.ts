import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isContractError } from '#contract';
import type { RecordedCalls } from './plan.ts';
import { drawn, exercised, limits, recordedWith } from './testing/exercised.ts';

const main = { 'package.json': { name: 'p', main: 'main.mjs' } };

it('tells functions that work from those that throw, with the smallest input that makes them', async () => {
  const { outcomes } = await exercised({
    'package.json': { name: 'p', main: 'main.ts' },
    'main.ts': [
      "import { total } from './lib/total';",
      'enum Unit { Piece = 1 }',
      'export function sum(items: readonly number[]): number { return total(items) * Unit.Piece; }',
      'export function first(items: readonly { name: string }[]): string { return items[0]!.name; }',
      'export const checked = (n: number): number => { if (n < 0) throw new Error("negative"); return n; };',
      'export async function later(text: string): Promise<string> { await null; return text.toUpperCase(); }',
      'export class Box { constructor(readonly value: number) {} }',
    ].join('\n'),
    'lib/total.ts': 'export const total = (items: readonly number[]) => items.reduce((a, b) => a + b, 0);',
  });
  expect(drawn(outcomes)).toEqual(
    [
      'total works',
      'sum works',
      "first throws: Cannot read properties of undefined (reading 'name')",
      'checked works',
      'later works',
      'Box.constructor works',
    ].sort((a, b) => drawn(outcomes).indexOf(a) - drawn(outcomes).indexOf(b)),
  );
  const by = new Map(outcomes.map((outcome) => [outcome.function.name, outcome]));
  expect(by.get('first')).toMatchObject({
    error: 'TypeError',
    input: '[]',
    source: 'generated',
    typed: true,
  });
  expect(by.get('checked')?.refused).toBeGreaterThan(0);
  expect(by.get('sum')).toMatchObject({ calls: 50, refused: 0 });
});

it('calls CommonJS functions on their module, and says why what it cannot call is not testable', async () => {
  const { outcomes } = await exercised({
    'package.json': { name: 'p', main: 'main.js' },
    'main.js': 'module.exports = { run(x) { return this.twice(x); }, twice: (x) => [x, x] };',
    'view.jsx': 'export const View = () => <p/>;',
    'broken.mjs': "import './nowhere.mjs'; export function lost() {}",
    'util.py': 'def helper(): pass',
  });
  expect(drawn(outcomes).map((line) => line.replace(/ (?:sandbox: ).*/, ' sandbox'))).toEqual([
    'lost not-testable: its module cannot be loaded in the sandbox',
    'exports.run works',
    'exports.twice works',
    'helper not-testable: no Python was found to run it with',
    'View works',
  ]);
});

it('survives functions that never end, end the process and fail behind its back', async () => {
  const { outcomes } = await exercised({
    ...main,
    'main.mjs': [
      'export function spin() { for (;;); }',
      'export function leave() { process.exit(0); }',
      'export function leaveBadly() { process.exit(3); }',
      'export function never() { return new Promise(() => {}); }',
      'export function forget() { Promise.reject(new TypeError("nobody waits")); }',
      'export function timer() { setImmediate(() => { throw new RangeError("later"); }); }',
      'export function deep() { return deep() + 1; }',
      'export function fine() { return 1; }',
    ].join('\n'),
  });
  expect(drawn(outcomes)).toEqual([
    'spin times-out: it did not end in 300 ms',
    'leave throws: it ended the process with code 0',
    'leaveBadly throws: it ended the process with code 3',
    'never times-out: its promise did not settle in 300 ms',
    'forget throws: nobody waits',
    'timer throws: later',
    'deep throws: Maximum call stack size exceeded',
    'fine works',
  ]);
}, 60_000);

it('survives functions that eat memory, inside of the heap and outside', async () => {
  const { outcomes } = await exercised(
    {
      ...main,
      'main.mjs': [
        'export function eat() { const all = []; for (;;) all.push(Buffer.alloc(2 ** 24, 1)); }',
        'export function heap() { const all = []; for (;;) all.push({ a: [1, 2, 3] }); }',
        'export function fine() { return 1; }',
      ].join('\n'),
    },
    { limits: { ...limits, callMs: 30_000 } },
  );
  expect(drawn(outcomes)).toEqual([
    'eat throws: it took more than 400 MB',
    expect.stringMatching(/^heap throws: it (?:ran out of memory|took more than 400 MB)$/),
    'fine works',
  ]);
}, 120_000);

it('lets nothing out: no file, no process, no thread, no network, no secret', async () => {
  process.env.CALLSCAPE_TEST_SECRET = 'secret';
  onTestFinished(() => {
    delete process.env.CALLSCAPE_TEST_SECRET;
  });
  let requests = 0;
  const port = await listening(
    createServer((_, response) => {
      requests++;
      response.end();
    }),
  );
  const { dir, outcomes } = await exercised({
    ...main,
    'main.mjs': [
      "import fs, { writeFileSync, readFileSync } from 'node:fs';",
      "import { spawnSync } from 'node:child_process';",
      "import { Worker } from 'node:worker_threads';",
      "import net, { connect } from 'node:net';",
      "import http from 'node:http';",
      "import dgram from 'node:dgram';",
      "import dns from 'node:dns/promises';",
      'const denied = (error) => { throw new TypeError(error.code ?? error.cause?.code ?? error.message); };',
      'const tried = (f) => { try { f(); } catch (error) { denied(error); } };',
      "export const write = () => tried(() => writeFileSync(new URL('./made.txt', import.meta.url), 'x'));",
      "export const remove = () => tried(() => fs.rmSync(new URL('./package.json', import.meta.url)));",
      "export const outside = () => tried(() => readFileSync('/etc/passwd'));",
      "export const child = () => tried(() => { const { error } = spawnSync('true'); if (error) throw error; });",
      "export const thread = () => tried(() => new Worker('1', { eval: true }));",
      `export const socket = () => tried(() => connect(${port}, '127.0.0.1'));`,
      `export const handle = () => tried(() => net._createServerHandle('127.0.0.1', 0, 4));`,
      `export const fetched = () => fetch('http://127.0.0.1:${port}/').catch(denied);`,
      `export const got = () => tried(() => http.get('http://127.0.0.1:${port}/'));`,
      "export const udp = () => tried(() => dgram.createSocket('udp4'));",
      "export const name = async () => { try { await dns.lookup('localhost'); } catch (error) { denied(error); } };",
      'export const kill = () => tried(() => process.kill(process.ppid));',
      "export const binding = () => tried(() => process.binding('tcp_wrap'));",
      "export const secret = () => tried(() => { if (process.env.CALLSCAPE_TEST_SECRET === undefined) throw new Error('none'); });",
    ].join('\n'),
  });
  expect(
    drawn(outcomes).map((line) =>
      line.replace(/throws: (?:ERR_ACCESS_DENIED|none|process\.binding)$/, 'denied'),
    ),
  ).toEqual(
    [
      'write',
      'remove',
      'outside',
      'child',
      'thread',
      'socket',
      'handle',
      'fetched',
      'got',
      'udp',
      'name',
      'kill',
      'binding',
      'secret',
    ].map((name) => `${name} denied`),
  );
  expect(existsSync(join(dir, 'made.txt'))).toBe(false);
  expect(existsSync(join(dir, 'package.json'))).toBe(true);
  expect(requests).toBe(0);
}, 60_000);

it('takes what code writes on its channel for nothing', async () => {
  const forged = JSON.stringify({
    nonce: 'guess',
    is: 'end',
    target: 0,
    calls: 9,
    refused: 0,
    failure: null,
    isLate: false,
  });
  const { outcomes } = await exercised({
    ...main,
    'main.mjs': `import { writeSync } from 'node:fs'; export function forge(list) { writeSync(3, ${JSON.stringify(`${forged}\n`)}); null.x; }`,
  });
  expect(drawn(outcomes)).toEqual(["forge throws: Cannot read properties of null (reading 'x')"]);
});

it('calls with recorded arguments first, and takes any error of theirs for a failure', async () => {
  const recorded: RecordedCalls = ({ name }) =>
    name === 'greet'
      ? [recordedWith([{ is: 'object', entries: [['name', { is: 'json', value: 'Ada' }]] }])]
      : [];
  const { outcomes } = await exercised(
    {
      ...main,
      'main.mjs': 'export function greet(person) { if (person.name === "Ada") throw new Error("gone"); }',
    },
    { recorded },
  );
  expect(outcomes).toMatchObject([
    { result: 'throws', source: 'recorded', input: '{"name":"Ada"}', error: 'Error' },
  ]);
});

it('stops when it is cancelled', async () => {
  const controller = new AbortController();
  const say = (): void => controller.abort();
  const work = exercised(
    { ...main, 'main.mjs': 'export function spin() { for (;;); }' },
    { say, signal: controller.signal },
  );
  await expect(work).rejects.toSatisfy((error) => isContractError(error, 'cancelled'));
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
