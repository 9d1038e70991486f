import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ContractError, isContractError } from '#contract';
import { joinRun } from '../source/join-run.ts';
import { drawnRun } from '../testing/drawn-run.ts';
import { drawnScan, drawnSpans } from '../testing/drawn-spans.ts';
import { drawnSummary } from '../testing/drawn-summary.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { createExchange } from './index.ts';

const emptyGraph = {
  ...{
    paths: [],
    functions: new Int32Array(0),
    from: new Int32Array(0),
    to: new Int32Array(0),
    kinds: new Uint8Array(0),
    late: new Uint8Array(0),
  },
  ...{ cycles: [], unresolved: [], packages: [], unreadable: [] },
  packageUses: { module: new Int32Array(), package: new Int32Array() },
};

/** Two runs of one program; the second takes three times as long. */
const runs = new Map([
  ['rslow', drawnRun('main a.js:1 1x 90000000ns\n  work a.js:5 10x 60000000ns')],
  ['rfast', drawnRun('main a.js:1 1x 30000000ns\n  work a.js:5 10x 20000000ns')],
]);

const find = (run: string) => {
  const found = runs.get(run);
  if (found === undefined) throw new ContractError('not-found', `There is no run ${run}.`);
  return found;
};

let open = 0;
const exchange = createExchange({
  recordings: {
    summary: async ({ run }) => drawnSummary({ id: find(run) && run, name: run }),
    sql: async ({ sql }) => ({
      ...{ revision: 1, pushedDown: [], truncated: false },
      columns: ['sql'],
      rows: [[sql]],
    }),
  },
  graphs: { modules: async ({ run }) => joinRun(emptyGraph, new Set(), find(run ?? '')) },
  openScan: async (run) => {
    open++;
    const spans = drawnSpans('thread 0\nmain 0-9\n  work 1-2\n  work 3-4', find(run).functions.name);
    return { ...drawnScan(find(run), spans), dispose: () => open-- };
  },
  traceIdOf: () => '0'.repeat(32),
  version: '0.1.0',
});

const dir = '/home/me/shop';

it('exports a baseline that compares with a run, from a file', async () => {
  const file = join(temporaryFolder(), 'base.json');
  const { bytes } = await exchange.exportTo({ dir, run: 'rfast', format: 'baseline', file });
  const text = await readFile(file, 'utf8');
  expect(Buffer.byteLength(text)).toBe(bytes);
  expect(JSON.parse(text)).toEqual(await exchange.baseline({ dir, run: 'rfast' }));

  const next = { kind: 'run', run: 'rslow' } as const;
  const fromFile = await exchange.compare({ dir, base: { kind: 'file', file }, next, maxRegressionPct: 50 });
  expect(fromFile.functions.map((row) => `${row.verdict} ${row.identity.name}`)).toEqual([
    'regressed work',
    'regressed main',
  ]);
  expect(fromFile).toMatchObject({
    regressions: 2,
    base: { run: null, name: 'rfast' },
    next: { run: 'rslow' },
  });

  const back = await exchange.compare({
    dir,
    base: next,
    next: { kind: 'run', run: 'rfast' },
    maxRegressionPct: 50,
  });
  expect(back.functions.map((row) => row.verdict)).toEqual(['improved', 'improved']);
  expect(open).toBe(0);
});

it('exports spans and speedscope, and closes the recording', async () => {
  const folder = temporaryFolder();
  const spans = join(folder, 'spans.jsonl');
  await exchange.exportTo({ dir, run: 'rfast', format: 'spans', file: spans });
  expect((await readFile(spans, 'utf8')).match(/"spanId":/g)).toHaveLength(3);
  const speedscope = join(folder, 'run.speedscope.json');
  await exchange.exportTo({ dir, run: 'rfast', format: 'speedscope', file: speedscope });
  expect(JSON.parse(await readFile(speedscope, 'utf8')).profiles[0].events).toHaveLength(6);
  await expect(
    exchange.exportTo({ dir, run: 'rfast', format: 'spans', file: join(folder, 'no/where') }),
  ).rejects.toSatisfy((error) => isContractError(error, 'refused'));
  expect(open).toBe(0);
});

it('passes on that a run is gone or a file is no baseline', async () => {
  const base = { kind: 'run', run: 'rgone' } as const;
  await expect(exchange.baseline({ dir, run: 'rgone' })).rejects.toSatisfy((e) =>
    isContractError(e, 'not-found'),
  );
  await expect(exchange.compare({ dir, base, next: base, maxRegressionPct: 0 })).rejects.toSatisfy((e) =>
    isContractError(e, 'not-found'),
  );
  const file = join(temporaryFolder(), 'x.json');
  await writeFile(file, '{}');
  await expect(
    exchange.compare({ dir, base: { kind: 'file', file }, next: base, maxRegressionPct: 0 }),
  ).rejects.toSatisfy((e) => isContractError(e, 'damaged'));
});
