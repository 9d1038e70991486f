import { type Column, encodeTable, Table } from './columns.ts';
import { damaged, pack, unpack } from './compression.ts';
import { giveBack } from './give-back.ts';

/**
 * Figures of the call nodes over a stretch of a thread, so that a question about a range need not read its spans. Level 0 has
 * a block for about so many spans, those that ended in [from, to); a block of each level above sums up `BLOCK_RATIO` of the one below.
 */
export const BLOCK_SPANS = 2 ** 18;
export const BLOCK_RATIO = 8;

/** Blocks have a length in time and begin where the one before ends; ns since the thread's origin. */
export interface Stretch {
  readonly from: number;
  /** End exclusive. */
  readonly to: number;
}

/** The nodes whose figures are not 0, and the figures. Sums of sums are right: nothing in here is an extreme. */
export interface NodeSums {
  readonly length: number;
  /** Ascending. */
  readonly node: Int32Array;
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  readonly selfNs: Float64Array;
  /** Total time, less the self time and the total times of the nodes directly below: nearly always 0. */
  readonly restNs: Float64Array;
}

const COLUMN = { node: 1, calls: 2, errors: 3, self: 4, place: 5, rest: 6 } as const;
const OPEN_COLUMN = { ordinal: 1, covered: 2 } as const;
/** f64 from, f64 to, u32 length of the first table. */
const HEAD_BYTES = 20;

export function packNodeSums(stretch: Stretch, sums: NodeSums): Buffer {
  const { length, node, calls, errors, selfNs, restNs } = sums;
  const places: number[] = [];
  for (let i = 0; i < length; i++) if (restNs[i] !== 0) places.push(i);
  const figures: Column[] = [
    { id: COLUMN.node, mode: 'delta', values: node },
    { id: COLUMN.calls, mode: 'offset', values: calls },
    { id: COLUMN.errors, mode: 'offset', values: errors },
    { id: COLUMN.self, mode: 'offset', values: selfNs },
  ];
  const rests: Column[] = [
    { id: COLUMN.place, mode: 'delta', values: Int32Array.from(places) },
    { id: COLUMN.rest, mode: 'offset', values: Float64Array.from(places, (i) => restNs[i] as number) },
  ];
  const first = Buffer.from(encodeTable(length, figures));
  return pack(Buffer.concat([headOf(stretch, first.length), first, encodeTable(places.length, rests)]));
}

/** Throws `damaged`, also when the bytes are those of another stretch. */
export function unpackNodeSums(page: Uint8Array, stretch: Stretch): NodeSums {
  const { first, second } = tablesOf(page, stretch);
  const restNs = new Float64Array(first.rows);
  const place = second.int32(COLUMN.place);
  const rest = second.float64(COLUMN.rest);
  for (let i = 0; i < second.rows; i++) restNs[place[i] as number] = rest[i] as number;
  return {
    length: first.rows,
    node: first.int32(COLUMN.node),
    calls: first.float64(COLUMN.calls),
    errors: first.float64(COLUMN.errors),
    selfNs: first.float64(COLUMN.self),
    restNs,
  };
}

const PART_ROWS = 4096;
/** Some rows of sums, reused from one part to the next. */
const part = {
  calls: new Float64Array(PART_ROWS),
  errors: new Float64Array(PART_ROWS),
  selfNs: new Float64Array(PART_ROWS),
};

/**
 * Adds sums to the figures of all call nodes. Unpacks some thousand rows at a time: the sums of a long stretch have as many as there
 * are nodes. Throws `damaged`, also when the bytes are those of another stretch or name a node that is not below `nodes`.
 */
export function addNodeSums(
  page: Uint8Array,
  stretch: Stretch,
  nodes: number,
  into: Pick<NodeSums, 'calls' | 'errors' | 'selfNs' | 'restNs'>,
): void {
  const { first, second, bytes } = tablesOf(page, stretch);
  const { calls, errors, selfNs, restNs } = into;
  const node = first.int32(COLUMN.node);
  if (node.some((one) => one < 0 || one >= nodes))
    throw damaged('sums of calls name a path that is not there');
  for (let from = 0; from < first.rows; from += PART_ROWS) {
    const to = Math.min(first.rows, from + PART_ROWS);
    first.readFloat64(COLUMN.calls, from, to, part.calls);
    first.readFloat64(COLUMN.errors, from, to, part.errors);
    first.readFloat64(COLUMN.self, from, to, part.selfNs);
    for (let i = 0; from + i < to; i++) {
      const at = node[from + i] as number;
      calls[at] = (calls[at] as number) + (part.calls[i] as number);
      // Of the memory of a million zeros nothing is there until it is written to.
      if (part.errors[i] !== 0) errors[at] = (errors[at] as number) + (part.errors[i] as number);
      selfNs[at] = (selfNs[at] as number) + (part.selfNs[i] as number);
    }
  }
  const place = second.int32(COLUMN.place);
  const rest = second.float64(COLUMN.rest);
  for (let i = 0; i < second.rows; i++) {
    const at = node[place[i] as number];
    if (at === undefined) throw damaged('sums of calls name a row that is not there');
    restNs[at] = (restNs[at] as number) + (rest[i] as number);
  }
  giveBack(node);
  giveBack(bytes);
}

