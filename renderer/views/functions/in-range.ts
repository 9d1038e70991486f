import type { CallTreeTable, FunctionTable } from '#contract';

/**
 * The function table of a time range, from the call tree of that range: calls, errors, total and self time in ns, and the
 * average. A recursive call's time counts once, in the outermost. Percentiles, min and max are known for the whole run only,
 * so they are NaN here.
 */
export function functionsInRange(all: FunctionTable, tree: CallTreeTable): FunctionTable {
  const { length } = all;
  const calls = new Float64Array(length);
  const errors = new Float64Array(length);
  const totalNs = new Float64Array(length);
  const selfNs = new Float64Array(length);
  // The row at which the outermost call of a function, whose subtree the walk is in, ends.
  const insideUntil = new Int32Array(length);
  for (let row = 1; row < tree.length; row++) {
    const fn = tree.function[row] as number;
    if (fn < 0 || fn >= length) continue;
    calls[fn] = (calls[fn] as number) + (tree.calls[row] as number);
    errors[fn] = (errors[fn] as number) + (tree.errors[row] as number);
    selfNs[fn] = (selfNs[fn] as number) + (tree.selfNs[row] as number);
    if (row < (insideUntil[fn] as number)) continue;
    totalNs[fn] = (totalNs[fn] as number) + (tree.totalNs[row] as number);
    insideUntil[fn] = tree.subtreeEnd[row] as number;
  }
  const unknown = new Float64Array(length).fill(Number.NaN);
  return {
    ...all,
    calls,
    errors,
    totalNs,
    selfNs,
    avgNs: totalNs.map((ns, fn) => ns / (calls[fn] as number)),
    minNs: unknown,
    maxNs: unknown,
    p50Ns: unknown,
    p90Ns: unknown,
    p95Ns: unknown,
    p99Ns: unknown,
  };
}
