import { basename } from 'node:path';
import type { Baseline, FunctionFigures, FunctionTable, RecordingSummary } from '#contract';

/** ns to ms, to the nanosecond: no digits that only rounding errors made. */
export const toMs = (ns: number): number => Math.round(ns) / 1e6;

const toMsOrNull = (ns: number | undefined): number | null =>
  ns === undefined || Number.isNaN(ns) ? null : toMs(ns);

const bytesOrNull = (bytes = Number.NaN): number | null => (Number.isNaN(bytes) ? null : Math.round(bytes));

export type FunctionRow = Baseline['functions'][number];

/** One row of the table, in ms. */
function rowOf(table: FunctionTable, f: number): FunctionRow {
  const figures: FunctionFigures = {
    calls: table.calls[f] ?? 0,
    errors: table.errors[f] ?? 0,
    totalMs: toMs(table.totalNs[f] ?? 0),
    selfMs: toMs(table.selfNs[f] ?? 0),
    avgMs: toMsOrNull(table.avgNs[f]),
    minMs: toMsOrNull(table.minNs[f]),
    maxMs: toMsOrNull(table.maxNs[f]),
    p50Ms: toMsOrNull(table.p50Ns[f]),
    p90Ms: toMsOrNull(table.p90Ns[f]),
    p95Ms: toMsOrNull(table.p95Ns[f]),
    p99Ms: toMsOrNull(table.p99Ns[f]),
    ...(table.memory && {
      memorySelfBytes: bytesOrNull(table.memory.selfBytes[f]),
      memoryTotalBytes: bytesOrNull(table.memory.totalBytes[f]),
    }),
  };
  const file = table.files[table.file[f] ?? -1] ?? '';
  return { function: table.name[f] ?? '', file, line: table.line[f] ?? 0, ...figures };
}

export interface OrderedFunctions {
  /** By file, line and name, so that two exports of like runs differ only where the runs do. */
  readonly rows: readonly FunctionRow[];
  /** Row of each index of the table. */
  readonly rowOf: Int32Array;
}

export function orderFunctions(table: FunctionTable): OrderedFunctions {
  const indexed = Array.from({ length: table.length }, (_, f) => ({ f, row: rowOf(table, f) }));
  indexed.sort(
    (a, b) =>
      compareText(a.row.file, b.row.file) ||
      a.row.line - b.row.line ||
      compareText(a.row.function, b.row.function) ||
      a.f - b.f,
  );
  const rows = new Int32Array(table.length);
  indexed.forEach(({ f }, row) => {
    rows[f] = row;
  });
  return { rows: indexed.map(({ row }) => row), rowOf: rows };
}

/** By code unit: the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The identity of a run as exports carry it. @param memory of its functions */
export function runFacts(
  { run, threads, durationNs }: RecordingSummary,
  { memory }: Pick<FunctionTable, 'memory'>,
  version: string,
): Baseline['run'] {
  const runtimes = threads.map((thread) => `${thread.runtime} ${thread.runtimeVersion}`);
  return {
    id: run.id,
    name: run.name,
    project: basename(run.dir),
    command: run.command,
    level: run.level,
    startedAt: new Date(run.startedAt).toISOString(),
    durationMs: toMs(durationNs),
    exitCode: run.exitCode,
    signal: run.signal,
    runtimes: [...new Set(runtimes)].sort(),
    callscape: version,
    ...(memory && { memory: memory.measure }),
  };
}

/** What is not in the recording, as exports carry it. */
export function lossFacts({ progress: { honesty } }: RecordingSummary): Baseline['loss'] {
  return {
    dropped: honesty.dropped,
    sampled: honesty.sampled,
    throttledFunctions: honesty.throttledFunctions,
    truncatedValues: honesty.truncatedValues,
    redactedValues: honesty.redactedValues,
    damagedFrames: honesty.damagedFrames,
    unfinished: honesty.unfinished,
    skippedFiles: honesty.skippedFiles.length,
    tracerCostMs: toMs(honesty.tracerCostNs),
    maxClockErrorMs: toMs(honesty.maxClockErrorNs),
  };
}
