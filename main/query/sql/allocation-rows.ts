import type { SqlValue } from '#contract';
import { threadAllocations, withBelow } from '../allocations.ts';
import type { Query } from '../query.ts';

export const ALLOCATION_COLUMNS = [
  ...(['thread', 'node', 'parent', 'function', 'name', 'file', 'line', 'measure'] as const),
  ...(['bytes', 'count', 'total_bytes', 'total_count'] as const),
] as const;

/** Rows of the table `allocations`. */
export function* sqlAllocations(query: Query): Generator<SqlValue[]> {
  const { functions, files } = query.snapshot;
  for (const { thread, measure, parent, function: fns, bytes, count } of threadAllocations(query)) {
    const totalBytes = withBelow(parent, bytes);
    const totalCount = withBelow(parent, count);
    const hasCounts = !count.includes(-1);
    for (let node = 0; node < parent.length; node++) {
      const fn = fns[node] as number;
      const known = functions[fn];
      yield [
        ...[thread, node, node === 0 ? null : (parent[node] as number)],
        ...(known ? [fn, known.name, files[known.file] ?? '', known.line] : [null, null, null, null]),
        ...[measure, bytes[node] as number, hasCounts ? (count[node] as number) : null],
        ...[totalBytes[node] as number, hasCounts ? (totalCount[node] as number) : null],
      ];
    }
  }
}
