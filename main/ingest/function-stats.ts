import { bucketOf, encodeHistogram } from '../store/histogram.ts';
import { packSlowest, SLOWEST } from '../store/slowest.ts';

/** Functions with fewer spans than this have no list of slowest ones: their pages are quick to read. */
const LISTED_FROM = 1024;

/** Figures of one function over its ended spans. */
class FunctionFigures {
  finished = 0;
  sumNs = 0;
  minNs = Number.POSITIVE_INFINITY;
  maxNs = 0;
  dirty = false;

  /** Counts of the buckets from `#first` on. */
  #counts = new Uint32Array(0);
  #first = 0;

  /** The slowest spans in no order; the fastest of them stands at `#fastest`. */
  readonly #slowest = {
    thread: new Int32Array(0),
    ordinal: EMPTY,
    start: EMPTY,
    duration: EMPTY,
    flags: new Uint8Array(0),
  };
  #fastest = 0;
  #kept = 0;
  /** The list as it was packed last, as long as it has not changed. */
  #packed: Buffer | undefined;

  add(duration: number, thread: number, ordinal: number, start: number, flags: number): void {
    this.finished++;
    this.sumNs += duration;
    if (duration < this.minNs) this.minNs = duration;
    if (duration > this.maxNs) this.maxNs = duration;
    const bucket = bucketOf(duration);
    const i = bucket - this.#first;
    if (i >= 0 && i < this.#counts.length) this.#counts[i] = (this.#counts[i] as number) + 1;
    else this.#countOutside(bucket);
    if (this.#kept < SLOWEST || duration > (this.#slowest.duration[this.#fastest] as number)) {
      this.#keep(duration, thread, ordinal, start, flags);
    }
  }

  histogram(): Uint8Array {
    return encodeHistogram({ first: this.#first, counts: this.#counts });
  }

  slowest(): Buffer | null {
    if (this.finished < LISTED_FROM) return null;
    if (this.#packed) return this.#packed;
    const spans = this.#slowest;
    const order = Array.from({ length: this.#kept }, (_, i) => i);
    order.sort((a, b) => (spans.duration[b] as number) - (spans.duration[a] as number));
    this.#packed = packSlowest({
      length: this.#kept,
      thread: Int32Array.from(order, (i) => spans.thread[i] as number),
      ordinal: Float64Array.from(order, (i) => spans.ordinal[i] as number),
      start: Float64Array.from(order, (i) => spans.start[i] as number),
      duration: Float64Array.from(order, (i) => spans.duration[i] as number),
      flags: Uint8Array.from(order, (i) => spans.flags[i] as number),
    });
    return this.#packed;
  }

  #countOutside(bucket: number): void {
    const { length } = this.#counts;
    // 16 buckets to spare on each side: the durations of a function lie close together.
    const first = Math.max(0, length === 0 ? bucket - 16 : Math.min(this.#first, bucket - 16));
    const end = length === 0 ? bucket + 17 : Math.max(this.#first + length, bucket + 17);
    const counts = new Uint32Array(end - first);
    if (length > 0) counts.set(this.#counts, this.#first - first);
    this.#counts = counts;
    this.#first = first;
    counts[bucket - first] = (counts[bucket - first] as number) + 1;
  }

  #keep(duration: number, thread: number, ordinal: number, start: number, flags: number): void {
    this.#packed = undefined;
    const spans = this.#slowest;
    if (spans.thread.length === 0) {
      spans.thread = new Int32Array(SLOWEST);
      spans.ordinal = new Float64Array(SLOWEST);
      spans.start = new Float64Array(SLOWEST);
      spans.duration = new Float64Array(SLOWEST);
      spans.flags = new Uint8Array(SLOWEST);
    }
    const at = this.#kept < SLOWEST ? this.#kept++ : this.#fastest;
    spans.thread[at] = thread;
    spans.ordinal[at] = ordinal;
    spans.start[at] = start;
    spans.duration[at] = duration;
    spans.flags[at] = flags;
    if (this.#kept < SLOWEST) return;
    let fastest = 0;
    for (let i = 1; i < SLOWEST; i++) {
      if ((spans.duration[i] as number) < (spans.duration[fastest] as number)) fastest = i;
    }
    this.#fastest = fastest;
  }
}

const EMPTY = new Float64Array(0);

/** Histograms, extremes and slowest spans of every function, merged over all threads. */
export class FunctionStats {
  readonly #figures: FunctionFigures[] = [];
  readonly #dirty: number[] = [];

  /** A span with a recorded end; `start` in ns since its thread's origin. */
  add(
    functionIndex: number,
    duration: number,
    thread: number,
    ordinal: number,
    start: number,
    flags: number,
  ): void {
    const figures = this.#figures[functionIndex] ?? this.#addFunction(functionIndex);
    if (!figures.dirty) {
      figures.dirty = true;
      this.#dirty.push(functionIndex);
    }
    figures.add(duration, thread, ordinal, start, flags);
  }

  /** The functions that changed since the last call. */
  takeDirty(): { readonly index: number; readonly figures: FunctionFigures }[] {
    const taken = this.#dirty.map((index) => ({ index, figures: this.#figures[index] as FunctionFigures }));
    for (const { figures } of taken) figures.dirty = false;
    this.#dirty.length = 0;
    return taken;
  }

  #addFunction(index: number): FunctionFigures {
    // Filled up in order, so that the array stays dense.
    while (this.#figures.length <= index) this.#figures.push(new FunctionFigures());
    return this.#figures[index] as FunctionFigures;
  }
}
