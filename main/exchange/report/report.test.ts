import { describe, expect, it } from 'vitest';
import type { FunctionTable, MetricSeries, Metrics } from '#contract';
import { drawnRun } from '../../testing/drawn-run.ts';
import { drawnSummary } from '../../testing/drawn-summary.ts';
import { schemaErrors } from '../../testing/schema.ts';
import { buildReport, type Report, type ReportDeps, writeReport } from './index.ts';
import { formatMs, formatShare } from './words.ts';

const ms = 1_000_000;
const run = drawnRun(`
main src/main.ts:1 1x ${900 * ms}ns
  Shop.checkout src/shop.ts:12 3x ${750 * ms}ns 1 errors
    load src/store/load.ts:4 96x ${12 * ms}ns
`);

const reportOf = (
  functions: FunctionTable,
  honesty = {},
  { series = [], limits }: Partial<Pick<Metrics, 'series'> & Pick<ReportDeps, 'limits'>> = {},
): Promise<Report> =>
  buildReport(
    {
      recordings: {
        summary: async () => drawnSummary({}, honesty),
        functions: async () => functions,
        metrics: async () => ({ revision: 1, series }),
      },
      ...(limits && { limits }),
      version: '0.1.0',
    },
    'rdrawn',
  );

/** Resident memory of a process, a sample each second, MB. */
const memoryOf = (pid: number, ...megabytes: number[]): MetricSeries => ({
  ...{ pid, thread: 0, name: 'memory.rss', unit: 'bytes' },
  timeNs: Float64Array.from(megabytes, (_, second) => second * 1e9),
  value: Float64Array.from(megabytes, (each) => each * 2 ** 20),
});

