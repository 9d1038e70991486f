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
  const nodes = roomForNodes(table.rows);
  readNodes(table, nodes);
  return nodes;
}

const roomForNodes = (length: number): NodeColumns => ({
  length,
  parent: new Int32Array(length),
  function: new Int32Array(length),
  depth: new Int32Array(length),
  outermost: new Uint8Array(length),
  calls: new Float64Array(length),
  errors: new Float64Array(length),
  totalNs: new Float64Array(length),
  selfNs: new Float64Array(length),
});

/** Unpacks a page into the columns that `roomFor` so many rows gives: of a million nodes, nothing is left to the collector. */
export function unpackNodePageInto(page: Uint8Array, roomFor: (rows: number) => NodeColumns): void {
  const table = Table.unpack(page);
  readNodes(table, roomFor(table.rows));
}

function readNodes(table: Table, nodes: NodeColumns): void {
  const { rows } = table;
  table.int32Into(COLUMN.parent, nodes.parent);
  table.int32Into(COLUMN.function, nodes.function);
  table.int32Into(COLUMN.depth, nodes.depth);
  nodes.outermost.set(table.uint8(COLUMN.outermost));
  table.readFloat64(COLUMN.calls, 0, rows, nodes.calls);
  table.readFloat64(COLUMN.errors, 0, rows, nodes.errors);
  table.readFloat64(COLUMN.total, 0, rows, nodes.totalNs);
  table.readFloat64(COLUMN.self, 0, rows, nodes.selfNs);
}
