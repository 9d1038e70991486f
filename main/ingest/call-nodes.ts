import { grown } from '../store/grown.ts';
import { NODE_ROWS, NODE_SHIFT, type NodeColumns, ROOT_NODE } from '../store/node-page.ts';
import { PairTable } from '../store/pair-table.ts';

/** Paths beyond this many are merged: a call gets the node of its function directly below the root. */
const MAX_NODES = 2 ** 20;

/** Numbers of a node in `CallNodes.identity`, and their places. */
export const IDENTITY = 8;
export const I = {
  parent: 0,
  function: 1,
  depth: 2,
  /** The child found last, which is the one asked for next time more often than not; 0: none yet. */
  lastChild: 3,
  /** Nearest node at or above that is the outermost one of its function; where the search for a function goes on. */
  introduces: 4,
  outermost: 5,
} as const;

/** Figures of a node, and their places. */
export const FIGURES = 4;
export const N = { calls: 0, errors: 1, total: 2, self: 3 } as const;

/** What `CallNodes.page` gives: a commit may ask for a thousand pages, and memory for each would long outlive it. */
const handedOut = {
  parent: new Int32Array(NODE_ROWS),
  function: new Int32Array(NODE_ROWS),
  depth: new Int32Array(NODE_ROWS),
  outermost: new Uint8Array(NODE_ROWS),
  calls: new Float64Array(NODE_ROWS),
  errors: new Float64Array(NODE_ROWS),
  totalNs: new Float64Array(NODE_ROWS),
  selfNs: new Float64Array(NODE_ROWS),
};

/** The merged call tree while it grows. A node's numbers stand side by side: each span goes to another node. */
export class CallNodes {
  length = 0;
  /** Over all nodes. */
  totalErrors = 0;
  // Empty until the root is added: what is compiled later on does not take them for constant.
  identity = new Int32Array(0);
  #figures = new Float64Array(0);
  readonly #table = new PairTable();
  /** By page: 1 while it is to be written. */
  #dirty = new Uint8Array(0);
  readonly #limit: number;

  constructor(limit = MAX_NODES) {
    this.#limit = limit;
    this.#add(-1, -1);
  }

  /** The node of a function called from `parent`. */
  child(parent: number, functionIndex: number): number {
    const identity = this.identity;
    const last = identity[parent * IDENTITY + I.lastChild] as number;
    if (last !== 0 && identity[last * IDENTITY + I.function] === functionIndex) return last;
    const node = this.#find(parent, functionIndex);
    this.identity[parent * IDENTITY + I.lastChild] = node;
    return node;
  }

  /** 0 for the root. */
  depthOf(node: number): number {
    return this.identity[node * IDENTITY + I.depth] as number;
  }

  parentOf(node: number): number {
    return this.identity[node * IDENTITY + I.parent] as number;
  }

  isOutermost(node: number): boolean {
    return this.identity[node * IDENTITY + I.outermost] === 1;
  }

  /** Counts calls; the spans' times follow when they end. */
  enter(node: number, calls: number): void {
    const at = node * FIGURES + N.calls;
    this.#figures[at] = (this.#figures[at] as number) + calls;
    this.#dirty[node >>> NODE_SHIFT] = 1;
  }

  /** Adds the figures of spans that have ended, `rows` of them, in the places of `N`. */
  addFigures(nodes: Int32Array, figures: Float64Array, rows: number): void {
    const own = this.#figures;
    let errors = 0;
    for (let row = 0, from = 0; row < rows; row++, from += FIGURES) {
      const at = (nodes[row] as number) * FIGURES;
      own[at + N.calls] = (own[at + N.calls] as number) + (figures[from + N.calls] as number);
      own[at + N.errors] = (own[at + N.errors] as number) + (figures[from + N.errors] as number);
      own[at + N.total] = (own[at + N.total] as number) + (figures[from + N.total] as number);
      own[at + N.self] = (own[at + N.self] as number) + (figures[from + N.self] as number);
      errors += figures[from + N.errors] as number;
      this.#dirty[(nodes[row] as number) >>> NODE_SHIFT] = 1;
    }
    // A whole number for V8 too: a field that turns into a double undoes what was compiled for its object.
    this.totalErrors += errors | 0;
  }

