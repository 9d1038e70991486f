import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CallCounts, countKey, readKnownCalls, readPythonCounts, readV8Counts } from './knownCalls.ts';
import { findPython, type Outcome, run, sampleEnvironment, sampleFolder } from './runSample.ts';

const scratch = mkdtempSync(join(tmpdir(), 'callscape-samples-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What `<sample>.calls.json` says, and what was counted, both as `file:name calls`. */
function compareCalls(
  sample: 'shop' | 'datajob',
  counts: CallCounts,
): { known: string[]; counted: string[] } {
  const known = readKnownCalls(sample);
  return {
    known: known.map((entry) => `${countKey(entry)} ${entry.calls}`),
    counted: known.map((entry) => `${countKey(entry)} ${counts.get(countKey(entry)) ?? 0}`),
  };
}

describe('the sample shop', () => {
  const folder = sampleFolder('shop');
  const coverage = join(scratch, 'coverage');
  let outcome: Outcome;
  beforeAll(async () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const [command, ...parameters] = manifest.scripts.start.split(' ');
    expect(command).toBe('node');
    outcome = await run(
      process.execPath,
      parameters,
      folder,
      sampleEnvironment({ NODE_V8_COVERAGE: coverage }),
    );
  }, 60_000);

  test('serves the same day of business every time and exits with 0', () => {
    expect(outcome.stdout.split('\n')).toEqual([
      'browse       36 requests',
      'search       24 requests',
      'shop        132 requests',
      'watch        20 requests',
      'report        6 requests',
      'readTerms    10 requests',
      'edges        16 requests',
      'requests 244',
      'status 200: 132',
      'status 201: 105',
      'status 401: 1',
      'status 404: 2',
      'status 409: 1',
      'status 500: 3',
      'revenue 5899.38 EUR',
      '',
    ]);
    expect(outcome.code).toBe(0);
  });

  test('warns of the missing rates and logs the three labels that fail', () => {
    const warning = 'warn  prices: no rates for USD, showing EUR';
    const error =
      "error http: GET /account/label failed: Cannot read properties of undefined (reading 'city')";
    expect(outcome.stderr.trimEnd().split('\n')).toEqual([warning, warning, warning, error, error, error]);
  });

  test('calls its functions as often as is known, by V8’s own count', () => {
    const { known, counted } = compareCalls('shop', readV8Counts(coverage, folder));
    expect(counted).toEqual(known);
  });

  test('passes its own tests', async () => {
    const { stdout, code } = await run(process.execPath, ['--test', '--test-reporter=tap'], folder);
    expect(stdout).toMatch(/^# pass 15$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
    expect(code).toBe(0);
  });

  test('says in one line what it needs where Node cannot run TypeScript', async () => {
    const { stdout, stderr, code } = await run(
      process.execPath,
      ['--no-strip-types', 'scripts/start.js'],
      folder,
    );
    expect(stderr).toMatch(/^The shop needs Node 22\.18 or newer [^\n]*\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('stays open with `serve` until Ctrl-C', async () => {
    const shop = spawn(process.execPath, ['scripts/serve.js'], { cwd: folder, env: sampleEnvironment() });
    const closed = once(shop, 'close');
    const [greeting] = await once(shop.stdout.setEncoding('utf8'), 'data');
    const url = /http:\S+:\d+/.exec(String(greeting))?.[0];
    const response = await fetch(`${url}/terms`);
    expect(await response.text()).toMatch(/^Terms of the sample shop/);
    shop.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
  });
});

const python = findPython();

describe.skipIf(!python)('the sample data job (skipped where there is no Python 3.8 or newer)', () => {
  const folder = sampleFolder('datajob');

  test('prints the same report every time and exits with 0', async () => {
    const { stdout, stderr, code } = await run(python ?? '', ['-m', 'datajob'], folder);
    const lines = stdout.split(/\r?\n/);
    expect(lines.slice(0, 3)).toEqual([
      'rows 4000, trips 3880',
      'dropped: 14 broken, 40 incomplete, 66 twice',
      'median minutes 29',
    ]);
    expect(lines).toContain('centre  1282   648:15  Town Hall');
    expect(lines).toContain('2025-02-02  148    rain     2025-02-26  Candlemas market');
    expect(lines.at(-2)).toBe('trips by region 1282 621 674 639 664');
    expect(stderr.match(/^WARNING datajob\.clean\.rows: dropped a row of /gm)).toHaveLength(14);
    expect(code).toBe(0);
  });

  test('does the same as the console script of its manifest, which is what Run starts', async () => {
    const manifest = readFileSync(join(folder, 'pyproject.toml'), 'utf8');
    const [, module, name] = /^datajob = "([\w.]+):(\w+)"$/m.exec(manifest) ?? [];
    const script = `import sys; from ${module} import ${name}; sys.exit(${name}())`;
    const { stdout, code } = await run(python ?? '', ['-c', script], folder);
    expect(stdout).toMatch(/^rows 4000, trips 3880$/m);
    expect(code).toBe(0);
  });

  test('calls its functions as often as is known, by the interpreter’s own count', async () => {
    const counts = join(scratch, 'python.json');
    const counter = fileURLToPath(new URL('countCalls.py', import.meta.url));
    const { code } = await run(python ?? '', [counter, folder, 'datajob', counts], folder);
    expect(code).toBe(0);
    const { known, counted } = compareCalls('datajob', readPythonCounts(counts));
    expect(counted).toEqual(known);
  });

  test('passes its own tests', async () => {
    const { stderr, code } = await run(python ?? '', ['-m', 'unittest'], folder);
    expect(stderr).toMatch(/^Ran 11 tests/m);
    expect(code).toBe(0);
  });
});
