import type { FunctionTable } from './recordings.ts';
import type { ThrottledCalls } from './runs.ts';

/** By row of the table, how many of its calls were counted without a span of their own; `null` where no function was throttled. */
export function countedCalls(
  { length, name, file, files, line }: FunctionTable,
  throttled: readonly ThrottledCalls[] | undefined,
): Float64Array | null {
  if (!throttled || throttled.length === 0) return null;
  const byPlace = new Map(throttled.map((one) => [`${one.file}:${one.line}:${one.name}`, one.counted]));
  return Float64Array.from(
    { length },
    (_, row) => byPlace.get(`${files[file[row] ?? -1] ?? ''}:${line[row]}:${name[row]}`) ?? 0,
  );
}

/**
 * By row of the table, what the measured total and self time of a function is to be multiplied by to stand for all its calls: all of
 * them to those that were timed. 1 where every call was, or none; `null` where no function was throttled. An estimate: the calls
 * that were timed are taken to be like the others.
 */
export function timeScales(
  table: FunctionTable,
  throttled: readonly ThrottledCalls[] | undefined,
): Float64Array | null {
  const counted = countedCalls(table, throttled);
  if (!counted) return null;
  return counted.map((without, row) => {
    const all = table.calls[row] ?? 0;
    return without > 0 && all > without ? all / (all - without) : 1;
  });
}

/** The table with the two times multiplied. */
export function scaledTimes(table: FunctionTable, scales: Float64Array | null): FunctionTable {
  if (!scales) return table;
  const scaled = (column: Float64Array) => column.map((ns, row) => ns * (scales[row] as number));
  return { ...table, totalNs: scaled(table.totalNs), selfNs: scaled(table.selfNs) };
}
