import { NODE_ROWS, type NodeColumns, unpackNodePageInto } from '../store/node-page.ts';

/** Four columns of doubles, three of integers, one of bytes; the widest stand first, where they are aligned. */
export const NODE_BYTES = 4 * 8 + 3 * 4 + 1;

/** Memory for the columns of so many nodes. */
export interface NodeRoom {
  readonly memory: ArrayBufferLike;
  /** Where they begin; a multiple of 8 bytes. */
  readonly offset: number;
  readonly nodes: number;
}

/** The call nodes of a recording, put together from their pages. */
export class NodeTable implements NodeColumns {
  /** There is always the root. */
  length = 1;
  parent: Int32Array = new Int32Array(1).fill(-1);
  function: Int32Array = new Int32Array(1).fill(-1);
  depth: Int32Array = new Int32Array(1);
  outermost: Uint8Array = new Uint8Array(1).fill(1);
  calls: Float64Array = new Float64Array(1);
  errors: Float64Array = new Float64Array(1);
  totalNs: Float64Array = new Float64Array(1);
  selfNs: Float64Array = new Float64Array(1);
  /** What no other thread reads. */
  #own: ArrayBuffer | undefined;

  /** A table of the nodes that stand in `room`, the first `length` of them. */
  static of(room: NodeRoom, length: number): NodeTable {
    const table = new NodeTable();
    Object.assign(table, columnsIn(room), { length });
    return table;
  }

  /** Puts page `id` in its place. */
  set(id: number, page: Uint8Array): void {
    const from = id * NODE_ROWS;
    unpackNodePageInto(page, (rows) => {
      const to = from + rows;
      if (to > this.parent.length) this.reserve(Math.max(to, this.parent.length * 2));
      this.length = Math.max(this.length, to);
      return {
        length: rows,
        parent: this.parent.subarray(from, to),
        function: this.function.subarray(from, to),
        depth: this.depth.subarray(from, to),
        outermost: this.outermost.subarray(from, to),
        calls: this.calls.subarray(from, to),
        errors: this.errors.subarray(from, to),
        totalNs: this.totalNs.subarray(from, to),
        selfNs: this.selfNs.subarray(from, to),
      };
    });
  }

  /**
   * Makes room for so many nodes and no more, in one piece: a million nodes take 47 MB, and the larger a piece, the sooner the system
   * has it back.
   */
  reserve(size: number): void {
    if (size <= this.parent.length) return;
    const memory = new ArrayBuffer(size * NODE_BYTES);
    const columns = columnsIn({ memory, offset: 0, nodes: size });
    columns.calls.set(this.calls);
    columns.errors.set(this.errors);
    columns.totalNs.set(this.totalNs);
    columns.selfNs.set(this.selfNs);
    columns.parent.set(this.parent);
    columns.function.set(this.function);
    columns.depth.set(this.depth);
    columns.outermost.set(this.outermost);
    this.release();
    Object.assign(this, columns);
    this.#own = memory;
  }

  /** Gives its memory back, unless others share it. It has no nodes any more. */
  release(): void {
    this.#own?.transfer(0);
    this.#own = undefined;
  }
}

function columnsIn({ memory, offset, nodes }: NodeRoom): Omit<NodeColumns, 'length'> {
  let at = offset;
  const next = (bytes: number): number => {
    const from = at;
    at += bytes * nodes;
    return from;
  };
  return {
    calls: new Float64Array(memory, next(8), nodes),
    errors: new Float64Array(memory, next(8), nodes),
    totalNs: new Float64Array(memory, next(8), nodes),
    selfNs: new Float64Array(memory, next(8), nodes),
    parent: new Int32Array(memory, next(4), nodes),
    function: new Int32Array(memory, next(4), nodes),
    depth: new Int32Array(memory, next(4), nodes),
    outermost: new Uint8Array(memory, next(1), nodes),
  };
}

/** Whole-run figures by node: what is stored, and the time so far of the spans that are open. */
export interface NodeFigures {
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
}
