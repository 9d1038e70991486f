import type { CallTreeTable } from '#contract';
import { arranged, type FlameLayout, type Placed, placed } from './flame-layout.ts';

/**
 * A function in the middle, what it called below it, and above it its callers, the direct ones next to it. Row 0 of both tables is
 * the function. The table of the layout is both: first the callees, then the callers, all below the one row 0.
 */
export function sandwichLayout(callers: CallTreeTable, callees: CallTreeTable): FlameLayout {
  const table = joined(callers, callees);
  const whole = table.weight[0] as number;
  let above = 0;
  for (const depth of callers.depth) above = Math.max(above, depth);
  const lane = table.depth.map((depth, row) => (row < callees.length ? above + depth : above - depth));
  const [below, up] = [placed(callees, whole), placed(callers, whole)];
  const both = (column: keyof Placed) => {
    const merged = new Float64Array(table.length);
    merged.set(below[column]);
    merged.set(up[column].subarray(1), callees.length);
    return merged;
  };
  return arranged(table, { start: both('start'), width: both('width') }, lane, whole);
}

function joined(callers: CallTreeTable, callees: CallTreeTable): CallTreeTable {
  /** Rows of callers come behind those of callees, without their row 0. */
  const shift = callees.length - 1;
  const length = callees.length + callers.length - 1;
  const ints = (column: 'node' | 'function' | 'depth') => {
    const merged = new Int32Array(length);
    merged.set(callees[column]);
    merged.set(callers[column].subarray(1), callees.length);
    return merged;
  };
  const both = (below: Float64Array, above: Float64Array) => {
    const merged = new Float64Array(length);
    merged.set(below);
    merged.set(above.subarray(1), callees.length);
    return merged;
  };
  const floats = (column: 'calls' | 'errors' | 'totalNs' | 'selfNs' | 'weight') =>
    both(callees[column], callers[column]);
  const [below, above] = [callees.memory, callers.memory];
  const parent = new Int32Array(length);
  const subtreeEnd = new Int32Array(length);
  parent.set(callees.parent);
  subtreeEnd.set(callees.subtreeEnd);
  for (let row = 1; row < callers.length; row++) {
    const above = callers.parent[row] as number;
    parent[row + shift] = above === 0 ? 0 : above + shift;
    subtreeEnd[row + shift] = (callers.subtreeEnd[row] as number) + shift;
  }
  subtreeEnd[0] = length;
  return {
    ...{ revision: callees.revision, length, parent, subtreeEnd },
    ...{ node: ints('node'), function: ints('function'), depth: ints('depth') },
    ...{ calls: floats('calls'), errors: floats('errors'), weight: floats('weight') },
    ...{ totalNs: floats('totalNs'), selfNs: floats('selfNs') },
    omitted: callers.omitted + callees.omitted,
    memory: below &&
      above && {
        measure: below.measure,
        selfBytes: both(below.selfBytes, above.selfBytes),
        totalBytes: both(below.totalBytes, above.totalBytes),
      },
  };
}
