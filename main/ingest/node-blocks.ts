import { grown } from '../store/grown.ts';
import { ROOT_NODE } from '../store/node-page.ts';
import {
  BLOCK_RATIO,
  mergeNodeSums,
  type NodeSums,
  type OpenCoverage,
  type Stretch,
} from '../store/node-sums.ts';
import { type CallNodes, FIGURES, I, IDENTITY, N } from './call-nodes.ts';
import type { OpenSpans } from './open-spans.ts';
import { F, ROW, type SpanBatch, T } from './span-batch.ts';

/** A block is at least so many times as long as the list of the spans that are open at its end. */
const SPANS_PER_OPEN = 4;

/** Keeps the sums of a block, and gives those of lower blocks back. */
export interface BlockSink {
  nodeSums(level: number, block: number, stretch: Stretch, sums: NodeSums, open: OpenCoverage | null): void;
  storedSums(level: number, block: number): { readonly stretch: Stretch; readonly sums: NodeSums };
}

/** Where the block at hand begins; what is in it follows from the pages. */
export interface NodeBlocksState {
  readonly block: number;
  readonly from: number;
}

/**
 * Sums up the spans of one thread by call node: in blocks, for questions about a range, and so for the whole run. A span touches
 * the row of its node in the block at hand, which are few, and the merged tree takes them over with each commit.
 */
export class NodeBlocks {
  readonly #nodes: CallNodes;
  readonly #sink: BlockSink;
  readonly #blockSpans: number;
  /** By node: its row + 1; 0: not in the block. */
  #places = new Int32Array(256);
  #rows = 0;
  /** By row. */
  #node = new Int32Array(256);
  /** What the tree does not have yet. */
  #figures = new Float64Array(256 * FIGURES);
  /** What it has taken of the block at hand. */
  #taken = new Float64Array(256 * FIGURES);
  #spans = 0;
  #isNew = false;
  #block = 0;
  #from = 0;
  #lastEnd = 0;

  constructor(nodes: CallNodes, sink: BlockSink, blockSpans: number) {
    this.#nodes = nodes;
    this.#sink = sink;
    this.#blockSpans = blockSpans;
  }

  /** Spans in the order of their ends. `open`: those that have not ended. */
  addSpans(batch: SpanBatch, open: OpenSpans): void {
    const { length, times } = batch;
    let from = 0;
    if (this.#spans + length >= Math.max(this.#blockSpans, open.count * SPANS_PER_OPEN)) {
      // The block ends where time goes on, so that a moment tells which block a span is in.
      const end = times[(length - 1) * ROW + T.end] as number;
      let first = length - 1;
      while (first > 0 && times[(first - 1) * ROW + T.end] === end) first--;
      if (this.#lastEnd < end && this.#spans + first > 0) {
        this.#add(batch, 0, first);
        this.#complete(end, coverageAt(end, batch, first, open));
        from = first;
      }
    }
    this.#add(batch, from, length);
    this.#lastEnd = times[(length - 1) * ROW + T.end] as number;
  }

