import { VALUE_WORDS, type ValueColumns } from '../store/value-page.ts';

/** Values of a thread, gathered until they fill a page. `length` rows and `wordCount` words are valid. */
export class ValueBuilder implements ValueColumns {
  length = 0;
  wordCount = 0;
  minOrdinal = Number.POSITIVE_INFINITY;
  maxOrdinal = -1;
  /** ns since the thread's origin. */
  minTime = 0;
  maxTime = 0;
  ordinal = new Float64Array(256);
  op = new Uint8Array(256);
  count = new Int32Array(256);
  words = new Int32Array(4096);

  /** Whether the value must go to a new page. */
  wouldOverflow(count: number): boolean {
    return this.length > 0 && this.wordCount + count > VALUE_WORDS;
  }

  add(ordinal: number, op: number, words: Int32Array, offset: number, count: number, time: number): void {
    this.#reserve(count);
    if (this.length === 0) this.minTime = time;
    this.maxTime = time;
    if (ordinal < this.minOrdinal) this.minOrdinal = ordinal;
    if (ordinal > this.maxOrdinal) this.maxOrdinal = ordinal;
    const row = this.length++;
    this.ordinal[row] = ordinal;
    this.op[row] = op;
    this.count[row] = count;
    this.words.set(words.subarray(offset, offset + count), this.wordCount);
    this.wordCount += count;
  }

  clear(): void {
    this.length = 0;
    this.wordCount = 0;
    this.minOrdinal = Number.POSITIVE_INFINITY;
    this.maxOrdinal = -1;
  }

  #reserve(count: number): void {
    if (this.wordCount + count > this.words.length) {
      const words = new Int32Array(Math.max(this.wordCount + count, this.words.length * 2));
      words.set(this.words);
      this.words = words;
    }
    if (this.length < this.ordinal.length) return;
    const size = this.length * 2;
    const ordinal = new Float64Array(size);
    ordinal.set(this.ordinal);
    this.ordinal = ordinal;
    const op = new Uint8Array(size);
    op.set(this.op);
    this.op = op;
    const counts = new Int32Array(size);
    counts.set(this.count);
    this.count = counts;
  }
}
