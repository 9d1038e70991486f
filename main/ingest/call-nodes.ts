import { NODE_SHIFT, type NodeColumns, ROOT_NODE } from '../store/node-page.ts';

/** Paths beyond this many are merged: a call gets the node of its function directly below the root. */
const MAX_NODES = 2 ** 20;

/** The merged call tree while it grows. Columns as `NodeColumns` says; `length` rows are valid. */
export class CallNodes implements NodeColumns {
  length = 0;
  /** Over all nodes. */
  totalErrors = 0;
  parent = new Int32Array(1024);
  function = new Int32Array(1024);
  depth = new Int32Array(1024);
  outermost = new Uint8Array(1024);
  calls = new Float64Array(1024);
  errors = new Float64Array(1024);
  totalNs = new Float64Array(1024);
  selfNs = new Float64Array(1024);

  /** Nearest node at or above that is the outermost one of its function; where the search for a function goes on. */
  #introduces = new Int32Array(1024);
  /** The child found last, which is the one asked for next time more often than not. */
  #lastChild = new Int32Array(1024);
  /** Open addressing by parent and function; 0: free, else node + 1. */
  #table = new Int32Array(4096);
  /** By page: 1 while it stands in `#dirtyPages`. */
  #isDirty = new Uint8Array(64);
  #dirtyPages: number[] = [];
  readonly #limit: number;

  constructor(limit = MAX_NODES) {
    this.#limit = limit;
    this.#add(-1, -1);
  }

  /** The node of a function called from `parent`. */
  child(parent: number, functionIndex: number): number {
    const last = this.#lastChild[parent] as number;
    if (last !== 0 && this.function[last] === functionIndex) return last;
    const node = this.#find(parent, functionIndex);
    this.#lastChild[parent] = node;
    return node;
  }

  /** Counts calls; the spans' times follow when they end. */
  enter(node: number, calls: number): void {
    this.calls[node] = (this.calls[node] as number) + calls;
    this.#touch(node);
  }

  end(node: number, duration: number, self: number, errors: number): void {
    this.totalNs[node] = (this.totalNs[node] as number) + duration;
    this.selfNs[node] = (this.selfNs[node] as number) + self;
    this.errors[node] = (this.errors[node] as number) + errors;
    this.totalErrors += errors;
    this.#touch(node);
  }

  /** Pages of `NODE_ROWS` nodes that changed since they were last taken. */
  takeDirtyPages(): number[] {
    const pages = this.#dirtyPages;
    this.#dirtyPages = [];
    for (const page of pages) this.#isDirty[page] = 0;
    return pages;
  }

  #touch(node: number): void {
    const page = node >>> NODE_SHIFT;
    if (this.#isDirty[page] === 1) return;
    if (page >= this.#isDirty.length) {
      const bigger = new Uint8Array(this.#isDirty.length * 2);
      bigger.set(this.#isDirty);
      this.#isDirty = bigger;
    }
    this.#isDirty[page] = 1;
    this.#dirtyPages.push(page);
  }

  #find(parent: number, functionIndex: number): number {
    const mask = this.#table.length - 1;
    let at = hash(parent, functionIndex) & mask;
    for (let entry = this.#table[at] as number; entry !== 0; entry = this.#table[at] as number) {
      const node = entry - 1;
      if (this.parent[node] === parent && this.function[node] === functionIndex) return node;
      at = (at + 1) & mask;
    }
    if (this.length >= this.#limit && parent !== ROOT_NODE) return this.child(ROOT_NODE, functionIndex);
    const node = this.#add(parent, functionIndex);
    if (this.length * 2 > this.#table.length) this.#rehash();
    else this.#table[at] = node + 1;
    return node;
  }

  #add(parent: number, functionIndex: number): number {
    if (this.length === this.parent.length) this.#grow();
    const node = this.length++;
    this.parent[node] = parent;
    this.function[node] = functionIndex;
    this.depth[node] = parent < 0 ? 0 : (this.depth[parent] as number) + 1;
    const above = this.#outermostAbove(parent, functionIndex);
    this.outermost[node] = above < 0 ? 1 : 0;
    this.#introduces[node] = above < 0 ? node : (this.#introduces[parent] as number);
    this.#touch(node);
    return node;
  }

  /** The ancestor that first brought the function into the path, or -1. Visits each function of the path once. */
  #outermostAbove(parent: number, functionIndex: number): number {
    let node = parent > ROOT_NODE ? (this.#introduces[parent] as number) : ROOT_NODE;
    while (node > ROOT_NODE) {
      if (this.function[node] === functionIndex) return node;
      const above = this.parent[node] as number;
      node = above > ROOT_NODE ? (this.#introduces[above] as number) : ROOT_NODE;
    }
    return -1;
  }

  #grow(): void {
    const size = this.parent.length * 2;
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
    const outermost = new Uint8Array(size);
    outermost.set(this.outermost);
    this.outermost = outermost;
    this.parent = int32(this.parent);
    this.function = int32(this.function);
    this.depth = int32(this.depth);
    this.#introduces = int32(this.#introduces);
    this.#lastChild = int32(this.#lastChild);
    this.calls = float64(this.calls);
    this.errors = float64(this.errors);
    this.totalNs = float64(this.totalNs);
    this.selfNs = float64(this.selfNs);
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 2);
    const mask = this.#table.length - 1;
    for (let node = 1; node < this.length; node++) {
      let at = hash(this.parent[node] as number, this.function[node] as number) & mask;
      while (this.#table[at] !== 0) at = (at + 1) & mask;
      this.#table[at] = node + 1;
    }
  }
}

const hash = (parent: number, functionIndex: number): number =>
  (Math.imul(parent, 0x9e3779b1) ^ Math.imul(functionIndex + 1, 0x85ebca6b)) >>> 7;
