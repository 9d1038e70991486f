import type { FunctionTable, StatisticsTable } from '#contract';

const counts = ['calls', 'errors', 'totalNs', 'selfNs'] as const;
const times = ['avgNs', 'minNs', 'maxNs', 'p50Ns', 'p90Ns', 'p95Ns', 'p99Ns'] as const;

/**
 * The functions with their figures in a part of the run: nothing, and no times, for those that were not called there. Memory is none
 * of the part where that is a time.
 */
export function scopedTable(all: FunctionTable, part: StatisticsTable): FunctionTable {
  const spread = (values: Float64Array, otherwise: number) => {
    const column = new Float64Array(all.length).fill(otherwise);
    for (let row = 0; row < part.length; row++) column[part.index[row] as number] = values[row] as number;
    return column;
  };
  return {
    ...all,
    ...(Object.fromEntries([
      ...counts.map((name) => [name, spread(part[name], 0)]),
      ...times.map((name) => [name, spread(part[name], Number.NaN)]),
    ]) as Pick<FunctionTable, (typeof counts)[number] | (typeof times)[number]>),
    memory: part.memory && {
      measure: part.memory.measure,
      selfBytes: spread(part.memory.selfBytes, 0),
      totalBytes: spread(part.memory.totalBytes, 0),
    },
  };
}

/** Figures of files or folders as a table whose functions they are. */
export function groupTable(
  { files, revision }: FunctionTable,
  part: StatisticsTable,
  by: 'file' | 'folder',
): FunctionTable {
  const names = by === 'file' ? files : part.folders;
  const name = Array.from(part.index, (at) => names[at] ?? '');
  return {
    ...part,
    ...{ revision, name, files: name, length: part.length },
    file: Int32Array.from(part.index, (_, row) => row),
    line: new Int32Array(part.length),
    flags: new Uint8Array(part.length),
  };
}
