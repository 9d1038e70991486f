import { type Column, packTable, Table } from './columns.ts';

/** Page p has the nodes from p * NODE_ROWS on. */
export const NODE_SHIFT = 10;
export const NODE_ROWS = 1 << NODE_SHIFT;
/** Node 0 is the whole run: function -1, parent -1. */
export const ROOT_NODE = 0;

/**
 * The merged call tree by node id. A parent has a smaller id than its children, and ids follow the order in which the paths
 * were first called.
 */
export interface NodeColumns {
  readonly length: number;
  readonly parent: Int32Array;
  readonly function: Int32Array;
  /** 0 for node 0. */
  readonly depth: Int32Array;
  /** 1: no ancestor has the same function, so that its time counts in the function's total. */
  readonly outermost: Uint8Array;
  /** Spans entered, and calls counted without a span. */
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  /** Over ended spans, ns. */
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
}

const COLUMN = {
  parent: 1,
  function: 2,
  depth: 3,
  outermost: 4,
  calls: 5,
  errors: 6,
  total: 7,
  self: 8,
} as const;

/** Packs the rows of one page. */
export function packNodePage(nodes: NodeColumns, compressed = true): Buffer {
  const columns: Column[] = [
    { id: COLUMN.parent, mode: 'delta', values: nodes.parent },
    { id: COLUMN.function, mode: 'offset', values: nodes.function },
    { id: COLUMN.depth, mode: 'delta', values: nodes.depth },
    { id: COLUMN.outermost, mode: 'offset', values: nodes.outermost },
    { id: COLUMN.calls, mode: 'offset', values: nodes.calls },
    { id: COLUMN.errors, mode: 'offset', values: nodes.errors },
    { id: COLUMN.total, mode: 'offset', values: nodes.totalNs },
    { id: COLUMN.self, mode: 'offset', values: nodes.selfNs },
  ];
  return packTable(nodes.length, columns, compressed);
}

export function unpackNodePage(page: Uint8Array): NodeColumns {
  const table = Table.unpack(page);
  return {
    length: table.rows,
    parent: table.int32(COLUMN.parent),
    function: table.int32(COLUMN.function),
    depth: table.int32(COLUMN.depth),
    outermost: table.uint8(COLUMN.outermost),
    calls: table.float64(COLUMN.calls),
    errors: table.float64(COLUMN.errors),
    totalNs: table.float64(COLUMN.total),
    selfNs: table.float64(COLUMN.self),
  };
}
