import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, isContractError, type ModuleGraph } from '#contract';
import { joinRun } from '../../source/join-run.ts';
import { drawnRun } from '../../testing/drawn-run.ts';
import { drawnScan } from '../../testing/drawn-spans.ts';
import { drawnSummary } from '../../testing/drawn-summary.ts';
import { temporaryFolder } from '../../testing/folder.ts';
import { schemaErrors } from '../../testing/schema.ts';
import { openDocument } from '../versions.ts';
import { buildBaseline } from './build.ts';
import { parseBaseline, readBaseline } from './read.ts';

const run = drawnRun(`
main b.js:1 1x 9000000ns
  zeta a.js:9 4x 6000000ns 1 errors
    alpha a.js:2 8x 2000000ns
`);

const graph: ModuleGraph = joinRun(
  {
    paths: ['a.js', 'b.js', 'c.js'],
    functions: Int32Array.of(2, 1, 0),
    from: Int32Array.of(0, 1),
    to: Int32Array.of(1, 0),
    kinds: Uint8Array.of(1, 2),
    late: Uint8Array.of(0, 0),
    cycles: [[0, 1]],
    unresolved: [],
    packages: [],
    packageUses: { module: new Int32Array(), package: new Int32Array() },
    unreadable: [],
  },
  new Set(),
  run,
);

const parts = {
  summary: drawnSummary({}, { dropped: 3, skippedFiles: [{ file: 'x.js', reason: 'syntax' }] }),
  scan: drawnScan(run),
  graph,
  version: '0.1.0',
};
const baseline = buildBaseline(parts);

describe('buildBaseline', () => {
  it('has every function by file and line, in ms', () => {
    expect(
      baseline.functions.map((row) => [row.function, row.file, row.line, row.calls, row.errors]),
    ).toEqual([
      ['alpha', 'a.js', 2, 8, 0],
      ['zeta', 'a.js', 9, 4, 1],
      ['main', 'b.js', 1, 1, 0],
    ]);
    expect(baseline.functions[1]).toMatchObject({ totalMs: 6, selfMs: 4, avgMs: 1.5, p99Ms: 1.5 });
  });

  it('has calls between functions as indexes into its functions', () => {
    expect(baseline.callGraph).toEqual([
      { from: -1, to: 2, calls: 1, totalMs: 9 },
      { from: 1, to: 0, calls: 8, totalMs: 2 },
      { from: 2, to: 1, calls: 4, totalMs: 6 },
    ]);
  });

  it('has the module graph with its cycles by name', () => {
    expect(baseline.modules).toEqual({
      nodes: [
        { file: 'a.js', calls: 12, selfMs: 6 },
        { file: 'b.js', calls: 1, selfMs: 3 },
        { file: 'c.js', calls: 0, selfMs: 0 },
      ],
      edges: [
        { from: 0, to: 1, kinds: ['import'], calls: 0 },
        { from: 1, to: 0, kinds: ['require', 'runtime'], calls: 4 },
      ],
      cycles: [['a.js', 'b.js']],
      connectivityRatio: 2 / 3,
    });
  });

  it('says what ran and what was lost', () => {
    expect(baseline.run).toEqual({
      ...{ id: 'rdrawn', name: 'first', project: 'shop', command: 'node server.js', level: 2 },
      ...{ startedAt: '2026-01-02T03:04:05.000Z', durationMs: 1000, exitCode: 0, signal: null },
      ...{ runtimes: ['node 24.0.0'], callscape: '0.1.0' },
    });
    expect(baseline.loss).toMatchObject({ dropped: 3, skippedFiles: 1, tracerCostMs: 2.5 });
  });

  it('fits its schema, and the schema refuses what is missing', () => {
    expect(schemaErrors('baseline', baseline)).toEqual([]);
    const { loss: _, ...without } = baseline;
    expect(schemaErrors('baseline', without)).not.toEqual([]);
  });

  it('is the same, byte for byte, from the same recording', () => {
    expect(JSON.stringify(buildBaseline(parts))).toBe(JSON.stringify(baseline));
  });

  it('has no figures where no call finished', () => {
    const nan = Float64Array.of(Number.NaN, Number.NaN, Number.NaN);
    const functions = { ...run.functions, avgNs: nan, p50Ns: nan };
    const scan = { ...drawnScan(run), functions: () => functions };
    expect(buildBaseline({ ...parts, scan }).functions[0]).toMatchObject({
      avgMs: null,
      p50Ms: null,
      p95Ms: 0.25,
    });
  });
});

