import { grown } from '../store/grown.ts';
import { bucketOf, encodeHistogram } from '../store/histogram.ts';
import { SPAN, type SpanColumns } from '../store/span-page.ts';
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
/** A span must be longer than this to be among the slowest; the longest one always is. */
const THRESHOLD = 4;
/** The buckets of its histogram, end exclusive, and where the count of bucket 0 would stand in the arena. */
const FIRST = 5;
const END = 6;
const OFFSET = 7;

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

  /** Adds the rows of a page from `from` on, as far as their end was recorded. */
  addSpans(columns: SpanColumns, from: number, thread: number): void {
    const { length, function: functions, duration, flags } = columns;
    let figures: Float64Array = this.#figures;
    let low: Uint8Array = this.#low;
    for (let row = from; row < length; row++) {
      if (((flags[row] as number) & (SPAN.UNFINISHED | SPAN.INCOMPLETE)) !== 0) continue;
      const fn = functions[row] as number;
      if (fn >= this.#slowest.length) {
        this.#addFunctions(fn);
        figures = this.#figures;
      }
      const f = fn * STRIDE;
      const d = duration[row] as number;
      figures[f + FINISHED] = (figures[f + FINISHED] as number) + 1;
      figures[f + SUM] = (figures[f + SUM] as number) + d;
      if (d < (figures[f + MIN] as number)) figures[f + MIN] = d;
      const bucket = bucketOf(d);
      if (bucket < (figures[f + FIRST] as number) || bucket >= (figures[f + END] as number)) {
        this.#widen(f, bucket);
        low = this.#low;
      }
      // The place of bucket 0, before the arena's beginning as often as not.
      const at = (figures[f + OFFSET] as number) + bucket;
      const count = (low[at] as number) + 1;
      low[at] = count;
      if (count === 256) this.#high[at] = (this.#high[at] as number) + 256;
      if (d > (figures[f + THRESHOLD] as number)) this.#addSlow(columns, row, thread);
    }
    for (let row = from; row < length; row++) this.#dirty[functions[row] as number] = 1;
  }

  #addSlow(
    { function: functions, duration, ordinal, end, flags }: SpanColumns,
    row: number,
    thread: number,
  ): void {
    const fn = functions[row] as number;
    const d = duration[row] as number;
    const slowest = this.#slowest[fn] as SlowestList;
    slowest.add(d, thread, ordinal[row] as number, (end[row] as number) - d, flags[row] as number);
    const f = fn * STRIDE;
    this.#figures[f + THRESHOLD] = slowest.threshold;
    if (d > (this.#figures[f + MAX] as number)) this.#figures[f + MAX] = d;
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
    const counts = this.#counts(of(OFFSET) + of(FIRST), of(END) - of(FIRST));
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
    const oldFirst = figures[f + FIRST] as number;
    const offset = (figures[f + OFFSET] as number) + oldFirst;
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
    figures[f + OFFSET] = moved - first;
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
      this.#figures[fn * STRIDE + THRESHOLD] = -1;
    }
  }
}
