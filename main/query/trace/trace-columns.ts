import { grown } from '../../store/grown.ts';
import { SPAN, type SpanPage } from '../../store/span-page.ts';
import type { ThreadState } from '../snapshot.ts';

const PUBLIC_FLAGS = SPAN.ERROR | SPAN.ASYNC | SPAN.UNFINISHED | SPAN.INCOMPLETE;

/**
 * Calls of a trace as columns, in any order: an object for each of 200,000 takes several times the memory. Times are ns since the
 * recording's origin.
 */
export class TraceRows {
  length = 0;
  thread = new Int32Array(256);
  ordinal = new Float64Array(256);
  /** Ordinal in its thread; -1: none. */
  parent = new Float64Array(256);
  node = new Int32Array(256);
  start = new Float64Array(256);
  /** -1: no end yet. */
  duration = new Float64Array(256);
  self = new Float64Array(256);
  flags = new Uint8Array(256);
  /** Children that began before its end. */
  children = new Int32Array(256);

  /** Adds the span in a row of a page. */
  push({ index, offsetNs }: ThreadState, page: SpanPage, row: number): void {
    if (this.length === this.thread.length) this.#reserve(this.length * 2);
    const at = this.length++;
    const flags = page.flags[row] as number;
    const duration = page.duration[row] as number;
    const ordinal = page.ordinal[row] as number;
    const up = page.up[row] as number;
    this.thread[at] = index;
    this.ordinal[at] = ordinal;
    this.parent[at] = up === 0 ? -1 : ordinal - up;
    this.node[at] = page.node[row] as number;
    this.start[at] = (page.end[row] as number) - duration + offsetNs;
    this.duration[at] = (flags & SPAN.UNFINISHED) !== 0 ? -1 : duration;
    this.self[at] = duration - (page.covered[row] as number);
    this.flags[at] = flags & PUBLIC_FLAGS;
    this.children[at] = page.children[row] as number;
  }

  /** Adds all rows of another. */
  append(other: TraceRows): void {
    const length = this.length + other.length;
    if (length > this.thread.length) this.#reserve(length);
    for (const name of COLUMNS) this[name].set(other[name].subarray(0, other.length), this.length);
    this.length = length;
  }

  /** The rows by start, then thread and ordinal. */
  byStart(): Uint32Array {
    const { start, thread, ordinal } = this;
    const order = new Uint32Array(this.length);
    for (let i = 0; i < order.length; i++) order[i] = i;
    return order.sort(
      (a, b) =>
        (start[a] as number) - (start[b] as number) ||
        (thread[a] as number) - (thread[b] as number) ||
        (ordinal[a] as number) - (ordinal[b] as number),
    );
  }

  /** Keeps so many of them, those that began first; how many are gone. */
  keepEarliest(count: number): number {
    if (this.length <= count) return 0;
    const gone = this.length - count;
    // In the order in which they stand, so that each moves to the front over none that is still needed.
    const kept = this.byStart().subarray(0, count).sort();
    for (const name of COLUMNS) {
      const column = this[name];
      for (let at = 0; at < count; at++) column[at] = column[kept[at] as number] as number;
    }
    this.length = count;
    return gone;
  }

  #reserve(size: number): void {
    this.thread = grown(this.thread, size);
    this.ordinal = grown(this.ordinal, size);
    this.parent = grown(this.parent, size);
    this.node = grown(this.node, size);
    this.start = grown(this.start, size);
    this.duration = grown(this.duration, size);
    this.self = grown(this.self, size);
    this.flags = grown(this.flags, size);
    this.children = grown(this.children, size);
  }
}

const COLUMNS = [
  'thread',
  'ordinal',
  'parent',
  'node',
  'start',
  'duration',
  'self',
  'flags',
  'children',
] as const;
