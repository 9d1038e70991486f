import type { NodeColumns } from '../../store/node-page.ts';
import type { NodeFigures } from '../node-table.ts';

/**
 * A call tree as transforms see it: a parent stands before its children, row 0 is the whole. Function codes: an index, -1 for
 * row 0, -2 - file for calls merged over a file. Rows that nobody called may be among them.
 */
export interface Tree extends NodeFigures {
  readonly length: number;
  /** Call node that a row began as, or the first of several. */
  readonly node: Int32Array;
  readonly function: Int32Array;
  /** -1 for row 0. */
  readonly parent: Int32Array;
}

/** The merged call tree with the figures of some scope. */
export function treeOf(nodes: NodeColumns, figures: NodeFigures): Tree {
  return {
    length: nodes.length,
    node: Int32Array.from({ length: nodes.length }, (_, i) => i),
    function: nodes.function.subarray(0, nodes.length),
    parent: nodes.parent.subarray(0, nodes.length),
    calls: figures.calls,
    errors: figures.errors,
    totalNs: figures.totalNs,
    selfNs: figures.selfNs,
  };
}

/** A tree being made; begins with row 0. */
export class TreeBuilder {
  length = 0;
  node = new Int32Array(256);
  function = new Int32Array(256);
  parent = new Int32Array(256);
  calls = new Float64Array(256);
  errors = new Float64Array(256);
  totalNs = new Float64Array(256);
  selfNs = new Float64Array(256);
  /** Open addressing by parent and function; 0: free, else row + 1. */
  #table = new Int32Array(512);

  constructor(node = 0, functionCode = -1) {
    this.add(-1, functionCode, node);
  }

  /** The row of a function below `parent`, made when it is missing. */
  child(parent: number, functionCode: number, node: number): number {
    const mask = this.#table.length - 1;
    let at = hash(parent, functionCode) & mask;
    for (let entry = this.#table[at] as number; entry !== 0; entry = this.#table[at] as number) {
      if (this.parent[entry - 1] === parent && this.function[entry - 1] === functionCode) return entry - 1;
      at = (at + 1) & mask;
    }
    const row = this.add(parent, functionCode, node);
    if (this.length * 2 > this.#table.length) this.#rehash();
    else this.#table[at] = row + 1;
    return row;
  }

  /** A new row, found by `child` only after the next growth: for trees whose rows are made once each. */
  add(parent: number, functionCode: number, node: number): number {
    if (this.length === this.node.length) this.#grow();
    const row = this.length++;
    this.parent[row] = parent;
    this.function[row] = functionCode;
    this.node[row] = node;
    return row;
  }

  take(): Tree {
    return this;
  }

  #grow(): void {
    const size = this.node.length * 2;
    const int32 = (old: Int32Array) => {
      const column = new Int32Array(size);
      column.set(old);
      return column;
    };
    const float64 = (old: Float64Array) => {
      const column = new Float64Array(size);
      column.set(old);
      return column;
    };
    this.node = int32(this.node);
    this.function = int32(this.function);
    this.parent = int32(this.parent);
    this.calls = float64(this.calls);
    this.errors = float64(this.errors);
    this.totalNs = float64(this.totalNs);
    this.selfNs = float64(this.selfNs);
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 2);
    const mask = this.#table.length - 1;
    for (let row = 1; row < this.length; row++) {
      let at = hash(this.parent[row] as number, this.function[row] as number) & mask;
      while (this.#table[at] !== 0) at = (at + 1) & mask;
      this.#table[at] = row + 1;
    }
  }
}

function hash(parent: number, functionCode: number): number {
  let h = Math.imul(parent, 0x9e3779b1) ^ Math.imul(functionCode, 0x85ebca77);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 8;
}
