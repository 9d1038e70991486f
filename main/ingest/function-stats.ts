import { grown } from '../store/grown.ts';
import { bucketOf, encodeHistogram } from '../store/histogram.ts';
import { SPAN, type SpanColumns } from '../store/span-page.ts';
import type { FunctionGroups } from './function-groups.ts';
import { SlowestList } from './slowest-list.ts';

/** Functions with fewer spans than this have no list of slowest ones: their pages are quick to read. */
const LISTED_FROM = 1024;
/** Buckets to spare on each side of a histogram: the durations of a function lie close together. */
const SPARE = 48;

/** Numbers of a function in `#figures`: a line of the processor's cache. */
const STRIDE = 8;
const FINISHED = 0;
const SUM = 1;
const MIN = 2;
const MAX = 3;
/** The buckets of its histogram, end exclusive, and where the first one's count stands in the arena. */
const FIRST = 4;
const END = 5;
const OFFSET = 6;

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
  #figures = new Float64Array(0);
  #dirty = new Uint8Array(0);
  /**
   * The counts of all histograms, modulo 256 and the rest: most are small, and bytes of them stay in the processor's cache.
   * A histogram that outgrows its place moves to the end.
   */
  #low = new Uint8Array(4096);
  #high = new Float64Array(4096);
  #arenaLength = 0;
  readonly #slowest: SlowestList[] = [];

  /** Adds the rows of a page that are in the groups, as far as their end was recorded. */
  addSpans({ duration, flags, ordinal, end }: SpanColumns, groups: FunctionGroups, thread: number): void {
    for (let g = 0, i = 0; g < groups.length; g++) {
      const fn = groups.function[g] as number;
      if (fn >= this.#slowest.length) this.#addFunctions(fn);
      const slowest = this.#slowest[fn] as SlowestList;
      const f = fn * STRIDE;
      let finished = 0;
      let sum = 0;
      let min = this.#figures[f + MIN] as number;
      let max = this.#figures[f + MAX] as number;
      let first = this.#figures[f + FIRST] as number;
      let last = this.#figures[f + END] as number;
      let offset = (this.#figures[f + OFFSET] as number) - first;
      let low: Uint8Array = this.#low;
      for (const until = groups.end[g] as number; i < until; i++) {
        const row = groups.rows[i] as number;
        const flag = flags[row] as number;
        if ((flag & (SPAN.UNFINISHED | SPAN.INCOMPLETE)) !== 0) continue;
        const d = duration[row] as number;
        finished++;
        sum += d;
        if (d < min) min = d;
        if (d > max) max = d;
        const bucket = bucketOf(d);
        if (bucket < first || bucket >= last) {
          this.#widen(f, bucket);
          low = this.#low;
          first = this.#figures[f + FIRST] as number;
          last = this.#figures[f + END] as number;
          offset = (this.#figures[f + OFFSET] as number) - first;
        }
        const count = (low[offset + bucket] as number) + 1;
        low[offset + bucket] = count;
        if (count === 256) this.#high[offset + bucket] = (this.#high[offset + bucket] as number) + 256;
        if (d > slowest.threshold) {
          slowest.add(d, thread, ordinal[row] as number, (end[row] as number) - d, flag);
        }
      }
      if (finished === 0) continue;
      const figures = this.#figures;
      figures[f + FINISHED] = (figures[f + FINISHED] as number) + finished;
      figures[f + SUM] = (figures[f + SUM] as number) + sum;
      figures[f + MIN] = min;
      figures[f + MAX] = max;
      this.#dirty[fn] = 1;
    }
  }

  /** The functions that changed since the last call. `last`: they will not change again, so compress them. */
  *takeDirty(last: boolean): Generator<FunctionFigures> {
    for (let fn = 0; fn < this.#slowest.length; fn++) {
      if (last ? this.#figures[fn * STRIDE + FINISHED] === 0 : this.#dirty[fn] === 0) continue;
      this.#dirty[fn] = 0;
      yield this.#figuresOf(fn, last);
    }
  }

  #figuresOf(index: number, last: boolean): FunctionFigures {
    const of = (place: number): number => this.#figures[index * STRIDE + place] as number;
    const finished = of(FINISHED);
    const counts = this.#counts(of(OFFSET), of(END) - of(FIRST));
    return {
      index,
      finished,
      sumNs: of(SUM),
      minNs: of(MIN),
      maxNs: of(MAX),
      histogram: encodeHistogram({ first: of(FIRST), counts }),
      slowest: finished < LISTED_FROM ? null : (this.#slowest[index] as SlowestList).pack(last),
    };
  }

  #counts(offset: number, length: number): Float64Array {
    const counts = this.#high.slice(offset, offset + length);
    for (let i = 0; i < length; i++) counts[i] = (counts[i] as number) + (this.#low[offset + i] as number);
    return counts;
  }

  /** Makes room for a bucket in the histogram of the function whose figures stand at `f`. */
  #widen(f: number, bucket: number): void {
    const figures = this.#figures;
    const offset = figures[f + OFFSET] as number;
    const oldFirst = figures[f + FIRST] as number;
    const length = (figures[f + END] as number) - oldFirst;
    const from = length === 0 ? bucket : oldFirst;
    // By half of what it has, so that the places it leaves add up to little.
    const spare = Math.max(SPARE, length >> 1);
    const first = bucket < from || length === 0 ? Math.max(0, bucket - spare) : from;
    const end = bucket >= from + length ? bucket + spare + 1 : from + length;
    const moved = this.#arenaLength;
    this.#arenaLength += end - first;
    if (this.#arenaLength > this.#low.length) {
      this.#low = grown(this.#low, this.#arenaLength * 2);
      this.#high = grown(this.#high, this.#arenaLength * 2);
    }
    this.#low.copyWithin(moved + from - first, offset, offset + length);
    this.#high.copyWithin(moved + from - first, offset, offset + length);
    figures[f + OFFSET] = moved;
    figures[f + FIRST] = first;
    figures[f + END] = end;
  }

  #addFunctions(last: number): void {
    while (this.#slowest.length <= last) {
      const fn = this.#slowest.push(new SlowestList()) - 1;
      if (fn >= this.#dirty.length) {
        const size = Math.max(64, fn * 2);
        this.#figures = grown(this.#figures, size * STRIDE);
        this.#dirty = grown(this.#dirty, size);
      }
      this.#figures[fn * STRIDE + MIN] = Number.POSITIVE_INFINITY;
    }
  }
}
