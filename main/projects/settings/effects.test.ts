import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTraced } from '../../../runtime/node/testing/run-traced.ts';
import { projectFolder, temporaryFolder } from '../../testing/folder.ts';
import {
  type Effect,
  effectsOf,
  expectEffect,
  has,
  noThread,
  type Seen,
} from '../../testing/setting-effects.ts';

import { openSettings, tracerOptions } from './index.ts';
import { settingKeys } from './keys.ts';

/** A program with something for every key: it prints `done` whatever is recorded of it. */
const FILES = {
  'main.cjs': `const fs = require('node:fs'); const { join } = require('node:path');
    class Cart { constructor(total) { this.total = total; } add(x, password) { let sum = this.total + x; sum += 1; return { sum, list: [1, 2, 3] }; } }
    function fails() { throw new TypeError('wrong'); } function deep(n) { return n === 0 ? 0 : deep(n - 1); }
    function soon() {} function start() { setTimeout(soon, 1); }
    async function waits() { await null; return 1; } function hot(x) { return x; }
    const { typed } = require('./typed.ts'); typed();
    require('node:http').createServer((q, r) => r.end()).listen(0, function asks() { fetch('http://localhost:' + this.address().port).then(() => this.close().closeAllConnections()); });
    new Cart(2).add(40, 'secret text'); try { fails(); } catch {} deep(8); start(); waits();
    hot('a text '.repeat(20) + 'characters'); for (let i = 0; i < 300; i++) hot({ a: { b: { c: i } } });
    const { DatabaseSync } = require('node:sqlite'); function stores() { const database = new DatabaseSync(':memory:'); database.exec('SELECT 1'); } stores();
    require('pkg').packaged(); require('./lib/helper.cjs').helper('tok-123456');
    fs.writeFileSync(join(__dirname, 'made.cjs'), 'exports.made = function made() {};'); require('./made.cjs').made();
    fs.writeFileSync(join(__dirname, 'lib/helper.cjs'), 'exports.helper = function helper() {}; // changed');
    delete require.cache[require.resolve('./lib/helper.cjs')]; require('./lib/helper.cjs').helper();
    console.log('done');`,
  'lib/helper.cjs': 'exports.helper = function helper(text) { return text; };',
  'typed.ts': 'function typed() {} module.exports = { typed };',
  'node_modules/pkg/index.js': 'exports.packaged = function packaged() {};',
};

async function run(lines: string): Promise<Seen> {
  const dir = await projectFolder({ ...FILES, '.env.tracing': lines });
  const settings = await openSettings(dir, temporaryFolder()).read();
  expect(settings.filter(({ problem }) => problem)).toEqual([]);
  let bytes = 0;
  const recorded = (spoolDir: string) => {
    for (const name of readdirSync(spoolDir)) bytes += statSync(join(spoolDir, name)).size;
  };
  const outcome = await runTraced({
    cwd: dir,
    args: ['main.cjs'],
    config: tracerOptions(settings, null),
    recorded,
  });
  expect(outcome).toMatchObject({ stdout: 'done\n', code: 0 });
  return { thread: outcome.threads[0] ?? noThread, bytes };
}

const EFFECTS: readonly Effect[] = [
  ...effectsOf({
    file: 'main.cjs',
    other: 'typed',
    otherFile: '*.ts',
    untraced: 'javascript',
    sender: 'asks',
    request: 'fetch',
    statement: 'database.exec',
    deepest: '"b"',
  }),
  ['TRACING_LEVEL_TYPESCRIPT', '0', has('typed'), 1, 0],
  ['TRACING_LEVEL_JAVASCRIPT', '0', has('deep'), 9, 0],
  ['TRACING_EXACT_CLOCK', 'true', ({ thread }) => thread.process.clock, 'bounded', 'exact'],
];

/** Keys that act elsewhere, with the test that shows it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  TRACING_PYTHON: 'main/launch/python',
  TRACING_LEVEL_PYTHON: 'main/launch/python',
  TRACING_OVERHEAD_BUDGET: 'runtime/node/record/budget.test.ts',
  TRACING_MAX_RECORDED_MB: 'runtime/node/tracer/limits.test.ts',
  TRACING_MAX_TRACES_MEMORY: 'runtime/node/tracer/survival.test.ts',
  TRACING_FLUSH_INTERVAL: 'runtime/node/tracer/survival.test.ts',
  TRACING_COMPRESS_TRACES: 'main/runs/runs.test.ts',
  TRACING_STORE_TRACES: 'main/runs/runs.test.ts',
  TRACING_RETENTION_DAYS: 'main/runs/care.test.ts',
  TRACING_MAX_STORAGE_GB: 'main/runs/care.test.ts',
  TRACING_AUTO_CLEANUP: 'main/runs/care.test.ts',
};

describe('every key that acts', () => {
  it('is in the table, or acts elsewhere', () => {
    const acting = settingKeys.filter(({ acts }) => acts).map(({ key }) => key);
    expect([...EFFECTS.map(([key]) => key), ...Object.keys(ELSEWHERE)].sort()).toEqual(acting.sort());
  });

  it.for(EFFECTS)('%s=%s can be seen in what is recorded', (effect) => expectEffect(run, effect));
});
