import type { FunctionTable } from '#contract';
import { memoryFigures } from '#renderer/app/memory-words.ts';
import type { SortKey } from '#renderer/widgets/table/index.ts';

/** The times of a function: id of the column, title, what it means, and where it stands. */
export const times = [
  ['total', 'Total', 'Time inside the function and what it called; recursion counts once', 'totalNs'],
  ['self', 'Self', 'Time inside the function, without what it called', 'selfNs'],
  ['avg', 'Average', 'Mean duration of a finished call', 'avgNs'],
  ['min', 'Min', 'Shortest finished call', 'minNs'],
  ['p50', 'p50', 'Half of the calls were faster', 'p50Ns'],
  ['p90', 'p90', '90% of the calls were faster', 'p90Ns'],
  ['p95', 'p95', '95% of the calls were faster', 'p95Ns'],
  ['p99', 'p99', '99% of the calls were faster', 'p99Ns'],
  ['max', 'Max', 'Longest finished call', 'maxNs'],
] as const;

/** What a column sorts by. */
export function sortKey(table: FunctionTable, column: string): SortKey {
  switch (column) {
    case 'function':
      return table.name;
    case 'file':
      return Array.from(table.file, (file, row) => `${table.files[file]}:${table.line[row]}`);
    case 'calls':
      return table.calls;
    case 'errors':
      return table.errors;
    case 'spread':
      return table.p50Ns.map((ns, row) => (table.maxNs[row] as number) / Math.max(1, ns));
    case 'errorRate':
      return table.errors.map((errors, row) => errors / (table.calls[row] ?? Number.NaN));
    default:
      return bytesOf(table, column) ?? table[times.find(([id]) => id === column)?.[3] ?? 'selfNs'];
  }
}

function bytesOf({ memory }: FunctionTable, column: string): Float64Array | undefined {
  const figure = memoryFigures.find(([id]) => id === column);
  return figure && memory?.[figure[3]];
}

/** What the numbers of a column are in; '' where that needs no saying. */
export function unitOf(column: string): 'ns' | 'bytes' | '' {
  if (times.some(([id]) => id === column)) return 'ns';
  return memoryFigures.some(([id]) => id === column) ? 'bytes' : '';
}
