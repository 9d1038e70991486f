import { grown } from '../store/grown.ts';
import { bucketOf, encodeHistogram } from '../store/histogram.ts';
import { SPAN } from '../store/span-page.ts';
import { SlowestList } from './slowest-list.ts';
import { F, ROW, type SpanBatch, T } from './span-batch.ts';

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
/** A span must be longer than this to be among the slowest. */
const THRESHOLD = 4;
/** The buckets of its histogram, end exclusive, and where the first one's count stands in the arena. */
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
  /** The counts of all histograms. A histogram that outgrows its place moves to the end. */
  #arena = new Uint32Array(4096);
  #arenaLength = 0;
  readonly #slowest: SlowestList[] = [];

  /** Adds the spans with a recorded end. */
  addSpans({ length, times, facts }: SpanBatch, thread: number): void {
    for (let at = 0; at < length * ROW; at += ROW) {
      const flags = facts[at + F.flags] as number;
      if ((flags & (SPAN.UNFINISHED | SPAN.INCOMPLETE)) !== 0) continue;
      const fn = facts[at + F.function] as number;
      if (fn >= this.#slowest.length) this.#addFunctions(fn);
      const duration = times[at + T.duration] as number;
      const figures = this.#figures;
      const f = fn * STRIDE;
      figures[f + FINISHED] = (figures[f + FINISHED] as number) + 1;
      figures[f + SUM] = (figures[f + SUM] as number) + duration;
      if (duration < (figures[f + MIN] as number)) figures[f + MIN] = duration;
      if (duration > (figures[f + MAX] as number)) figures[f + MAX] = duration;
      const bucket = bucketOf(duration);
      if (bucket < (figures[f + FIRST] as number) || bucket >= (figures[f + END] as number)) {
        this.#widen(f, bucket);
      }
      const count = (figures[f + OFFSET] as number) + bucket - (figures[f + FIRST] as number);
      this.#arena[count] = (this.#arena[count] as number) + 1;
      this.#dirty[fn] = 1;
      if (duration > (figures[f + THRESHOLD] as number)) {
        const slowest = this.#slowest[fn] as SlowestList;
        slowest.add(duration, thread, times[at + T.ordinal] as number, times[at + T.start] as number, flags);
        figures[f + THRESHOLD] = slowest.threshold;
      }
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
    const counts = this.#arena.subarray(of(OFFSET), of(OFFSET) + of(END) - of(FIRST));
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
    if (this.#arenaLength > this.#arena.length) this.#arena = grown(this.#arena, this.#arenaLength * 2);
    this.#arena.copyWithin(moved + from - first, offset, offset + length);
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
      this.#figures[fn * STRIDE + THRESHOLD] = -1;
    }
  }
}
