import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIngest } from '../main/ingest/index.ts';
import type { RunFacts } from '../main/ingest/types.ts';
import { createRecordings, openScan } from '../main/query/index.ts';
import type { Run } from '../preload/contract/index.ts';
import { generateSpools } from './store/generate-spools.ts';
import { measureQueries } from './store/measure-queries.ts';
import { writeRowPerSpan } from './store/row-per-span.ts';
import { printTable } from './table.ts';

/** Spans to record; `CALLSCAPE_BENCH_SPANS` asks for more. Row-per-span SQLite is measured on the first million. */
const SPANS = Number(process.env.CALLSCAPE_BENCH_SPANS ?? 1_000_000);
const ROWS = Math.min(SPANS, 1_000_000);

const facts: RunFacts = {
  id: 'rbench',
  name: 'bench',
  command: 'node server.js',
  cwd: '',
  level: 1,
  state: 'done',
  pid: 1000,
  startedAt: Date.now(),
  endedAt: null,
  exitCode: 0,
  signal: null,
  diagnosis: null,
};

const ms = (value: number): string => `${value.toFixed(1)} ms`;

export default async function run(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-bench-'));
  try {
    await measure(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(dir: string): Promise<void> {
  const spoolDir = join(dir, 'spool');
  const file = join(dir, 'rbench.callscape');
  const spoolBytes = generateSpools({ spans: SPANS, threads: 3, functions: 2000, spoolDir });

  const cpu = process.cpuUsage();
  let began = performance.now();
  const ingest = startIngest({ run: 'rbench', spoolDir, file, facts });
  const summary = await ingest.finish();
  const ingestMs = performance.now() - began;
  const used = process.cpuUsage(cpu);
  const cpuMs = (used.user + used.system) / 1000;
  const bytes = statSync(file).size;

  began = performance.now();
  openScan(file).dispose();
  const reopenMs = performance.now() - began;
  const rows = writeRowPerSpan(join(dir, 'rows.sqlite'), file, ROWS);

  printTable(
    `Ingest of ${SPANS.toLocaleString('en')} spans (${summary.functions} functions, ${summary.threads} threads)`,
    ['', 'Callscape', 'a row per span', 'ratio'],
    [
      [
        'thousand spans/s',
        (SPANS / ingestMs).toFixed(0),
        (ROWS / rows.ms).toFixed(0),
        ratio(SPANS / ingestMs, ROWS / rows.ms),
      ],
      [
        'ns of CPU a span',
        ((cpuMs * 1e6) / SPANS).toFixed(0),
        ((rows.ms * 1e6) / ROWS).toFixed(0),
        ratio(rows.ms / ROWS, cpuMs / SPANS),
      ],
      [
        'bytes a span',
        (bytes / SPANS).toFixed(2),
        (rows.bytes / ROWS).toFixed(2),
        ratio(rows.bytes / ROWS, bytes / SPANS),
      ],
      ['bytes a span in the spool', (spoolBytes / SPANS).toFixed(2), '', ''],
      ['all tables of the reader', ms(reopenMs), '', ''],
    ],
  );

  const located = { file, run: runOf(file), progress: ingest.progress() };
  const recordings = createRecordings(async () => located, { timeLimitMs: 60_000 });
  try {
    printTable(
      'Queries through a reader thread',
      ['', 'median', 'worst', 'rows'],
      (await measureQueries(recordings, summary.durationNs)).map((q) => [
        q.name,
        ms(q.medianMs),
        ms(q.worstMs),
        String(q.rows),
      ]),
    );
    console.log(`Resident memory: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
  } finally {
    recordings.dispose();
    ingest.dispose();
  }
}

const ratio = (a: number, b: number): string => `${(a / b).toFixed(1)}x`;
const runOf = (file: string): Run => ({
  ...facts,
  dir: '/srv',
  file,
  pinned: false,
  bytes: 0,
  spans: 0,
  functions: 0,
  errors: 0,
});
