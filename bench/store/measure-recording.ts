import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type IngestSummary, startIngest } from '../../main/ingest/index.ts';
import type { RunFacts } from '../../main/ingest/types.ts';
import { createRecordings, openScan } from '../../main/query/index.ts';
import { measureQueries, type QueryFigures } from './measure-queries.ts';

export const facts: RunFacts = {
  id: 'rbench',
  name: 'bench',
  command: 'node server.js',
  cwd: '',
  level: 1,
  state: 'done',
  pid: 1000,
  startedAt: 1_700_000_000_000,
  endedAt: null,
  exitCode: 0,
  signal: null,
  diagnosis: null,
};

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
  const cpu = process.cpuUsage();
  const began = performance.now();
  const ingest = startIngest({ run: 'rbench', spoolDir, file, facts });
  const summary = await ingest.finish();
  const ingestMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const ingestRss = memory.peak();

  const reopens = Array.from({ length: 3 }, () => {
    const opened = performance.now();
    openScan(file).dispose();
    return performance.now() - opened;
  });
  const run = { ...facts, dir: '/srv', file, pinned: false, bytes: 0, spans: 0, functions: 0, errors: 0 };
  const located = { file, run, progress: ingest.progress() };
  const recordings = createRecordings(async () => located, { timeLimitMs: 60_000 });
  try {
    const queries = await measureQueries(recordings, summary.durationNs);
    return {
      summary,
      spoolBytes,
      fileBytes: statSync(file).size,
      ingestMs,
      ingestCpuMs: (user + system) / 1000,
      reopenMs: Math.max(...reopens),
      queries,
      ingestRss,
      queryRss: memory.peak(),
    };
  } finally {
    memory.stop();
    recordings.dispose();
    ingest.dispose();
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
