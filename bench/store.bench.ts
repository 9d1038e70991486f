import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSpools } from './store/generate-spools.ts';
import { jsonFigures } from './store/json-size.ts';
import { measureApart } from './store/measure-process.ts';
import { measureRecording, type RecordingFigures } from './store/measure-recording.ts';
import { printQueries } from './store/print-queries.ts';
import { recordProgram } from './store/record-program.ts';
import { writeRowPerSpan } from './store/row-per-span.ts';
import { printTable } from './table.ts';

/** Spans that the peers are measured on. */
const PEER_SPANS = 1_000_000;
const FUNCTIONS = 2400;
const THREADS = 3;

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
const rate = (spans: number, took: number): string => `${(spans / took / 1000).toFixed(2)} M/s`;

/**
 * `npm run bench -- store [1] [10] [100]`: so many million spans that a made-up server has, and a real program; without a number
 * a million.
 */
export default async function run(): Promise<void> {
  const sizes = process.argv.slice(3).map(Number).filter(Number.isFinite);
  const measured: { label: string; figures: RecordingFigures }[] = [];
  const server = (spans: number) => (spoolDir: string) => {
    generateSpools({ spans, threads: THREADS, functions: FUNCTIONS, spoolDir });
  };
  // Not measured: it fills the cache of compiled code.
  await inFolder(server(100_000), measureApart);
  for (const millions of sizes.length > 0 ? sizes : [1]) {
    const figures = await inFolder(server(millions * 1_000_000), measureApart);
    measured.push({ label: `${millions} million`, figures });
  }
  measured.push({ label: 'a program', figures: await inFolder(recordProgram, measureApart) });
  printGrowth(measured);
  printQueries(measured);
  await inFolder(server(PEER_SPANS), printPeers);
}

async function inFolder<T>(
  make: (spoolDir: string) => void,
  measure: (spoolDir: string, file: string) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-bench-'));
  try {
    const spoolDir = join(dir, 'spool');
    make(spoolDir);
    return await measure(spoolDir, join(dir, 'rbench.callscape'));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function printPeers(spoolDir: string, file: string): Promise<void> {
  const { summary, fileBytes, ingestMs, reopenMs } = await measureRecording(spoolDir, file);
  const { spans } = summary;
  const rows = writeRowPerSpan(`${file}.rows`, file, spans);
  const { chrome, speedscope } = await jsonFigures(file, spans);
  const own = fileBytes / summary.spans;
  const peer = (name: string, bytes: number, count: number, written: string, loaded: string) => [
    name,
    (bytes / count).toFixed(1),
    `${(bytes / count / own).toFixed(1)}x`,
    written,
    loaded,
  ];
  printTable(
    `A recording beside other ways to keep the same ${spans.toLocaleString('en')} spans`,
    ['', 'bytes a span', 'of ours', 'written', 'loaded'],
    [
      peer('Callscape', fileBytes, summary.spans, rate(summary.spans, ingestMs), ms(reopenMs)),
      peer('SQLite, a row per span, one index', rows.bytes, spans, rate(spans, rows.ms), ''),
      peer('Chrome trace, JSON', chrome.bytes, chrome.spans, '', ms(chrome.parseMs)),
      peer('speedscope, JSON', speedscope.bytes, speedscope.spans, '', ms(speedscope.parseMs)),
    ],
  );
}

interface Measured {
  readonly label: string;
  readonly figures: RecordingFigures;
}

function printGrowth(measured: readonly Measured[]): void {
  const row = (name: string, target: string, value: (figures: RecordingFigures) => string) => [
    name,
    target,
    ...measured.map(({ figures }) => value(figures)),
  ];
  printTable(
    'What a recording costs, by its size',
    ['', 'target', ...measured.map(({ label }) => label)],
    [
      row('spans', '', ({ summary }) => summary.spans.toLocaleString('en')),
      row('functions', '', ({ summary }) => String(summary.functions)),
      row('ingest, elapsed', '3 M/s', (f) => rate(f.summary.spans, f.ingestMs)),
      row('ns of CPU a span', '333', (f) => ((f.ingestCpuMs * 1e6) / f.summary.spans).toFixed(0)),
      row('bytes a span', '10', (f) => (f.fileBytes / f.summary.spans).toFixed(2)),
      row('bytes a span in the spool', '', (f) => (f.spoolBytes / f.summary.spans).toFixed(2)),
      row('reopen', '300 ms', (f) => ms(f.reopenMs)),
      row('resident memory, ingest', '500 MB', (f) => mb(f.ingestRss)),
      row('resident memory, queries', '500 MB', (f) => mb(f.queryRss)),
    ],
  );
}