describe('the memory of a run', () => {
  const memory = {
    measure: 'retained',
    selfBytes: Float64Array.of(1.4, 2048, Number.NaN),
    totalBytes: Float64Array.of(5000.2, 4096, Number.NaN),
  } as const;
  const scan = { ...drawnScan(run), functions: () => ({ ...run.functions, memory }) };
  const withMemory = buildBaseline({ ...parts, scan });

  it('stands beside the figures of its functions, in whole bytes, and says what it measures', () => {
    expect(withMemory.run.memory).toBe('retained');
    expect(withMemory.functions.map((row) => [row.memorySelfBytes, row.memoryTotalBytes])).toEqual([
      [null, null],
      [2048, 4096],
      [1, 5000],
    ]);
    expect(schemaErrors('baseline', withMemory)).toEqual([]);
    expect(parseBaseline(JSON.stringify(withMemory), 'x')).toEqual(withMemory);
  });

  it('is not in a baseline without a profile of it, as they were before there were any', () => {
    expect(baseline.run).not.toHaveProperty('memory');
    expect(baseline.functions[0]).not.toHaveProperty('memorySelfBytes');
    expect(parseBaseline(JSON.stringify(baseline), 'x')).toEqual(baseline);
  });
});

describe('parseBaseline', () => {
  const text = JSON.stringify(baseline);
  const changed = (change: Record<string, unknown>) => JSON.stringify({ ...baseline, ...change });
  const failure = (content: string): { code: ErrorCode; message: string } => {
    try {
      parseBaseline(content, 'old.json');
    } catch (error) {
      if (isContractError(error)) return error;
      throw error;
    }
    throw new Error('It was read');
  };

  it('reads what was written, with a byte order mark and unknown fields as well', () => {
    expect(parseBaseline(text, 'x')).toEqual(baseline);
    expect(parseBaseline(`\ufeff${changed({ future: 1 })}`, 'x')).toEqual(baseline);
  });

  it.each([
    ['text that is no JSON', 'SQLite format 3\0'],
    ['a file that was cut off', text.slice(0, -20)],
    ['other JSON', '[1, 2]'],
    ['null', 'null'],
    ['another format', changed({ format: 'callscape-report' })],
    ['no version', changed({ version: '1' })],
    ['a missing part', changed({ callGraph: undefined })],
    ['a negative count', changed({ functions: [{ ...baseline.functions[0], calls: -1 }] })],
    [
      'an edge to a function that is not there',
      changed({ callGraph: [{ from: 0, to: 3, calls: 1, totalMs: 0 }] }),
    ],
  ])('calls %s damaged and names the file', (_, content) => {
    expect(failure(content)).toMatchObject({ code: 'damaged', message: expect.stringContaining('old.json') });
  });

  it('refuses a newer version and says to update', () => {
    const { code, message } = failure(changed({ version: 2 }));
    expect(code).toBe('refused');
    expect(message).toMatch(/newer Callscape.*version 2.*Update/);
  });

  it('says where the damage is', () => {
    const functions = baseline.functions.map((row) => ({ ...row, avgMs: -4 }));
    expect(failure(changed({ functions })).message).toContain('functions.0.avgMs');
  });
});

it('upgrades a document step by step', () => {
  const format = {
    format: 'thing',
    title: 'thing',
    version: 3,
    upgraders: {
      1: (older: Readonly<Record<string, unknown>>) => ({ ...older, steps: ['1'] }),
      2: (older: Readonly<Record<string, unknown>>) => ({
        ...older,
        steps: [...(older.steps as string[]), '2'],
      }),
    },
  };
  const open = (version: number, steps: string[]) =>
    openDocument(JSON.stringify({ format: 'thing', version, steps }), 'x', format);
  expect(open(1, [])).toEqual({ format: 'thing', version: 3, steps: ['1', '2'] });
  expect(open(2, ['0'])).toEqual({ format: 'thing', version: 3, steps: ['0', '2'] });
  expect(open(3, [])).toEqual({ format: 'thing', version: 3, steps: [] });
});

it('reads a baseline file and says what is wrong with its path', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'base.json');
  await writeFile(file, JSON.stringify(baseline));
  expect(await readBaseline(file)).toEqual(baseline);
  await expect(readBaseline(join(folder, 'gone.json'))).rejects.toSatisfy((e) =>
    isContractError(e, 'not-found'),
  );
  await expect(readBaseline(folder)).rejects.toSatisfy((e) => isContractError(e, 'refused'));
  await expect(readBaseline('base.json')).rejects.toSatisfy((e) => isContractError(e, 'invalid-request'));
});