  /** Takes what the tree does not have yet over into it. */
  takeOver(): void {
    if (!this.#isNew) return;
    this.#isNew = false;
    this.#nodes.addFigures(this.#node, this.#figures, this.#rows);
    this.#keepTaken();
  }

  /** Gives the memory back: no span will come, and what is left of a block is quick to read. */
  release(): void {
    this.takeOver();
    this.#places = new Int32Array(0);
    this.#node = new Int32Array(0);
    this.#figures = new Float64Array(0);
    this.#taken = new Float64Array(0);
  }

  /** Directly after `takeOver`. */
  save(): NodeBlocksState {
    return { block: this.#block, from: this.#from };
  }

  /** `batches`: spans that ended since the block began, in any order; the tree has them. */
  restore({ block, from }: NodeBlocksState, batches: Iterable<SpanBatch>): void {
    this.#block = block;
    this.#from = from;
    for (const batch of batches) {
      for (let row = 0; row < batch.length; row++) {
        const end = batch.times[row * ROW + T.end] as number;
        if (end < from) continue;
        this.#add(batch, row, row + 1);
        this.#lastEnd = Math.max(this.#lastEnd, end);
      }
    }
    this.#isNew = false;
    this.#keepTaken();
  }

  #keepTaken(): void {
    const length = this.#rows * FIGURES;
    if (this.#taken.length < length) this.#taken = grown(this.#taken, this.#figures.length);
    const taken = this.#taken;
    for (let i = 0; i < length; i++) taken[i] = (taken[i] as number) + (this.#figures[i] as number);
    this.#figures.fill(0, 0, length);
  }

  #add({ times, facts }: SpanBatch, from: number, to: number): void {
    if (from === to) return;
    this.#isNew = true;
    this.#spans += to - from;
    let places: Int32Array = this.#places;
    let figures: Float64Array = this.#figures;
    for (let at = from * ROW; at < to * ROW; at += ROW) {
      const node = facts[at + F.node] as number;
      let place = node < places.length ? (places[node] as number) : 0;
      if (place === 0) {
        place = this.#newRow(node);
        places = this.#places;
        figures = this.#figures;
      }
      const f = (place - 1) * FIGURES;
      const duration = times[at + T.duration] as number;
      figures[f + N.calls] = (figures[f + N.calls] as number) + 1;
      figures[f + N.total] = (figures[f + N.total] as number) + duration;
      figures[f + N.self] = (figures[f + N.self] as number) + duration - (times[at + T.covered] as number);
      if (((facts[at + F.flags] as number) & 1) !== 0) {
        figures[f + N.errors] = (figures[f + N.errors] as number) + 1;
      }
    }
  }

  /** The row of a node that the block has not seen, + 1. */
  #newRow(node: number): number {
    const row = this.#rows++;
    if (row === this.#node.length) {
      this.#node = grown(this.#node, row * 2);
      this.#figures = grown(this.#figures, row * 2 * FIGURES);
    }
    this.#node[row] = node;
    if (node >= this.#places.length)
      this.#places = grown(this.#places, Math.max(node + 1, this.#places.length * 2));
    this.#places[node] = row + 1;
    return row + 1;
  }

  /** Hands the block out, and those above that end with it. */
  #complete(to: number, open: OpenCoverage): void {
    this.takeOver();
    const stretch = { from: this.#from, to };
    this.#sink.nodeSums(0, this.#block, stretch, this.#sums(), open);
    for (let level = 0, block = this.#block; block % BLOCK_RATIO === BLOCK_RATIO - 1; level++) {
      const parts = Array.from({ length: BLOCK_RATIO }, (_, i) =>
        this.#sink.storedSums(level, block - BLOCK_RATIO + 1 + i),
      );
      const whole = { from: (parts[0] as { stretch: Stretch }).stretch.from, to };
      block = Math.floor(block / BLOCK_RATIO);
      this.#sink.nodeSums(level + 1, block, whole, mergeNodeSums(parts.map(({ sums }) => sums)), null);
    }
    for (let row = 0; row < this.#rows; row++) {
      this.#places[this.#node[row] as number] = 0;
    }
    this.#figures.fill(0, 0, this.#rows * FIGURES);
    this.#taken.fill(0, 0, this.#rows * FIGURES);
    this.#rows = 0;
    this.#spans = 0;
    this.#block++;
    this.#from = to;
  }

  /** The figures of the block by node. Afterwards only its nodes are still known. */
  #sums(): NodeSums {
    const rests = this.#rests();
    const taken = this.#taken;
    const length = this.#rows;
    const sums = {
      length,
      node: new Int32Array(length),
      calls: new Float64Array(length),
      errors: new Float64Array(length),
      selfNs: new Float64Array(length),
      restNs: new Float64Array(length),
    };
    let at = 0;
    const places = this.#places;
    for (let node = 0; node < places.length && at < length; node++) {
      const row = (places[node] as number) - 1;
      if (row < 0) continue;
      sums.node[at] = node;
      sums.calls[at] = taken[row * FIGURES + N.calls] ?? 0;
      sums.errors[at] = taken[row * FIGURES + N.errors] ?? 0;
      sums.selfNs[at] = taken[row * FIGURES + N.self] ?? 0;
      sums.restNs[at] = rests[row] as number;
      at++;
    }
    return sums;
  }

  /** By row: total time less what follows from the other figures. A parent that still runs may get a row for it. */
  #rests(): Float64Array {
    const called = this.#rows;
    const { identity } = this.#nodes;
    /** By row of a called node: the row of the node above; -1: that is the root. */
    const above = new Int32Array(called);
    for (let row = 0; row < called; row++) {
      const parent = identity[(this.#node[row] as number) * IDENTITY + I.parent] as number;
      const place = parent < this.#places.length ? (this.#places[parent] as number) : 0;
      above[row] = parent === ROOT_NODE ? -1 : (place || this.#newRow(parent)) - 1;
    }
    const taken = this.#taken;
    const rests = new Float64Array(this.#rows);
    for (let row = 0; row < called; row++) {
      const total = taken[row * FIGURES + N.total] as number;
      rests[row] = (rests[row] as number) + total - (taken[row * FIGURES + N.self] as number);
      const up = above[row] as number;
      if (up >= 0) rests[up] = (rests[up] as number) - total;
    }
    return rests;
  }
}

/** What the children of the spans that are open just before `end` had covered by then; those from row `first` on end there. */
function coverageAt(end: number, batch: SpanBatch, first: number, open: OpenSpans): OpenCoverage {
  const spans = open.coveredAt(end);
  for (let at = first * ROW; at < batch.length * ROW; at += ROW) {
    if ((batch.times[at + T.start] as number) >= end) continue;
    spans.push([batch.times[at + T.ordinal] as number, batch.times[at + T.covered] as number]);
  }
  spans.sort(([a], [b]) => a - b);
  return {
    ordinal: Float64Array.from(spans, ([ordinal]) => ordinal),
    coveredNs: Float64Array.from(spans, ([, covered]) => covered),
  };
}
