import type { FunctionTable } from '#contract';
import { memoryColumns } from './memory/index.ts';
import { wholeRunFigures } from './node-figures.ts';
import type { Query } from './query.ts';

/** Statistics of every function, whole run. Only inside `within`. */
export function functionTable(query: Query): FunctionTable {
  const { snapshot } = query;
  const { functions, figures, files, nodes, revision } = snapshot;
  const { length } = functions;
  const column = () => new Float64Array(length);
  const nothing = () => new Float64Array(length).fill(Number.NaN);
  const table = {
    revision,
    length,
    name: functions.map((f) => f.name),
    file: Int32Array.from(functions, (f) => f.file),
    files: [...files],
    line: Int32Array.from(functions, (f) => f.line),
    flags: Uint8Array.from(functions, (f) => f.flags),
    calls: column(),
    errors: column(),
    totalNs: column(),
    selfNs: column(),
    avgNs: nothing(),
    minNs: nothing(),
    maxNs: nothing(),
    p50Ns: nothing(),
    p90Ns: nothing(),
    p95Ns: nothing(),
    p99Ns: nothing(),
    memory: memoryColumns(query, {}, Int32Array.from(functions.keys()), length),
  };
  const whole = wholeRunFigures(snapshot);
  for (let node = 1; node < nodes.length; node++) {
    const f = nodes.function[node] as number;
    table.calls[f] = (table.calls[f] as number) + (whole.calls[node] as number);
    table.errors[f] = (table.errors[f] as number) + (whole.errors[node] as number);
    table.selfNs[f] = (table.selfNs[f] as number) + (whole.selfNs[node] as number);
    if (nodes.outermost[node] === 1) {
      table.totalNs[f] = (table.totalNs[f] as number) + (whole.totalNs[node] as number);
    }
  }
  for (let f = 0; f < length; f++) {
    const own = figures[f];
    if (!own || own.finished === 0) continue;
    table.avgNs[f] = own.sumNs / own.finished;
    table.minNs[f] = own.minNs;
    table.maxNs[f] = own.maxNs;
    [table.p50Ns, table.p90Ns, table.p95Ns, table.p99Ns].forEach((percentile, i) => {
      percentile[f] = own.percentiles[i] as number;
    });
  }
  return table;
}
