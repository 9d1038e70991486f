import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Ingest, type IngestSummary, startIngest } from '../../main/ingest/index.ts';
import { createRecordings, openScan } from '../../main/query/index.ts';
import { sealedState } from '../../main/store/index.ts';
import type { RunProgress } from '../../preload/contract/index.ts';
import { facts } from './facts.ts';
import { measureQueries, type QueryFigures } from './measure-queries.ts';

/** What one recording costs; ms, bytes. */
export interface RecordingFigures {
  readonly summary: IngestSummary;
  readonly spoolBytes: number;
  readonly fileBytes: number;
  readonly ingestMs: number;
  /** Of all threads of the process together. */
  readonly ingestCpuMs: number;
  /** All tables of the reader, from a file that was closed. */
  readonly reopenMs: number;
  readonly queries: readonly QueryFigures[];
  /** Resident memory of the process at its highest, while the spool was worked off and while it was asked. */
  readonly ingestRss: number;
  readonly queryRss: number;
}

/** Turns a spool into a recording as the workbench does, opens it and asks it everything. */
export async function measureRecording(spoolDir: string, file: string): Promise<RecordingFigures> {
  const spoolBytes = readdirSync(spoolDir).reduce(
    (sum, name) => sum + statSync(join(spoolDir, name)).size,
    0,
  );
  const memory = watchMemory();
  const { ingest, summary, ingestMs, ingestCpuMs } = await ingested(spoolDir, file);
  const ingestRss = memory.peak();

  try {
    const asked = await askEverything(file, summary.durationNs, ingest.progress());
    return {
      summary,
      spoolBytes,
      fileBytes: statSync(file).size,
      ingestMs,
      ingestCpuMs,
      ...asked,
      ingestRss,
      queryRss: memory.peak(),
    };
  } finally {
    memory.stop();
    ingest.dispose();
  }
}

/** Elapsed, and of all threads of the process. */
export type IngestFigures = Pick<RecordingFigures, 'summary' | 'ingestMs' | 'ingestCpuMs'>;

/** Turns a spool into a recording and asks nothing. */
export async function measureIngest(spoolDir: string, file: string): Promise<IngestFigures> {
  const { ingest, ...figures } = await ingested(spoolDir, file);
  ingest.dispose();
  return figures;
}

async function ingested(
  spoolDir: string,
  file: string,
): Promise<IngestFigures & { readonly ingest: Ingest }> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const ingest = startIngest({ run: 'rbench', spoolDir, file, facts });
  const summary = await ingest.finish();
  const ingestMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { ingest, summary, ingestMs, ingestCpuMs: (user + system) / 1000 };
}

/** What questions to a recording cost; ms. */
export type AskedFigures = Pick<RecordingFigures, 'reopenMs' | 'queries' | 'queryRss'>;

/** Opens a recording that is there already and asks it everything. */
export async function measureFile(file: string): Promise<AskedFigures & { readonly summary: IngestSummary }> {
  const state = sealedState(file);
  if (!state) throw new Error(`${file} is no complete recording.`);
  const memory = watchMemory();
  try {
    const { run, revision, summary } = state;
    const { spans, bytes, honesty } = summary;
    const progress = { run, revision, spans, spansPerSecond: 0, lagBytes: 0, bytes, honesty };
    const asked = await askEverything(file, summary.durationNs, progress);
    return { summary, ...asked, queryRss: memory.peak() };
  } finally {
    memory.stop();
  }
}

async function askEverything(
  file: string,
  durationNs: number,
  progress: RunProgress,
): Promise<Pick<RecordingFigures, 'reopenMs' | 'queries'>> {
  const reopens = Array.from({ length: 3 }, () => {
    const opened = performance.now();
    openScan(file).dispose();
    return performance.now() - opened;
  });
  const run = { ...facts, dir: '/srv', file, pinned: false, bytes: 0, spans: 0, functions: 0, errors: 0 };
  const recordings = createRecordings(async () => ({ file, run, progress }), { timeLimitMs: 60_000 });
  try {
    return { reopenMs: Math.max(...reopens), queries: await measureQueries(recordings, durationNs) };
  } finally {
    recordings.dispose();
  }
}

/** The highest resident memory since the last call of `peak`, looked at ten times a second. */
function watchMemory(): { peak(): number; stop(): void } {
  let highest = 0;
  const look = () => {
    highest = Math.max(highest, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 100);
  return {
    peak() {
      look();
      const peak = highest;
      highest = 0;
      return peak;
    },
    stop: () => clearInterval(timer),
  };
}
