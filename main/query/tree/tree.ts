import type { NodeColumns } from '../../store/node-page.ts';
import type { NodeFigures } from '../node-table.ts';
import { Scratch } from '../scratch.ts';

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
export function treeOf(nodes: NodeColumns, figures: NodeFigures, scratch: Scratch): Tree {
  const { length } = nodes;
  const node = scratch.int32(length);
  for (let row = 0; row < length; row++) node[row] = row;
  return {
    length,
    node,
    function: nodes.function.subarray(0, length),
    parent: nodes.parent.subarray(0, length),
    calls: figures.calls,
    errors: figures.errors,
    totalNs: figures.totalNs,
    selfNs: figures.selfNs,
  };
}

/** Where a tree is made, and of how many rows it is at most when that is known. */
export interface TreeRoom {
  readonly scratch?: Scratch;
  readonly rows?: number;
}

const FIRST_ROWS = 256;
/** Four columns of doubles, three of integers. */
const ROW_BYTES = 4 * 8 + 3 * 4;

/** A tree being made; begins with row 0. */
export class TreeBuilder {
  length = 0;
  node = new Int32Array(0);
  function = new Int32Array(0);
  parent = new Int32Array(0);
  calls = new Float64Array(0);
  errors = new Float64Array(0);
  totalNs = new Float64Array(0);
  selfNs = new Float64Array(0);
  readonly #scratch: Scratch;
  /** What the columns and the table are in now. */
  #columns: Scratch;
  #tableRoom: Scratch;
  /** Open addressing by parent and function; 0: free, else row + 1. */
  #table: Int32Array;

  /** Room for more rows than are made costs nothing but addresses: a page of memory is there once something is written to it. */
  constructor(node = 0, functionCode = -1, { scratch = new Scratch(), rows = FIRST_ROWS }: TreeRoom = {}) {
    this.#scratch = scratch;
    this.#columns = scratch.part();
    this.#tableRoom = scratch.part();
    this.#table = this.#tableRoom.int32(2 * FIRST_ROWS);
    this.#resize(Math.max(1, rows));
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
    if (this.length === this.node.length) this.#resize(this.node.length * 2);
    const row = this.length++;
    this.parent[row] = parent;
    this.function[row] = functionCode;
    this.node[row] = node;
    return row;
  }

  /** Nothing is added any more. */
  take(): Tree {
    this.#tableRoom.release();
    return this;
  }

  #resize(rows: number): void {
    const old = this.#columns;
    this.#columns = this.#scratch.part();
    const room = this.#columns.room(rows * ROW_BYTES);
    let at = 0;
    const moved = <T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(column: T): T => {
      const larger = new (column.constructor as new (room: ArrayBuffer, at: number, length: number) => T)(
        room,
        at,
        rows,
      );
      at += larger.byteLength;
      larger.set(column);
      return larger;
    };
    this.calls = moved(this.calls);
    this.errors = moved(this.errors);
    this.totalNs = moved(this.totalNs);
    this.selfNs = moved(this.selfNs);
    this.node = moved(this.node);
    this.function = moved(this.function);
    this.parent = moved(this.parent);
    old.release();
  }

  #rehash(): void {
    const size = this.#table.length * 2;
    this.#tableRoom.release();
    this.#table = this.#tableRoom.int32(size);
    const mask = size - 1;
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
