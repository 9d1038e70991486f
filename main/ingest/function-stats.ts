import { grown } from '../store/grown.ts';
import { bucketOf, decodeHistogram, encodeHistogram } from '../store/histogram.ts';
import { SPAN } from '../store/span-page.ts';
import type { ClassOrder } from './batch-rows.ts';
import { C, CANDIDATE, type CandidateSink, SlowCandidates } from './slow-candidates.ts';
import { SlowestList } from './slowest-list.ts';
import { F, ROW, type SpanBatch, T } from './span-batch.ts';

/** Functions with fewer spans than this have no list of slowest ones: their pages are quick to read. */
const LISTED_FROM = 1024;
/** Buckets to spare on each side of a histogram: the durations of a function lie close together. */
const SPARE = 48;

/** Numbers of a function: a line of the processor's cache, half of it doubles and half whole numbers. */
const STRIDE = 8;
const SUM = 0;
const MIN = 1;
const MAX = 2;
/** A span must be longer than this to be among the slowest; the longest one always is. */
const THRESHOLD = 3;
/** The buckets of its histogram, end exclusive, and where the count of bucket 0 would stand in the arena. */
const FIRST = 8;
const END = 9;
const OFFSET = 10;
/** Whether it changed since it was last taken. */
const DIRTY = 11;

/** Figures of a function over its ended spans, as they are written. */
export interface FunctionFigures {
  readonly index: number;
  readonly finished: number;
  readonly sumNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  readonly histogram: Uint8Array;
  readonly slowest: Uint8Array | null;
}

/**
 * Histograms, extremes and slowest spans of every function, merged over all threads. In a few flat arrays: each span goes to
 * another function, so what counts is how many places in memory it touches.
 */
export class FunctionStats {
  #doubles = new Float64Array(0);
  /** The same bytes. */
  #words = new Int32Array(0);
  /**
   * The counts of all histograms, modulo 256 and the rest: most are small, and bytes of them stay in the processor's cache.
   * A histogram that outgrows its place moves to the end.
   */
  #low = new Uint8Array(4096);
  #high = new Float64Array(4096);
  #arenaLength = 0;
  readonly #slowest: SlowestList[] = [];
  readonly #candidates = new SlowCandidates();
  /** The counts of the histogram at hand. */
  #scratch = new Float64Array(4096);
  /** Places in the arena that are to be counted. */
  #places = new Int32Array(256);

  /** Adds the spans whose end was recorded. By class: its durations lie in a few buckets. */
  addSpans(batch: SpanBatch, { rows }: ClassOrder, thread: number): void {
    const { length, times, facts } = batch;
    if (length > this.#places.length) this.#places = new Int32Array(length);
    const places = this.#places;
    let doubles: Float64Array = this.#doubles;
    let words: Int32Array = this.#words;
    const candidates = this.#candidates;
    let count = 0;
    for (let i = 0; i < length; i++) {
      const at = (rows[i] as number) * ROW;
      if (((facts[at + F.flags] as number) & (SPAN.UNFINISHED | SPAN.INCOMPLETE)) !== 0) continue;
      const fn = facts[at + F.function] as number;
      if (fn >= this.#slowest.length) {
        this.#addFunctions(fn);
        doubles = this.#doubles;
        words = this.#words;
      }
      const d = fn * STRIDE;
      const w = fn * STRIDE * 2;
      const duration = times[at + T.duration] as number;
      doubles[d + SUM] = (doubles[d + SUM] as number) + duration;
      if (duration < (doubles[d + MIN] as number)) doubles[d + MIN] = duration;
      words[w + DIRTY] = 1;
      const bucket = bucketOf(duration);
      if (bucket < (words[w + FIRST] as number) || bucket >= (words[w + END] as number)) {
        // What is to be counted in its old place is counted before it moves.
        this.#count(count);
        count = 0;
        this.#widen(w, bucket);
      }
      places[count++] = (words[w + OFFSET] as number) + bucket;
      if (duration > (doubles[d + THRESHOLD] as number)) {
        const ordinal = times[at + T.ordinal] as number;
        candidates.add(
          fn,
          duration,
          thread,
          ordinal,
          times[at + T.start] as number,
          facts[at + F.flags] as number,
        );
        if (candidates.isFull) this.#listSlow();
      }
    }
    this.#count(count);
  }

  /** Apart from what finds the places: so short a loop that the processor waits for many of them at a time. */
  #count(places: number): void {
    const low = this.#low;
    for (let i = 0; i < places; i++) {
      const at = this.#places[i] as number;
      const count = (low[at] as number) + 1;
      low[at] = count;
      if (count === 256) this.#high[at] = (this.#high[at] as number) + 256;
    }
  }

