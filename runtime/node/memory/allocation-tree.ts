import { type AllocationMeasure, type AllocationProfile, MAX_ALLOCATION_NODES } from '../../format/index.ts';
import { SafeMap } from '../record/safe-map.ts';
import type { CallFrame, HeapNode } from './heap-sampler.ts';

/** What a frame stands for: a function that is traced, by its id; other code; or the tracer itself. */
export type Owner = number | 'other' | 'own';

/** More functions than a thread may have. */
const MAX_IDS = 2 ** 24;
const keyOf = (parent: number, fn: number): number => parent * MAX_IDS + fn;

/** Functions by the path of functions that led to them, with the bytes that each took itself. Row 0 is the whole. */
export class AllocationTree {
  #parent: number[] = [-1];
  #function: number[] = [-1];
  #bytes: number[] = [0];
  /** By `keyOf`. */
  #rows = new SafeMap<number, number>();

  /**
   * Adds an engine's tree; gives the bytes in it. What code took that is not traced belongs to the traced function that had called
   * it; what the tracer took, and what it called in the engine or in Node, to nobody.
   */
  add(head: HeapNode, ownerOf: (frame: CallFrame) => Owner): number {
    const nodes: HeapNode[] = [head];
    const rows: number[] = [0];
    /** Whether the node's memory is the tracer's. */
    const own: boolean[] = [];
    let sum = 0;
    // No recursion: stacks are as deep as the engine keeps them. Not by `push`, which may be the app's own by now.
    for (let at = 0; at < nodes.length; at++) {
      const { callFrame, selfSize, children } = nodes[at] as HeapNode;
      const owner = ownerOf(callFrame);
      const isOwn = owner === 'own' || (owner === 'other' && own[at] === true && !isOfFile(callFrame));
      const above = rows[at] as number;
      const row = typeof owner === 'number' ? this.#row(above, owner) : above;
      sum += selfSize;
      if (!isOwn) this.#bytes[row] = (this.#bytes[row] as number) + selfSize;
      for (let i = 0; i < children.length; i++) {
        const next = nodes.length;
        nodes[next] = children[i] as HeapNode;
        rows[next] = row;
        own[next] = isOwn;
      }
    }
    return sum;
  }

  /** Leaves the nodes with the most in them and below them: the others are added to their parents. */
  prune(most = MAX_ALLOCATION_NODES): void {
    const totals = this.#totals();
    const limit = totals.length > most ? nthLargest(totals, most + 1) : 0;
    const parent: number[] = [-1];
    const fns: number[] = [-1];
    const bytes: number[] = [this.#bytes[0] as number];
    const kept = new SafeMap<number, number>();
    /** Where the row is now, or what it was added to. */
    const moved = new Int32Array(totals.length);
    for (let row = 1; row < totals.length; row++) {
      const above = moved[this.#parent[row] as number] as number;
      const own = this.#bytes[row] as number;
      // A parent has no less below it than its child, and stands before it: it is kept if the child is.
      if ((totals[row] as number) > limit) {
        const fn = this.#function[row] as number;
        const next = parent.length;
        kept.set(keyOf(above, fn), next);
        moved[row] = next;
        parent[next] = above;
        fns[next] = fn;
        bytes[next] = own;
      } else {
        moved[row] = above;
        bytes[above] = (bytes[above] as number) + own;
      }
    }
    this.#parent = parent;
    this.#function = fns;
    this.#bytes = bytes;
    this.#rows = kept;
  }

  /** As the stream has it. The engine does not say how many objects there were. */
  profile(timeNs: number, measure: AllocationMeasure, intervalBytes: number): AllocationProfile {
    const bytes: number[] = [];
    const count: number[] = [];
    for (let row = 0; row < this.#bytes.length; row++) {
      bytes[row] = Math.round(this.#bytes[row] as number);
      count[row] = -1;
    }
    return {
      ...{ timeNs, measure, intervalBytes },
      ...{ parent: this.#parent, function: this.#function, bytes, count },
    };
  }

  #row(parent: number, fn: number): number {
    const key = keyOf(parent, fn);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.#parent.length;
    this.#rows.set(key, row);
    this.#parent[row] = parent;
    this.#function[row] = fn;
    this.#bytes[row] = 0;
    return row;
  }

  #totals(): Float64Array {
    const totals = new Float64Array(this.#bytes);
    for (let row = totals.length - 1; row > 0; row--) {
      const above = this.#parent[row] as number;
      totals[above] = (totals[above] as number) + (totals[row] as number);
    }
    return totals;
  }
}

/** Whether the app may have brought it, rather than Node or the engine. */
const isOfFile = ({ url }: CallFrame): boolean => url !== '' && url.slice(0, 5) !== 'node:';

function nthLargest(values: Float64Array, n: number): number {
  const sorted = new Float64Array(values).sort();
  return sorted[sorted.length - n] as number;
}
