import type { FunctionTable } from './recordings.ts';
import type { ThrottledCalls } from './runs.ts';

/**
 * By row of the table, what the measured total and self time of a function is to be multiplied by to stand for all its calls: all of
 * them to those that were timed. 1 where every call was, or none; `null` where no function was throttled. An estimate: the calls
 * that were timed are taken to be like the others.
 */
export function timeScales(
  { length, name, file, files, line, calls }: FunctionTable,
  throttled: readonly ThrottledCalls[] | undefined,
): Float64Array | null {
  if (!throttled || throttled.length === 0) return null;
  const byPlace = new Map(throttled.map((one) => [`${one.file}:${one.line}:${one.name}`, one.counted]));
  return Float64Array.from({ length }, (_, row) => {
    const counted = byPlace.get(`${files[file[row] ?? -1] ?? ''}:${line[row]}:${name[row]}`) ?? 0;
    const all = calls[row] ?? 0;
    return counted > 0 && all > counted ? all / (all - counted) : 1;
  });
}

/** The table with the two times multiplied. */
export function scaledTimes(table: FunctionTable, scales: Float64Array | null): FunctionTable {
  if (!scales) return table;
  const scaled = (column: Float64Array) => column.map((ns, row) => ns * (scales[row] as number));
  return { ...table, totalNs: scaled(table.totalNs), selfNs: scaled(table.selfNs) };
}