  /** Puts the candidates into the lists that they belong to. */
  #listSlow(): void {
    this.#candidates.take(this.#toList);
  }

  /** Made once: the compiler builds in what is always the same function. */
  readonly #toList: CandidateSink = (fn, numbers, order, from, to) => {
    const list = this.#slowest[fn] as SlowestList;
    list.add(numbers, order, from, to);
    const d = fn * STRIDE;
    this.#doubles[d + THRESHOLD] = list.threshold;
    let longest = this.#doubles[d + MAX] as number;
    for (let i = from; i < to; i++) {
      longest = Math.max(longest, numbers[(order[i] as number) * CANDIDATE + C.duration] as number);
    }
    this.#doubles[d + MAX] = longest;
  };

  /** The functions that changed since the last call. `last`: they will not change again, so compress them. */
  *takeDirty(last: boolean): Generator<FunctionFigures> {
    this.#listSlow();
    for (let fn = 0; fn < this.#slowest.length; fn++) {
      const w = fn * STRIDE * 2;
      const isUsed = (this.#words[w + END] as number) > 0;
      if (last ? !isUsed : this.#words[w + DIRTY] === 0) continue;
      this.#words[w + DIRTY] = 0;
      yield this.#figuresOf(fn, last);
    }
  }

  #figuresOf(index: number, last: boolean): FunctionFigures {
    const double = (place: number): number => this.#doubles[index * STRIDE + place] as number;
    const word = (place: number): number => this.#words[index * STRIDE * 2 + place] as number;
    const first = word(FIRST);
    const counts = this.#counts(word(OFFSET) + first, word(END) - first);
    let finished = 0;
    for (let i = 0; i < counts.length; i++) finished += counts[i] as number;
    return {
      index,
      finished,
      sumNs: double(SUM),
      minNs: double(MIN),
      maxNs: double(MAX),
      histogram: encodeHistogram({ first, counts }),
      // Until it is complete, an ingest that is taken up again needs all of them.
      slowest: last && finished < LISTED_FROM ? null : (this.#slowest[index] as SlowestList).pack(),
    };
  }

  /** Takes the figures of a function as they were written. */
  restore(figures: FunctionFigures): void {
    const { index, sumNs, minNs, maxNs, histogram, slowest } = figures;
    this.#addFunctions(index);
    const { first, counts } = decodeHistogram(histogram);
    for (const [i, count] of counts.entries()) {
      if (count === 0) continue;
      const w = index * STRIDE * 2;
      const bucket = first + i;
      if (bucket < (this.#words[w + FIRST] as number) || bucket >= (this.#words[w + END] as number)) {
        this.#widen(w, bucket);
      }
      const at = (this.#words[w + OFFSET] as number) + bucket;
      this.#low[at] = count;
      this.#high[at] = count - (count % 256);
    }
    const list = this.#slowest[index] as SlowestList;
    if (slowest) list.restore(slowest);
    const d = index * STRIDE;
    this.#doubles.set([sumNs, minNs, maxNs, list.threshold], d);
  }

  /** Valid until the next call. */
  #counts(offset: number, length: number): Float64Array {
    if (length > this.#scratch.length) this.#scratch = new Float64Array(length * 2);
    const counts = this.#scratch.subarray(0, length);
    for (let i = 0; i < length; i++) {
      counts[i] = (this.#high[offset + i] as number) + (this.#low[offset + i] as number);
    }
    return counts;
  }

  /** Makes room for a bucket in the histogram of the function whose whole numbers stand at `w`. */
  #widen(w: number, bucket: number): void {
    const words = this.#words;
    const oldFirst = words[w + FIRST] as number;
    const offset = (words[w + OFFSET] as number) + oldFirst;
    const length = (words[w + END] as number) - oldFirst;
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
    words[w + OFFSET] = moved - first;
    words[w + FIRST] = first;
    words[w + END] = end;
  }

  #addFunctions(last: number): void {
    while (this.#slowest.length <= last) {
      const d = (this.#slowest.push(new SlowestList()) - 1) * STRIDE;
      if (d >= this.#doubles.length) {
        this.#doubles = grown(this.#doubles, Math.max(64 * STRIDE, d * 2));
        this.#words = new Int32Array(this.#doubles.buffer);
      }
      this.#doubles[d + MIN] = Number.POSITIVE_INFINITY;
      this.#doubles[d + THRESHOLD] = -1;
    }
  }
}
