import { bucketOf, encodeHistogram } from '../store/histogram.ts';
import { SlowestList } from './slowest-list.ts';

/** Functions with fewer spans than this have no list of slowest ones: their pages are quick to read. */
const LISTED_FROM = 1024;
/** Buckets to spare on each side of a histogram: the durations of a function lie close together. */
const SPARE = 48;

/** Numbers of a function in `#sums`. */
const SUMS = 4;
const FINISHED = 0;
const SUM = 1;
const MIN = 2;
const MAX = 3;
/** Numbers of a function in `#places`. */
const PLACES = 4;
/** Where its counts begin in the arena, how many there are, and the bucket of the first; 1 while it is dirty. */
const OFFSET = 0;
const LENGTH = 1;
const FIRST = 2;
const DIRTY = 3;

/** Figures of a function over its ended spans, as they are written. */
export interface FunctionFigures {
  readonly index: number;
  readonly finished: number;
  readonly sumNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  readonly histogram: Uint8Array;
  readonly slowest: Buffer | null;
}

/**
 * Histograms, extremes and slowest spans of every function, merged over all threads. In a few flat arrays: each span goes to
 * another function, so what counts is how many places in memory it touches.
 */
export class FunctionStats {
  #sums = new Float64Array(64 * SUMS);
  #places = new Int32Array(64 * PLACES);
  /** The counts of all histograms. A histogram that outgrows its place moves to the end. */
  #arena = new Uint32Array(4096);
  #arenaLength = 0;
  readonly #slowest: SlowestList[] = [];
  readonly #dirty: number[] = [];

  /** A span with a recorded end; `start` in ns since its thread's origin. */
  add(fn: number, duration: number, thread: number, ordinal: number, start: number, flags: number): void {
    if (fn >= this.#slowest.length) this.#addFunctions(fn);
    const sums = this.#sums;
    const s = fn * SUMS;
    sums[s + FINISHED] = (sums[s + FINISHED] as number) + 1;
    sums[s + SUM] = (sums[s + SUM] as number) + duration;
    if (duration < (sums[s + MIN] as number)) sums[s + MIN] = duration;
    if (duration > (sums[s + MAX] as number)) sums[s + MAX] = duration;
    const places = this.#places;
    const p = fn * PLACES;
    if (places[p + DIRTY] === 0) {
      places[p + DIRTY] = 1;
      this.#dirty.push(fn);
    }
    const bucket = bucketOf(duration);
    let i = bucket - (places[p + FIRST] as number);
    if (i < 0 || i >= (places[p + LENGTH] as number)) {
      this.#widen(p, bucket);
      i = bucket - (places[p + FIRST] as number);
    }
    const at = (places[p + OFFSET] as number) + i;
    this.#arena[at] = (this.#arena[at] as number) + 1;
    const slowest = this.#slowest[fn] as SlowestList;
    if (duration > slowest.threshold) slowest.add(duration, thread, ordinal, start, flags);
  }

  /** The functions that changed since the last call. */
  takeDirty(): FunctionFigures[] {
    const taken = this.#dirty.map((fn) => this.#figures(fn));
    for (const { index } of taken) this.#places[index * PLACES + DIRTY] = 0;
    this.#dirty.length = 0;
    return taken;
  }

  #figures(index: number): FunctionFigures {
    const [finished, sumNs, minNs, maxNs] = this.#sums.subarray(index * SUMS) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const p = index * PLACES;
    const offset = this.#places[p + OFFSET] as number;
    const counts = this.#arena.subarray(offset, offset + (this.#places[p + LENGTH] as number));
    const histogram = encodeHistogram({ first: this.#places[p + FIRST] as number, counts });
    const slowest = finished < LISTED_FROM ? null : (this.#slowest[index] as SlowestList).pack();
    return { index, finished, sumNs, minNs, maxNs, histogram, slowest };
  }

  /** Makes room for a bucket in the histogram whose place is described at `p`. */
  #widen(p: number, bucket: number): void {
    const places = this.#places;
    const length = places[p + LENGTH] as number;
    const offset = places[p + OFFSET] as number;
    const oldFirst = length === 0 ? bucket : (places[p + FIRST] as number);
    const first = Math.max(0, Math.min(oldFirst, bucket - SPARE));
    const end = Math.max(oldFirst + length, bucket + SPARE + 1);
    const moved = this.#arenaLength;
    this.#arenaLength += end - first;
    if (this.#arenaLength > this.#arena.length) {
      const bigger = new Uint32Array(this.#arenaLength * 2);
      bigger.set(this.#arena);
      this.#arena = bigger;
    }
    this.#arena.copyWithin(moved + oldFirst - first, offset, offset + length);
    places[p + OFFSET] = moved;
    places[p + LENGTH] = end - first;
    places[p + FIRST] = first;
  }

  #addFunctions(last: number): void {
    while (this.#slowest.length <= last) {
      const s = this.#slowest.push(new SlowestList()) * SUMS;
      if (s > this.#sums.length) {
        const sums = new Float64Array(this.#sums.length * 2);
        sums.set(this.#sums);
        this.#sums = sums;
        const places = new Int32Array(this.#places.length * 2);
        places.set(this.#places);
        this.#places = places;
      }
      this.#sums[s - SUMS + MIN] = Number.POSITIVE_INFINITY;
    }
  }
}
