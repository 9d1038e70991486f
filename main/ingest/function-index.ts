import { CHUNK_PAGES, encodePostings } from '../store/function-index.ts';
import type { FunctionCount } from './page-builder.ts';

/** Writes the postings of one function in one chunk. */
export type PostingSink = (chunk: number, functionIndex: number, postings: Uint8Array) => void;

/** Gathers which functions the complete pages hold, a chunk of pages at a time. */
export class FunctionIndex {
  /** Pages completed so far: the position of the next one. */
  pages = 0;
  /** Chunks written so far. */
  chunks = 0;
  /** By function: slot, count and errors of each page. */
  readonly #triples = new Map<number, number[]>();

  /** Notes the functions of a page and gives it its position. */
  add(functions: readonly FunctionCount[]): number {
    const slot = this.pages % CHUNK_PAGES;
    for (const { function: index, count, errors } of functions) {
      const triples = this.#triples.get(index);
      if (triples) triples.push(slot, count, errors);
      else this.#triples.set(index, [slot, count, errors]);
    }
    return this.pages++;
  }

  get chunkIsFull(): boolean {
    return this.pages - this.chunks * CHUNK_PAGES >= CHUNK_PAGES;
  }

  /** Writes the chunk as it is and begins the next one. */
  writeChunk(sink: PostingSink): void {
    for (const [index, triples] of this.#triples) sink(this.chunks, index, encodePostings(triples));
    this.#triples.clear();
    this.chunks++;
  }
}
