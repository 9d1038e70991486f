import type { TreeColumns } from './call-tree.ts';
import type { NodeFigures } from './node-table.ts';
import { Scratch } from './scratch.ts';

/** Sums of the nodes of a tree by key; the total of a node below another of its key is in that one's. */
export function sumByKey(
  nodes: TreeColumns,
  figures: NodeFigures,
  keyOf: Int32Array,
  keys: number,
): NodeFigures {
  const sums = {
    calls: new Float64Array(keys),
    errors: new Float64Array(keys),
    totalNs: new Float64Array(keys),
    selfNs: new Float64Array(keys),
  };
  return new Scratch().within((scratch) => {
    const isOutermost = outermostOf(nodes, keyOf, scratch);
    for (let node = 1; node < nodes.length; node++) {
      const key = keyOf[nodes.function[node] as number] as number;
      sums.calls[key] = (sums.calls[key] as number) + (figures.calls[node] as number);
      sums.errors[key] = (sums.errors[key] as number) + (figures.errors[node] as number);
      sums.selfNs[key] = (sums.selfNs[key] as number) + (figures.selfNs[node] as number);
      if (isOutermost[node] === 1) {
        sums.totalNs[key] = (sums.totalNs[key] as number) + (figures.totalNs[node] as number);
      }
    }
    return sums;
  });
}

/** 1: no node above has the same key. */
function outermostOf(
  { length, parent, function: fn }: TreeColumns,
  keyOf: Int32Array,
  scratch: Scratch,
): Uint8Array {
  const outermost = scratch.uint8(length);
  /** By node: the nearest node at or above that was outermost; where a search goes on. */
  const bringer = scratch.int32(length);
  for (let node = 1; node < length; node++) {
    const key = keyOf[fn[node] as number] as number;
    const above = parent[node] as number;
    let at = bringer[above] as number;
    while (at > 0 && keyOf[fn[at] as number] !== key) at = bringer[parent[at] as number] as number;
    outermost[node] = at > 0 ? 0 : 1;
    bringer[node] = at > 0 ? (bringer[above] as number) : node;
  }
  return outermost;
}
