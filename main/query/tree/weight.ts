import type { CallTreeRequest } from '#contract';
import type { TreeColumns } from '../call-tree.ts';
import type { NodeFigures } from '../node-table.ts';
import type { Scratch } from '../scratch.ts';

/**
 * How wide each row of a tree is, when it is not by total time or all its bytes (`undefined` then). Self time and calls are added up from below, so
 * that children fit into their parent; in an inverted tree a row already stands for what ended at the beginning of its path.
 */
export function weightOf(
  { length, parent }: TreeColumns,
  { calls, selfNs }: NodeFigures,
  by: CallTreeRequest['by'],
  inverted: boolean,
  scratch: Scratch,
): Float64Array | undefined {
  if (by === undefined || by === 'total' || by === 'memory' || (inverted && by === 'self')) return undefined;
  const weight = scratch.float64(length);
  weight.set((by === 'self' ? selfNs : calls).subarray(0, length));
  // Row 0 of an inverted tree counts all calls itself; here they come from its children.
  if (inverted) weight[0] = 0;
  for (let row = length - 1; row > 0; row--) {
    const above = parent[row] as number;
    if (!inverted || above === 0) weight[above] = (weight[above] as number) + (weight[row] as number);
  }
  return weight;
}
