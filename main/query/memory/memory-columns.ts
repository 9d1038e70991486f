import { type CallScope, isContractError, type MemoryColumns } from '#contract';
import { explain } from '../../store/sqlite.ts';
import type { Query } from '../query.ts';
import { sumByKey } from '../sum-by-key.ts';
import { memoryTree } from './memory-tree.ts';

/**
 * Bytes by key of the functions; `undefined` for a scope that profiles know nothing of. A damaged profile takes nothing away from the
 * other figures: its bytes are not known.
 */
export function memoryColumns(
  query: Query,
  { range, trace, thread }: CallScope,
  keyOf: Int32Array,
  keys: number,
): MemoryColumns | undefined {
  if (range !== undefined || trace !== undefined) return undefined;
  try {
    const memory = explain(query.reader.file, () => memoryTree(query, thread));
    if (!memory) return undefined;
    const { selfNs, totalNs } = sumByKey(memory.tree, memory.tree, keyOf, keys);
    return { measure: memory.measure, selfBytes: selfNs, totalBytes: totalNs };
  } catch (error) {
    if (!isContractError(error, 'damaged')) throw error;
    const unknown = () => new Float64Array(keys).fill(Number.NaN);
    return { measure: 'mixed', selfBytes: unknown(), totalBytes: unknown() };
  }
}
