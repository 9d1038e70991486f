import type { CallTreeTable, Difference } from '#contract';
import { type FlameLayout, flameLayout } from '../../canvas/index.ts';
import type { FunctionNames } from './function-names.ts';

/** Colours from much faster (1) over unchanged (the middle) to much slower (the last); slot 0 is faded. */
export const CHANGE_SLOTS = 9;

/** Two runs as one graph. */
export interface DifferenceGraph {
  readonly names: FunctionNames;
  /** A row is as wide as it is in the run where it is wider. Its figures are those of the run that is looked at. */
  readonly layout: FlameLayout;
  readonly changeOf: (row: number) => RowChange;
  /** The function of the run by a function code of the graph; -1: the run does not have it. */
  readonly functionOf: (code: number) => number;
}

export interface RowChange {
  readonly baseNs: number;
  readonly nextNs: number;
  readonly baseCalls: number;
  readonly nextCalls: number;
}

export function differenceGraph({ revision, functions, tree }: Difference): DifferenceGraph {
  const { baseTotalNs, nextTotalNs, baseCalls, nextCalls } = tree;
  const table: CallTreeTable = {
    ...{ revision, length: tree.length, omitted: tree.omitted },
    ...{ function: tree.function, parent: tree.parent, subtreeEnd: tree.subtreeEnd, depth: tree.depth },
    node: pathIds(tree),
    ...{ calls: nextCalls, totalNs: nextTotalNs, selfNs: tree.nextSelfNs },
    errors: new Float64Array(tree.length),
    weight: nextTotalNs.map((ns, row) => Math.max(ns, baseTotalNs[row] as number)),
  };
  const plain = flameLayout(table);
  const slots = Uint8Array.from(plain.row, (row) =>
    changeSlot(baseTotalNs[row] as number, nextTotalNs[row] as number),
  );
  return {
    names: functions,
    layout: { ...plain, boxes: { ...plain.boxes, slots } },
    changeOf: (row) => ({
      baseNs: baseTotalNs[row] as number,
      nextNs: nextTotalNs[row] as number,
      baseCalls: baseCalls[row] as number,
      nextCalls: nextCalls[row] as number,
    }),
    functionOf: (code) => (code < 0 ? -1 : (functions.next[code] ?? -1)),
  };
}

/** By the change as a share of the larger of the two: all of it for what is new or gone, a quarter for a third more. */
export function changeSlot(base: number, next: number): number {
  const larger = Math.max(base, next);
  const share = larger > 0 ? (next - base) / larger : 0;
  const middle = (CHANGE_SLOTS + 1) / 2;
  return middle + Math.round(share * (middle - 1));
}

/** A number for the way to each row: the same in a finer answer, where rows have moved, so that what is selected stays it. */
function pathIds({ length, parent, function: fn }: Difference['tree']): Int32Array {
  const ids = new Int32Array(length);
  for (let row = 1; row < length; row++) {
    const above = ids[parent[row] as number] as number;
    ids[row] = Math.imul(Math.imul(above ^ 0x811c9dc5, 0x01000193) ^ (fn[row] as number), 0x85ebca6b);
  }
  return ids;
}