/** The spans that began before the end of a stretch and ended there or later: how much of each its children had covered by then. */
export interface OpenCoverage {
  /** Ascending. */
  readonly ordinal: Float64Array;
  readonly coveredNs: Float64Array;
}

export function packCoverage(stretch: Stretch, { ordinal, coveredNs }: OpenCoverage): Buffer {
  const columns: Column[] = [
    { id: OPEN_COLUMN.ordinal, mode: 'delta', values: ordinal },
    { id: OPEN_COLUMN.covered, mode: 'offset', values: coveredNs },
  ];
  const table = Buffer.from(encodeTable(ordinal.length, columns));
  return pack(Buffer.concat([headOf(stretch, table.length), table]));
}

/** By ordinal. Throws `damaged`, also when the bytes are those of another stretch. */
export function unpackCoverage(page: Uint8Array, stretch: Stretch): Map<number, number> {
  const { first } = tablesOf(page, stretch);
  const ordinal = first.float64(OPEN_COLUMN.ordinal);
  const covered = first.float64(OPEN_COLUMN.covered);
  return new Map(Array.from(ordinal, (one, i) => [one, covered[i] as number]));
}

/** Checks the bytes of either kind; throws `damaged`. */
export function checkSums(page: Uint8Array): void {
  tablesOf(page, undefined);
}

function headOf({ from, to }: Stretch, length: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeDoubleLE(from, 0);
  head.writeDoubleLE(to, 8);
  head.writeUInt32LE(length, 16);
  return head;
}

const NONE = encodeTable(0, []).slice();

/** Both tables read from `bytes`. */
function tablesOf(
  page: Uint8Array,
  stretch: Stretch | undefined,
): { first: Table; second: Table; bytes: Uint8Array } {
  const bytes = unpack(page);
  if (bytes.length < HEAD_BYTES) throw damaged('sums of calls have no head');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (stretch && (view.getFloat64(0, true) !== stretch.from || view.getFloat64(8, true) !== stretch.to)) {
    throw damaged('sums of calls are not those that were written there');
  }
  const middle = HEAD_BYTES + view.getUint32(16, true);
  const rest = bytes.subarray(middle);
  return {
    first: new Table(bytes.subarray(HEAD_BYTES, middle)),
    second: new Table(rest.length > 0 ? rest : NONE),
    bytes,
  };
}

/** The sums of several blocks as one. */
export function mergeNodeSums(parts: readonly NodeSums[]): NodeSums {
  const most = parts.reduce((sum, { length }) => sum + length, 0);
  const merged = {
    node: new Int32Array(most),
    calls: new Float64Array(most),
    errors: new Float64Array(most),
    selfNs: new Float64Array(most),
    restNs: new Float64Array(most),
  };
  const next = new Int32Array(parts.length);
  let length = 0;
  while (true) {
    let node = 0x7fffffff;
    for (let p = 0; p < parts.length; p++) {
      const { node: nodes, length: rows } = parts[p] as NodeSums;
      const at = next[p] as number;
      if (at < rows && (nodes[at] as number) < node) node = nodes[at] as number;
    }
    if (node === 0x7fffffff) return { length, ...merged };
    merged.node[length] = node;
    for (let p = 0; p < parts.length; p++) {
      const part = parts[p] as NodeSums;
      const at = next[p] as number;
      if (at >= part.length || part.node[at] !== node) continue;
      next[p] = at + 1;
      merged.calls[length] = (merged.calls[length] as number) + (part.calls[at] as number);
      merged.errors[length] = (merged.errors[length] as number) + (part.errors[at] as number);
      merged.selfNs[length] = (merged.selfNs[length] as number) + (part.selfNs[at] as number);
      merged.restNs[length] = (merged.restNs[length] as number) + (part.restNs[at] as number);
    }
    length++;
  }
}
