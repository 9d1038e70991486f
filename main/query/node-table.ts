import { NODE_ROWS, type NodeColumns, unpackNodePageInto } from '../store/node-page.ts';

/** The call nodes of a recording, put together from their pages. */
export class NodeTable implements NodeColumns {
  /** There is always the root. */
  length = 1;
  parent = new Int32Array(1).fill(-1);
  function = new Int32Array(1).fill(-1);
  depth = new Int32Array(1);
  outermost = new Uint8Array(1).fill(1);
  calls = new Float64Array(1);
  errors = new Float64Array(1);
  totalNs = new Float64Array(1);
  selfNs = new Float64Array(1);

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
   * Makes room for so many nodes and no more, in one piece: a million nodes take 45 MB, and the larger a piece, the sooner the system
   * has it back.
   */
  reserve(size: number): void {
    if (size <= this.parent.length) return;
    const buffer = new ArrayBuffer(size * NODE_BYTES);
    let at = 0;
    const moved = <T extends Column>(old: T): T => {
      const column = new (old.constructor as ColumnConstructor<T>)(buffer, at, size);
      at += column.byteLength;
      column.set(old);
      return column;
    };
    this.calls = moved(this.calls);
    this.errors = moved(this.errors);
    this.totalNs = moved(this.totalNs);
    this.selfNs = moved(this.selfNs);
    this.parent = moved(this.parent);
    this.function = moved(this.function);
    this.depth = moved(this.depth);
    this.outermost = moved(this.outermost);
  }
}

type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
type ColumnConstructor<T> = new (buffer: ArrayBuffer, at: number, length: number) => T;
/** Four columns of doubles, three of integers, one of bytes; the widest stand first, where they are aligned. */
const NODE_BYTES = 4 * 8 + 3 * 4 + 1;

/** Whole-run figures by node: what is stored, and the time so far of the spans that are open. */
export interface NodeFigures {
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
}
