import { encodePostings } from '../store/function-index.ts';
import { grown } from '../store/grown.ts';
import type { SpanColumns } from '../store/span-page.ts';
import type { FunctionGroups } from './function-groups.ts';

/** Pages of a chunk: a query reads one row for each, and opens the pages that are in none yet. */
const CHUNK_PAGES = 128;

/** Numbers of an entry: function, slot in the chunk, spans, errors. */
const ENTRY = 4;

/** Writes the postings of one function in the chunk of pages from position `first` on; by function. */
export type PostingSink = (first: number, functionIndex: number, postings: Uint8Array) => void;

/** Gathers which functions the complete pages hold, a chunk of pages at a time. */
export class FunctionIndex {
  /** Pages completed so far: the position of the next one. */
  pages = 0;
  /** Pages whose chunks are written. */
  indexed = 0;
  #entries = new Int32Array(4096 * ENTRY);
  /** Entries so far. */
  #length = 0;
  /** Highest function met so far, and one more. */
  #functions = 0;

  /** Notes the functions of a page and gives it its position. `groups`: of all its rows. */
  add({ flags }: SpanColumns, groups: FunctionGroups): number {
    const slot = this.pages - this.indexed;
    const needed = (this.#length + groups.length) * ENTRY;
    if (needed > this.#entries.length) this.#entries = grown(this.#entries, needed * 2);
    for (let g = 0, i = 0; g < groups.length; g++) {
      const fn = groups.function[g] as number;
      const until = groups.end[g] as number;
      const count = until - i;
      let errors = 0;
      for (; i < until; i++) errors += (flags[groups.rows[i] as number] as number) & 1;
      const at = this.#length++ * ENTRY;
      this.#entries[at] = fn;
      this.#entries[at + 1] = slot;
      this.#entries[at + 2] = count;
      this.#entries[at + 3] = errors;
      if (fn >= this.#functions) this.#functions = fn + 1;
    }
    return this.pages++;
  }

  get chunkIsFull(): boolean {
    return this.pages - this.indexed >= CHUNK_PAGES;
  }

  /** Writes the chunk as it is and begins the next one. */
  writeChunk(sink: PostingSink): void {
    const entries = this.#entries;
    // By function, then slot: the entries came by slot.
    const ends = new Int32Array(this.#functions + 1);
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
}
