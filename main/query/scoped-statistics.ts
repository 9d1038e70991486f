import type { StatisticsRequest, StatisticsTable } from '#contract';
import { MAX_PAGE_ROWS, SPAN } from '../store/span-page.ts';
import { DurationsByKey } from './durations-by-key.ts';
import { foldersOf } from './folders.ts';
import { memoryColumns } from './memory/index.ts';
import { scopedFigures, scopedPages } from './node-figures.ts';
import type { Query } from './query.ts';
import type { Snapshot } from './snapshot.ts';
import { sumByKey } from './sum-by-key.ts';

/** Of a call with one of these nobody knows how long it took. */
const ENDLESS = SPAN.UNFINISHED | SPAN.INCOMPLETE;

/** Statistics by function, file or folder over a scope. */
export function scopedStatistics(query: Query, request: Omit<StatisticsRequest, 'run'>): StatisticsTable {
  const { snapshot } = query;
  const { keyOf, keys, folders } = groups(snapshot, request.by);
  const sums = sumByKey(snapshot.nodes, scopedFigures(query, request), keyOf, keys);
  const memory = memoryColumns(query, request, keyOf, keys);
  const durations = new DurationsByKey(keys);
  collect(query, request, keyOf, durations);
  const index = Int32Array.from(
    Array.from({ length: keys }, (_, key) => key).filter(
      (key) => (sums.calls[key] as number) > 0 || (memory?.totalBytes[key] ?? 0) > 0,
    ),
  );
  const figures = Array.from(index, (key) => durations.of(key));
  const column = (pick: (row: number) => number) => Float64Array.from(index, (_, row) => pick(row));
  const summed = (values: Float64Array) => Float64Array.from(index, (key) => values[key] as number);
  const percentile = (at: number) => column((row) => figures[row]?.percentiles[at] ?? Number.NaN);
  return {
    revision: snapshot.revision,
    length: index.length,
    index,
    folders,
    calls: summed(sums.calls),
    errors: summed(sums.errors),
    totalNs: summed(sums.totalNs),
    selfNs: summed(sums.selfNs),
    avgNs: column((row) => figures[row]?.avg ?? Number.NaN),
    minNs: column((row) => figures[row]?.min ?? Number.NaN),
    maxNs: column((row) => figures[row]?.max ?? Number.NaN),
    p50Ns: percentile(0),
    p90Ns: percentile(1),
    p95Ns: percentile(2),
    p99Ns: percentile(3),
    memory: memory && {
      measure: memory.measure,
      selfBytes: summed(memory.selfBytes),
      totalBytes: summed(memory.totalBytes),
    },
  };
}

interface Groups {
  /** By function. */
  readonly keyOf: Int32Array;
  readonly keys: number;
  readonly folders: readonly string[];
}

function groups({ functions, files }: Snapshot, by: StatisticsRequest['by']): Groups {
  if (by === 'function')
    return { keyOf: Int32Array.from(functions.keys()), keys: functions.length, folders: [] };
  const fileOf = Int32Array.from(functions, ({ file }) => file);
  if (by === 'file') return { keyOf: fileOf, keys: files.length, folders: [] };
  const { folders, ofFile } = foldersOf(files);
  return { keyOf: fileOf.map((file) => ofFile[file] as number), keys: folders.length, folders };
}

function collect(
  query: Query,
  request: Omit<StatisticsRequest, 'run'>,
  keyOf: Int32Array,
  durations: DurationsByKey,
): void {
  const functionOf = query.snapshot.nodes.function;
  const node = new Int32Array(MAX_PAGE_ROWS);
  const duration = new Float64Array(MAX_PAGE_ROWS);
  for (const { page, isWhole, fits } of scopedPages(query, request)) {
    const { rows } = page;
    if (isWhole && rows <= MAX_PAGE_ROWS && page.hasNone(ENDLESS)) {
      page.unpackInto(node, duration);
      for (let i = 0; i < rows; i++) {
        durations.add(keyOf[functionOf[node[i] as number] as number] as number, duration[i] as number);
      }
      continue;
    }
    const { node: nodes, duration: lasted, flags } = page;
    for (let i = 0; i < rows; i++) {
      if (((flags[i] as number) & ENDLESS) !== 0 || !(isWhole || fits(i))) continue;
      durations.add(keyOf[functionOf[nodes[i] as number] as number] as number, lasted[i] as number);
    }
  }
}
