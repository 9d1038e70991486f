import { grown } from '../store/grown.ts';
import { NODE_ROWS, type NodeColumns, unpackNodePage } from '../store/node-page.ts';

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
    const rows = unpackNodePage(page);
    const from = id * NODE_ROWS;
    const needed = from + rows.length;
    if (needed > this.parent.length) this.reserve(Math.max(needed, this.parent.length * 2));
    this.length = Math.max(this.length, from + rows.length);
    this.parent.set(rows.parent, from);
    this.function.set(rows.function, from);
    this.depth.set(rows.depth, from);
    this.outermost.set(rows.outermost, from);
    this.calls.set(rows.calls, from);
    this.errors.set(rows.errors, from);
    this.totalNs.set(rows.totalNs, from);
    this.selfNs.set(rows.selfNs, from);
  }

  /** Makes room for so many nodes and no more. */
  reserve(size: number): void {
    if (size <= this.parent.length) return;
    this.parent = grown(this.parent, size);
    this.function = grown(this.function, size);
    this.depth = grown(this.depth, size);
    this.outermost = grown(this.outermost, size);
    this.calls = grown(this.calls, size);
    this.errors = grown(this.errors, size);
    this.totalNs = grown(this.totalNs, size);
    this.selfNs = grown(this.selfNs, size);
  }
}

/** Whole-run figures by node: what is stored, and the time so far of the spans that are open. */
export interface NodeFigures {
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
}
