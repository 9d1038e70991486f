import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSpools } from './store/generate-spools.ts';
import type { IngestFloors } from './store/ingest-floors.ts';
import { jsonFigures } from './store/json-size.ts';
import { measureApart, measureFloorsApart, measureOneCore } from './store/measure-process.ts';
import { type IngestFigures, measureRecording, type RecordingFigures } from './store/measure-recording.ts';
import { printQueries } from './store/print-queries.ts';
import { recordProgram } from './store/record-program.ts';
import { writeRowPerSpan } from './store/row-per-span.ts';
import { printTable } from './table.ts';

/** Spans that the peers are measured on. */
const PEER_SPANS = 1_000_000;
/** Ingested before, so that the compiler has seen all of it. */
const FIRST_SPANS = 4_000_000;
const FUNCTIONS = 2400;
const THREADS = 3;

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
const rate = (spans: number, took: number): string => `${(spans / took / 1000).toFixed(2)} M/s`;

/**
 * `npm run bench -- store [1] [10] [100] [program] [peers]`: so many million spans that a made-up server has, those of a real
 * program, and a million of them kept in other ways; without any, a million and the two others.
 */
export default async function run(asked: readonly string[]): Promise<void> {
  const parts = asked.length > 0 ? asked : ['1', 'program', 'peers'];
  const measured: Measured[] = [];
  const server = (spans: number) => (spoolDir: string) => {
    generateSpools({ spans, threads: THREADS, functions: FUNCTIONS, spoolDir });
  };
  // Not measured: it fills the cache of compiled code.
  await inFolder(server(100_000), measureApart);
  for (const millions of parts.map(Number).filter(Number.isFinite)) {
    const figures = await inFolder(server(millions * 1_000_000), measureAll);
    measured.push({ label: `${millions} million`, ...figures });
  }
  if (parts.includes('program')) {
    measured.push({ label: 'a program', ...(await inFolder(recordProgram, measureAll)) });
  }
  printGrowth(measured);
  printQueries(measured);
  if (parts.includes('peers')) await inFolder(server(PEER_SPANS), printPeers);
}

/** The recording and what is compared with it, each in a process of its own. */
async function measureAll(spoolDir: string, file: string): Promise<Omit<Measured, 'label'>> {
  // An ingest deletes what it has worked off.
  const [forOneCore, forFloors, first] = ['one-core', 'floors', 'first'].map(
    (name) => `${spoolDir}-${name}`,
  ) as [string, string, string];
  linkFiles(spoolDir, forOneCore);
  linkFiles(spoolDir, forFloors);
  generateSpools({ spans: FIRST_SPANS, threads: THREADS, functions: FUNCTIONS, spoolDir: first });
  const oneCore = await measureOneCore(forOneCore, `${file}.one-core`);
  const figures = await measureApart(spoolDir, file);
  return { figures, oneCore, floors: await measureFloorsApart(forFloors, first, file) };
}

function linkFiles(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) linkSync(join(from, name), join(to, name));
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
  /** All threads of the process on one core. */
  readonly oneCore: IngestFigures | undefined;
  readonly floors: IngestFloors;
}

function printGrowth(measured: readonly Measured[]): void {
  const row = (name: string, target: string, value: (figures: RecordingFigures) => string) => [
    name,
    target,
    ...measured.map(({ figures }) => value(figures)),
  ];
  const floor = (name: string, of: 'decodedNs' | 'storedNs') => [
    name,
    '',
    ...measured.map(({ floors }) => floors[of].toFixed(0)),
  ];
  const cpu = (f: IngestFigures): string => ((f.ingestCpuMs * 1e6) / f.summary.spans).toFixed(0);
  const ingested = (figures: IngestFigures | undefined) =>
    figures ? rate(figures.summary.spans, figures.ingestMs) : '';
  printTable(
    'What a recording costs, by its size',
    ['', 'target', ...measured.map(({ label }) => label)],
    [
      row('spans', '', ({ summary }) => summary.spans.toLocaleString('en')),
      row('functions', '', ({ summary }) => String(summary.functions)),
      row('ingest, elapsed', '3 M/s', (f) => rate(f.summary.spans, f.ingestMs)),
      ['ingest on one core, elapsed', '3 M/s', ...measured.map(({ oneCore }) => ingested(oneCore))],
      row('ns of CPU a span', '333', cpu),
      ['after another one, elapsed', '3 M/s', ...measured.map(({ floors }) => ingested(floors.second))],
      ['ns of CPU a span', '333', ...measured.map(({ floors }) => cpu(floors.second))],
      floor('floor: only reading the stream', 'decodedNs'),
      floor('floor: only storing the bytes', 'storedNs'),
      row('bytes a span', '10', (f) => (f.fileBytes / f.summary.spans).toFixed(2)),
      row('bytes a span in the spool', '', (f) => (f.spoolBytes / f.summary.spans).toFixed(2)),
      row('reopen', '300 ms', (f) => ms(f.reopenMs)),
      row('resident memory, ingest', '500 MB', (f) => mb(f.ingestRss)),
      row('resident memory, queries', '500 MB', (f) => mb(f.queryRss)),
    ],
  );
}