  /** Pages of `NODE_ROWS` nodes that changed since they were last taken, or all. */
  takePages(all: boolean): number[] {
    const pages: number[] = [];
    for (let page = 0; page * NODE_ROWS < this.length; page++) {
      if (all || this.#dirty[page] === 1) pages.push(page);
    }
    this.#dirty.fill(0);
    return pages;
  }

  /** The rows of a page; valid until the next call, and columns may be longer. */
  page(page: number): NodeColumns {
    const from = page * NODE_ROWS;
    const length = Math.min(this.length, from + NODE_ROWS) - from;
    const { identity } = this;
    const figures = this.#figures;
    const { parent, function: functions, depth, outermost, calls, errors, totalNs, selfNs } = handedOut;
    for (let i = 0; i < length; i++) {
      const at = (from + i) * IDENTITY;
      parent[i] = identity[at + I.parent] as number;
      functions[i] = identity[at + I.function] as number;
      depth[i] = identity[at + I.depth] as number;
      outermost[i] = identity[at + I.outermost] as number;
    }
    for (let i = 0; i < length; i++) {
      const at = (from + i) * FIGURES;
      calls[i] = figures[at + N.calls] as number;
      errors[i] = figures[at + N.errors] as number;
      totalNs[i] = figures[at + N.total] as number;
      selfNs[i] = figures[at + N.self] as number;
    }
    return { ...handedOut, length };
  }

  /** Takes the next page of a recording; the first one begins with the root, which is there already. */
  restore(page: NodeColumns): void {
    for (let i = 0; i < page.length; i++) {
      const [parent, functionIndex] = [page.parent[i] as number, page.function[i] as number];
      let node = ROOT_NODE;
      if (parent >= 0) {
        node = this.#add(parent, functionIndex);
        this.#table.add(parent, functionIndex, node);
      }
      const at = node * FIGURES;
      this.#figures[at + N.calls] = page.calls[i] as number;
      this.#figures[at + N.errors] = page.errors[i] as number;
      this.#figures[at + N.total] = page.totalNs[i] as number;
      this.#figures[at + N.self] = page.selfNs[i] as number;
      this.totalErrors += page.errors[i] as number;
    }
    this.#dirty.fill(0);
  }

  #find(parent: number, functionIndex: number): number {
    const known = this.#table.find(parent, functionIndex);
    if (known >= 0) return known;
    if (this.length >= this.#limit && parent !== ROOT_NODE) return this.child(ROOT_NODE, functionIndex);
    const node = this.#add(parent, functionIndex);
    this.#table.add(parent, functionIndex, node);
    return node;
  }

  #add(parent: number, functionIndex: number): number {
    const node = this.length++;
    if (this.length * IDENTITY > this.identity.length) {
      const size = Math.max(1024, node * 2);
      this.identity = grown(this.identity, size * IDENTITY);
      this.#figures = grown(this.#figures, size * FIGURES);
    }
    const page = node >>> NODE_SHIFT;
    if (page >= this.#dirty.length) this.#dirty = grown(this.#dirty, Math.max(64, page * 2));
    this.#dirty[page] = 1;
    const identity = this.identity;
    const at = node * IDENTITY;
    const above = this.#outermostAbove(parent, functionIndex);
    identity[at + I.parent] = parent;
    identity[at + I.function] = functionIndex;
    identity[at + I.depth] = parent < 0 ? 0 : this.depthOf(parent) + 1;
    identity[at + I.outermost] = above < 0 ? 1 : 0;
    identity[at + I.introduces] = above < 0 ? node : (identity[parent * IDENTITY + I.introduces] as number);
    return node;
  }

  /** The ancestor that first brought the function into the path, or -1. Visits each function of the path once. */
  #outermostAbove(parent: number, functionIndex: number): number {
    const identity = this.identity;
    const introducer = (node: number): number =>
      node > ROOT_NODE ? (identity[node * IDENTITY + I.introduces] as number) : ROOT_NODE;
    let node = introducer(parent);
    while (node > ROOT_NODE) {
      if (identity[node * IDENTITY + I.function] === functionIndex) return node;
      node = introducer(this.parentOf(node));
    }
    return -1;
  }
}
