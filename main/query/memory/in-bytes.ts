import {
  type CallScope,
  type CallTreeTable,
  ContractError,
  type MemoryMeasure,
  type Sandwich,
} from '#contract';
import type { Query } from '../query.ts';
import { type MemoryTree, memoryTree } from './memory-tree.ts';

/** The tree by memory of a scope. Throws `refused` for a scope that has none, `not-found` without any profile. */
export function scopedMemoryTree(query: Query, { range, trace, thread }: CallScope): MemoryTree {
  if (range !== undefined || trace !== undefined) {
    throw new ContractError(
      'refused',
      'A profile of memory is of a whole thread. Ask without a time range and without a trace.',
    );
  }
  const memory = memoryTree(query, thread);
  if (memory) return memory;
  throw new ContractError(
    'not-found',
    'The recording has no profile of memory. Set TRACING_CAPTURE_MEMORY and record again.',
  );
}

/** A layout of such a tree, as the contract has it. */
export function tableInBytes(table: CallTreeTable, measure: MemoryMeasure): CallTreeTable {
  const none = () => new Float64Array(table.length);
  return {
    ...table,
    ...{ calls: none(), errors: none(), totalNs: none(), selfNs: none() },
    memory: { measure, selfBytes: table.selfNs, totalBytes: table.totalNs },
  };
}

export function sandwichInBytes(sandwich: Sandwich, measure: MemoryMeasure): Sandwich {
  const { selfNs: selfBytes, totalNs: totalBytes, callers, callees } = sandwich;
  return {
    ...sandwich,
    ...{ calls: 0, errors: 0, totalNs: 0, selfNs: 0 },
    memory: { measure, selfBytes, totalBytes },
    callers: tableInBytes(callers, measure),
    callees: tableInBytes(callees, measure),
  };
}