describe('json', () => {
  it('has the figures of each function, fits its schema and says its version', async () => {
    const report = await reportOf(run.functions);
    const json: unknown = JSON.parse(writeReport('json', report));
    expect(json).toEqual(report);
    expect(schemaErrors('report', json)).toEqual([]);
    expect(report).toMatchObject({ format: 'callscape-report', version: 2 });
    expect(report.functions[1]).toEqual({
      ...{
        function: 'Shop.checkout',
        file: 'src/shop.ts',
        line: 12,
        calls: 3,
        errors: 1,
        totalMs: 750,
        selfMs: 738,
      },
      ...{ avgMs: 250, minMs: 250, maxMs: 250, p50Ms: 250, p90Ms: 250, p95Ms: 250, p99Ms: 250 },
    });
    expect(report.summary).toEqual({
      ...{ executions: 100, errors: 1, successRate: 0.99, avgMs: 16.62, calledFunctions: 3, functions: 3 },
      slowThresholdMs: 100,
    });
  });

  it('says by what the times of a throttled function are to be multiplied, and writes them so in words', async () => {
    const load = { name: 'load', file: 'src/store/load.ts', line: 4 };
    const throttled = [{ ...load, factor: 8, timeNs: 5 * ms, counted: 72, timed: 24 }];
    const report = await reportOf(run.functions, { throttledFunctions: 1, throttled });
    expect(schemaErrors('report', report)).toEqual([]);
    expect(report.functions.map(({ scale }) => scale)).toEqual([undefined, undefined, 4]);
    const text = writeReport('text', report);
    expect(text).toMatch(/ 96 +~48\.0 ms +~48\.0 ms .*load {2}src\/store\/load\.ts:4/);
    expect(text).toContain('~ scaled: of a throttled function some calls were timed, and stand for all.');
    expect(writeReport('text', await reportOf(run.functions))).not.toContain('~');
  });

  it('names slow functions, the slowest first, by severity', async () => {
    const steps = [99.9, 100, 149, 150, 200, 300, 301];
    const drawing = steps.map((step) => `f${step} a.js:1 1x ${step * ms}ns`).join('\n');
    const { slow, functions } = await reportOf(drawnRun(drawing).functions);
    expect(slow.map(({ index, severity }) => `${functions[index]?.function} ${severity}`)).toEqual([
      'f301 critical',
      'f300 high',
      'f200 high',
      'f150 medium',
      'f149 low',
      'f100 low',
    ]);
  });

  it('measures functions by what the project has agreed for them', async () => {
    const limits: ReportDeps['limits'] = (file, name) => (file === 'a.js' && name === 'quick' ? 10 : 50);
    const drawing = ['quick', 'other'].map((name) => `${name} a.js:1 1x ${40 * ms}ns`).join('\n');
    const report = await reportOf(drawnRun(drawing).functions, {}, { limits });
    expect(schemaErrors('report', report)).toEqual([]);
    expect(report.summary.slowThresholdMs).toBe(50);
    expect(report.slow.map((one) => ({ ...one, index: report.functions[one.index]?.function }))).toEqual([
      { index: 'quick', severity: 'critical', limitMs: 10 },
    ]);
    expect(writeReport('text', report)).toContain('Slow (average from 50.0 ms, or from what was agreed)');
  });

  it('names functions that are slow at times', async () => {
    const { functions } = drawnRun(`steady a.js:1 20x ${100 * ms}ns\njumpy a.js:2 20x ${100 * ms}ns`);
    const p99Ns = Float64Array.from([6 * ms, 40 * ms]);
    const report = await reportOf({ ...functions, p99Ns });
    expect(schemaErrors('report', report)).toEqual([]);
    expect(report.unsteady).toEqual([{ index: 1, severity: 'medium', ratio: 8 }]);
    const text = writeReport('text', report);
    expect(text).toContain('High variance (99th percentile against median)');
    expect(text).toMatch(/medium +8x +20 .*5\.00 ms +40\.0 ms .*jumpy {2}a\.js:2/);
    expect(writeReport('summary', report)).toContain('High Variance: 1 functions');
  });

  it('adds up the memory of the processes, and says whether it grows', async () => {
    const steady = await reportOf(run.functions, {}, { series: [memoryOf(1, 50, 70), memoryOf(2, 20, 20)] });
    expect(schemaErrors('report', steady)).toEqual([]);
    expect(steady.system).toEqual({
      ...{ processes: 2, avgMemory: 80 * 2 ** 20, peakMemory: 90 * 2 ** 20 },
      ...{ trend: 'stable', bytesPerSecond: 0 },
    });
    expect(writeReport('text', steady)).toContain('Memory: average 80.0 MB, peak 90.0 MB in 2 processes.');
    const growing = Array.from({ length: 20 }, (_, second) => 100 + 10 * second);
    const leaking = await reportOf(run.functions, {}, { series: [memoryOf(1, ...growing)] });
    expect(leaking.system).toMatchObject({ trend: 'increasing', bytesPerSecond: 10 * 2 ** 20 });
    expect(writeReport('summary', leaking)).toContain(
      'Memory: 195 MB on average, 290 MB at most, increasing',
    );
  });

  it('is valid without any function', async () => {
    const report = await reportOf(drawnRun('').functions);
    expect(schemaErrors('report', report)).toEqual([]);
    expect(report.summary).toMatchObject({ executions: 0, successRate: null, avgMs: null });
    expect(writeReport('text', report)).toContain('no calls');
  });
});

describe('text', () => {
  it('shows where the time went, what failed and what is slow', async () => {
    expect(writeReport('text', await reportOf(run.functions), 90)).toBe(`first: node server.js
2026-01-02T03:04:05.000Z, ran 1.00 s, exit code 0, level 2, node 24.0.0
100 calls of 3 functions (3 loaded), 1 error, success rate 99.00%, average 16.6 ms

By self time
  calls  errors     self    total     avg     p95     max  function
      3       1   738 ms   750 ms  250 ms  250 ms  250 ms  Shop.checkout  src/shop.ts:12
      1           150 ms   900 ms  900 ms  900 ms  900 ms  main  src/main.ts:1
     96          12.0 ms  12.0 ms  125 us  125 us  125 us  load  src/store/load.ts:4

By total time
  calls  errors     self    total     avg     p95     max  function
      1           150 ms   900 ms  900 ms  900 ms  900 ms  main  src/main.ts:1
      3       1   738 ms   750 ms  250 ms  250 ms  250 ms  Shop.checkout  src/shop.ts:12
     96          12.0 ms  12.0 ms  125 us  125 us  125 us  load  src/store/load.ts:4

Errors
  calls  errors    self   total     avg     p95     max  function
      3       1  738 ms  750 ms  250 ms  250 ms  250 ms  Shop.checkout  src/shop.ts:12

Slow (average from 100 ms)
  severity  calls  errors    self   total     avg     p95  function
  critical      1          150 ms  900 ms  900 ms  900 ms  main  src/main.ts:1
      high      3       1  738 ms  750 ms  250 ms  250 ms  Shop.checkout  src/shop.ts:12

Recording: nothing lost; tracer cost 2.50 ms.
`);
  });

  it.each([40, 60, 80, 120, 200])('keeps to a terminal of %i columns', async (width) => {
    const deep = `${'very/'.repeat(20)}deep.ts`;
    const report = await reportOf(
      drawnRun(`aFunctionWithALongName ${deep}:1 1234567x ${900 * ms}ns 7 errors`).functions,
    );
    const table = writeReport('text', report, width).split('\n\n')[1] ?? '';
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(Math.max(width, 60));
    expect(table).toContain('deep.ts:1');
    expect(table).toContain('self');
  });

  it('shows names with control characters without letting the terminal run them', async () => {
    const report = await reportOf({ ...run.functions, name: ['\u001b[2Jevil', 'b', 'c'] });
    expect(writeReport('text', report)).not.toContain('\u001b');
  });

  it('lists twenty and says how many more there are', async () => {
    const drawing = Array.from({ length: 25 }, (_, i) => `f${i} a.js:${i + 1} 1x 10ns`).join('\n');
    expect(writeReport('text', await reportOf(drawnRun(drawing).functions))).toContain('... and 5 more');
  });
});

