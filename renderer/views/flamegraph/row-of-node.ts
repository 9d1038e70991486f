import type { CallTreeTable } from '#contract';

/** Call node id, stable in a recording whatever the order, range or revision. */
export type NodeId = number;

/** Row of a node in this table; -1 when the table does not have it. */
export function rowOfNode(table: CallTreeTable, node: NodeId | null): number {
  return node === null ? -1 : table.node.indexOf(node);
}

/**
 * The share of the whole below which rows need not come: half a pixel at this zoom, in steps, so that a zoom asks only now and
 * then. `nsPerPx` and `totalNs` in the flame graph's own time.
 */
export function minShareFor(nsPerPx: number, totalNs: number): number {
  if (!(totalNs > 0)) return STEP ** -3;
  const half = (0.5 * nsPerPx) / totalNs;
  return STEP ** Math.floor(Math.log(half) / Math.log(STEP));
}

/** The next step down. */
export function finerShare(share: number): number {
  return share / STEP;
}

const STEP = 8;
