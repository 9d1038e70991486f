import { encodePostings } from '../store/function-index.ts';
import { grown } from '../store/grown.ts';

/** Pages of a chunk: a query reads one row for each, and opens the pages that are in none yet. */
const CHUNK_PAGES = 256;

/** Numbers of an entry: function, slot in the chunk, spans, errors. */
const ENTRY = 4;

/** Writes the postings of one function in the chunk of pages from position `first` on; by function. */
export type PostingSink = (first: number, functionIndex: number, postings: Uint8Array) => void;

/** Functions and flags of a page's spans. */
export interface PageFunctions {
  readonly length: number;
  readonly functions: ArrayLike<number>;
  readonly flags: ArrayLike<number>;
}

/** Gathers which functions the complete pages hold, a chunk of pages at a time. */
export class FunctionIndex {
  /** Pages completed so far: the position of the next one. */
  pages = 0;
  /** Pages whose chunks are written. */
  indexed = 0;
  #entries = new Int32Array(4096 * ENTRY);
  /** Entries so far. */
  #length = 0;
  /** By function: spans and errors in the page at hand; all 0 between two pages. */
  #tally = new Int32Array(256);
  /** Functions of the page at hand. */
  #met = new Int32Array(128);

  /** The chunks of the pages before are written. */
  begin(indexed: number): void {
    this.indexed = indexed;
    this.pages = indexed;
  }

  /** Notes the functions of a page and gives it its position. */
  add(page: PageFunctions): number {
    this.#note(this.#count(page));
    return this.pages++;
  }

  /** Counts the spans of a page by function; how many functions there are. */
  #count({ length, functions, flags }: PageFunctions): number {
    let tally: Int32Array = this.#tally;
    let met = 0;
    for (let i = 0; i < length; i++) {
      const at = (functions[i] as number) * 2;
      if (at >= tally.length) tally = this.#makeRoom(at);
      const spans = tally[at] as number;
      if (spans === 0) this.#met[met++] = at;
      tally[at] = spans + 1;
      if (((flags[i] as number) & 1) !== 0) tally[at + 1] = (tally[at + 1] as number) + 1;
    }
    return met;
  }

  /**
   * Turns what was counted into entries. Apart from the counting: of a loop that runs long, V8 compiles what follows before it
   * has seen it, and must do it again.
   */
  #note(met: number): void {
    const needed = (this.#length + met) * ENTRY;
    if (needed > this.#entries.length) this.#entries = grown(this.#entries, needed * 2);
    const tally = this.#tally;
    const entries = this.#entries;
    const slot = this.pages - this.indexed;
    for (let i = 0; i < met; i++) {
      const fn = this.#met[i] as number;
      const at = this.#length++ * ENTRY;
      entries[at] = fn / 2;
      entries[at + 1] = slot;
      entries[at + 2] = tally[fn] as number;
      entries[at + 3] = tally[fn + 1] as number;
      tally[fn] = 0;
      tally[fn + 1] = 0;
    }
  }

  get chunkIsFull(): boolean {
    return this.pages - this.indexed >= CHUNK_PAGES;
  }

  /** Writes the chunk as it is and begins the next one. */
  writeChunk(sink: PostingSink): void {
    const entries = this.#entries;
    // By function, then slot: the entries came by slot.
    const ends = new Int32Array(this.#met.length + 1);
    for (let at = 0; at < this.#length * ENTRY; at += ENTRY) {
      const next = (entries[at] as number) + 1;
      ends[next] = (ends[next] as number) + 1;
    }
    for (let fn = 1; fn < ends.length; fn++) ends[fn] = (ends[fn] as number) + (ends[fn - 1] as number);
    const triples = new Int32Array(this.#length * 3);
    for (let at = 0; at < this.#length * ENTRY; at += ENTRY) {
      const fn = entries[at] as number;
      const place = (ends[fn] as number) * 3;
      ends[fn] = (ends[fn] as number) + 1;
      triples[place] = entries[at + 1] as number;
      triples[place + 1] = entries[at + 2] as number;
      triples[place + 2] = entries[at + 3] as number;
    }
    // Each function's end is now where it stands in `ends`, and its start the end of the one before.
    for (let fn = 0, from = 0; fn < ends.length - 1; fn++) {
      const to = ends[fn] as number;
      if (to > from) sink(this.indexed, fn, encodePostings(triples.subarray(from * 3, to * 3)));
      from = to;
    }
    this.#length = 0;
    this.indexed = this.pages;
  }

  #makeRoom(at: number): Int32Array {
    const size = Math.max(at + 2, this.#tally.length * 2);
    this.#tally = grown(this.#tally, size);
    this.#met = grown(this.#met, size / 2);
    return this.#tally;
  }
}
