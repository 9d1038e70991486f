import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestThread } from '../../../runtime/node/testing/read-spools.ts';
import { runTraced } from '../../../runtime/node/testing/run-traced.ts';
import { projectFolder, temporaryFolder } from '../../testing/folder.ts';
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
    require('pkg').packaged(); require('./lib/helper.cjs').helper('tok-123456');
    fs.writeFileSync(join(__dirname, 'made.cjs'), 'exports.made = function made() {};'); require('./made.cjs').made();
    fs.writeFileSync(join(__dirname, 'lib/helper.cjs'), 'exports.helper = function helper() {}; // changed');
    delete require.cache[require.resolve('./lib/helper.cjs')]; require('./lib/helper.cjs').helper();
    console.log('done');`,
  'lib/helper.cjs': 'exports.helper = function helper(text) { return text; };',
  'typed.ts': 'function typed() {} module.exports = { typed };',
  'node_modules/pkg/index.js': 'exports.packaged = function packaged() {};',
};

interface Seen {
  readonly thread: TestThread;
  /** Bytes of the spool. */
  readonly bytes: number;
}

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
  return { thread: outcome.threads[0] ?? ({ spans: [], sets: [], counted: [] } as never), bytes };
}

const spansOf = ({ thread }: Seen, name: string) =>
  thread.spans.filter((span) => span.name === name && span.kind !== 'call' && span.kind !== 'await');
const has = (name: string) => (seen: Seen) => spansOf(seen, name).length;
const first = (seen: Seen, name: string) => spansOf(seen, name)[0];
const text = (value: unknown): string => JSON.stringify(value ?? null);

/** What is seen without the key and with it. */
type Effect = readonly [
  key: string,
  value: string,
  sees: (seen: Seen) => unknown,
  before: unknown,
  after: unknown,
];

/** At the default level, unless another line stands in the value. */
const EFFECTS: readonly Effect[] = [
  ['TRACING_ENABLED', 'false', has('deep'), 9, 0],
  ['TRACING_DEFAULT_LEVEL', '1', (seen) => first(seen, 'Cart.add')?.params === undefined, false, true],
  ['TRACING_AUTO_INSTRUMENT', 'false', has('deep'), 9, 0],
  ['TRACING_AUTO_WRAP_FUNCTIONS', 'false', has('deep'), 9, 0],
  ['TRACING_AUTO_TRACK_ASYNC', 'false', (seen) => first(seen, 'soon')?.parent?.name, 'start', undefined],
  [
    'TRACING_CONTEXT_HOSTS',
    'none',
    ({ thread }) => thread.spans.filter(({ carries }) => carries).map(({ name }) => name),
    ['asks'],
    [],
  ],
  ['TRACING_AUTO_CAPTURE_ERRORS', 'false', (seen) => first(seen, 'fails')?.error !== undefined, true, false],
  ['TRACING_AUTO_REINSTRUMENT', 'false', has('helper'), 2, 1],
  ['TRACING_WATCH_NEW_FILES', 'false', has('made'), 1, 0],
  ['TRACING_LANGUAGES', 'javascript', has('typed'), 1, 0],
  ['TRACING_LEVEL_TYPESCRIPT', '0', has('typed'), 1, 0],
  ['TRACING_LEVEL_JAVASCRIPT', '0', has('deep'), 9, 0],
  [
    'TRACING_LIVE_LEVEL',
    '2\nTRACING_DEFAULT_LEVEL=1',
    ({ thread }) => thread.functions.some(({ upTo }) => upTo === 2),
    false,
    true,
  ],
  ['TRACING_LEVEL_FILES', 'main.cjs=0', (seen) => [has('deep')(seen), has('typed')(seen)], [9, 1], [0, 1]],
  [
    'TRACING_LEVEL_FUNCTIONS',
    'deep=0,Cart.add=1',
    (seen) => [has('deep')(seen), has('Cart.add')(seen)],
    [9, 1],
    [0, 1],
  ],
  ['TRACING_CAPTURE_PARAMS', 'false', (seen) => first(seen, 'Cart.add')?.params === undefined, false, true],
  ['TRACING_CAPTURE_RETURN', 'false', (seen) => first(seen, 'Cart.add')?.returned === undefined, false, true],
  [
    'TRACING_CAPTURE_VARS',
    'false\nTRACING_DEFAULT_LEVEL=5',
    ({ thread }) => thread.sets.length > 0,
    true,
    false,
  ],
  [
    'TRACING_CAPTURE_ASYNC',
    'false\nTRACING_DEFAULT_LEVEL=3',
    ({ thread }) => thread.spans.some(({ kind }) => kind === 'await'),
    true,
    false,
  ],
  [
    'TRACING_MAX_CAPTURE_SIZE',
    '16',
    (seen) => text(first(seen, 'hot')?.params).includes('characters'),
    true,
    false,
  ],
  [
    'TRACING_CAPTURE_FULL',
    'true',
    (seen) => text(spansOf(seen, 'hot').at(-1)?.params).includes('"b"'),
    false,
    true,
  ],
  [
    'TRACING_CAPTURE_THIS',
    'true',
    (seen) => text(first(seen, 'Cart.add')?.params).includes('Cart'),
    false,
    true,
  ],
  [
    'TRACING_REDACT_KEYS',
    'x',
    (seen) => text(first(seen, 'Cart.add')?.params?.[0]).includes('40'),
    true,
    false,
  ],
  [
    'TRACING_REDACT',
    'false',
    (seen) => text(first(seen, 'Cart.add')?.params).includes('secret text'),
    false,
    true,
  ],
  [
    'TRACING_REDACT_VALUES',
    'tok-[0-9]+',
    (seen) => text(first(seen, 'helper')?.params).includes('tok-123456'),
    true,
    false,
  ],
  [
    'TRACING_REDACT_EXCEPT',
    'password',
    (seen) => text(first(seen, 'Cart.add')?.params).includes('secret text'),
    false,
    true,
  ],
  ['TRACING_EXACT_CLOCK', 'true', ({ thread }) => thread.process.clock, 'bounded', 'exact'],
  ['TRACING_SAMPLE_RATE', '0', has('deep'), 9, 0],
  ['TRACING_MAX_DEPTH', '3', has('deep'), 9, 3],
  ['TRACING_MAX_SPANS', '5', ({ thread }) => thread.spans.length, expect.any(Number), 5],
  ['TRACING_INCLUDE_FILES', '*.ts', (seen) => [has('deep')(seen), has('typed')(seen)], [9, 1], [0, 1]],
  ['TRACING_EXCLUDE_FILES', '*.ts', (seen) => [has('deep')(seen), has('typed')(seen)], [9, 1], [9, 0]],
  ['TRACING_EXCLUDE_FUNCTIONS', 'deep', has('deep'), 9, 0],
  ['TRACING_EXCLUDE_NODE_MODULES', 'false', has('packaged'), 0, 1],
  ['TRACING_INCLUDE_PACKAGES', 'pkg', has('packaged'), 0, 1],
  ['TRACING_PATTERNS', 'main:deep:1', (seen) => [has('deep')(seen), has('typed')(seen)], [9, 1], [9, 0]],
  ['TRACING_MIN_DURATION', '60000', has('deep'), 9, 0],
];

/** Keys that act elsewhere, with the test that shows it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  TRACING_PYTHON: 'main/launch/python',
  TRACING_LEVEL_PYTHON: 'main/launch/python',
  TRACING_OVERHEAD_BUDGET: 'runtime/node/record/budget.test.ts',
  TRACING_MAX_RECORDED_MB: 'runtime/node/tracer/limits.test.ts',
  TRACING_FLUSH_INTERVAL: 'runtime/node/tracer/survival.test.ts',
  TRACING_RETENTION_DAYS: 'main/runs/care.test.ts',
  TRACING_MAX_STORAGE_GB: 'main/runs/care.test.ts',
  TRACING_AUTO_CLEANUP: 'main/runs/care.test.ts',
};

describe('every key that acts', () => {
  it('is in the table, or acts elsewhere', () => {
    const acting = settingKeys.filter(({ acts }) => acts).map(({ key }) => key);
    expect([...EFFECTS.map(([key]) => key), ...Object.keys(ELSEWHERE)].sort()).toEqual(acting.sort());
  });

  it.for(EFFECTS)('%s=%s can be seen in what is recorded', async ([key, value, sees, before, after]) => {
    const others = value.split('\n').slice(1).join('\n');
    const [without, with_] = [await run(others), await run(`${key}=${value}`)];
    expect(sees(without)).toEqual(before);
    expect(sees(with_)).toEqual(after);
  });
});