describe('csv', () => {
  it('is RFC 4180 with a header and an empty cell for a missing figure', async () => {
    const none = new Float64Array(3).fill(Number.NaN);
    const csv = writeReport('csv', await reportOf({ ...run.functions, minNs: none }));
    expect(csv.split('\r\n')).toEqual([
      'function,file,line,calls,errors,totalMs,selfMs,avgMs,minMs,maxMs,p50Ms,p90Ms,p95Ms,p99Ms',
      'main,src/main.ts,1,1,0,900,150,900,,900,900,900,900,900',
      'Shop.checkout,src/shop.ts,12,3,1,750,738,250,,250,250,250,250,250',
      'load,src/store/load.ts,4,96,0,12,12,0.125,,0.125,0.125,0.125,0.125,0.125',
      '',
    ]);
  });

  it('has the bytes of the functions at the end, where the run has a profile of memory', async () => {
    const memory = {
      measure: 'allocated',
      selfBytes: Float64Array.of(10, Number.NaN, 3000),
      totalBytes: Float64Array.of(4000, Number.NaN, 3000),
    } as const;
    const report = await reportOf({ ...run.functions, memory });
    expect(schemaErrors('report', JSON.parse(writeReport('json', report)))).toEqual([]);
    const ends = writeReport('csv', report)
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(',').slice(-2));
    expect(ends).toEqual([
      ['memorySelfBytes', 'memoryTotalBytes'],
      ['10', '4000'],
      ['', ''],
      ['3000', '3000'],
    ]);
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM', "'@SUM"],
    ['\tx', "'\tx"],
    ['<anonymous>', '<anonymous>'],
  ])('writes the name %j as %j', async (name, cell) => {
    const csv = writeReport('csv', await reportOf({ ...run.functions, name: [name, name, name] }));
    expect(csv.split('\r\n')[1]?.startsWith(`${cell},`)).toBe(true);
  });
});

it('sums up in five lines', async () => {
  const report = await reportOf(run.functions, { dropped: 1200, throttledFunctions: 2 });
  expect(writeReport('summary', report)).toBe(
    [
      'Executions: 100 calls of 3 functions',
      'Avg Duration: 16.6 ms',
      'Success Rate: 99.00% (1 error)',
      'Slow Functions: 2 from 100 ms on average, the slowest critical',
      'Loss: 1,200 dropped, 2 functions throttled; tracer cost 2.50 ms',
      '',
    ].join('\n'),
  );
});

it.each([
  [null, '-'],
  [0, '0 ms'],
  [0.000_12, '120 ns'],
  [0.001, '1.00 us'],
  [0.9994, '999 us'],
  [0.9996, '1.00 ms'],
  [99.96, '100 ms'],
  [999.6, '1.00 s'],
  [59_949, '59.9 s'],
  [59_951, '1 min 0 s'],
  [3_723_000, '62 min 3 s'],
])('writes %j ms as %s', (value, words) => {
  expect(formatMs(value)).toBe(words);
});

it('never rounds a failure away', () => {
  expect(formatShare(1)).toBe('100%');
  expect(formatShare(0.999_999)).toBe('99.99%');
  expect(formatShare(0)).toBe('0.00%');
});
