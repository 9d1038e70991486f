import { VarintReader, VarintWriter } from './varint.ts';

/** Complete pages are numbered as they are completed (`pages.position`); a chunk of the index covers so many of them. */
export const CHUNK_PAGES = 64;

/** Which pages of a chunk hold a function: row i says how many of its spans are in the page at `position[i]`. */
export interface Postings {
  readonly position: number[];
  readonly count: number[];
  readonly errors: number[];
}

const writer = new VarintWriter();

/** Triples of (slot in the chunk minus the one before, count, errors); ordered by slot. */
export function encodePostings(triples: readonly number[]): Uint8Array {
  let previous = 0;
  for (let i = 0; i < triples.length; i += 3) {
    const slot = triples[i] as number;
    writer.put(slot - previous);
    previous = slot;
    writer.put(triples[i + 1] as number);
    writer.put(triples[i + 2] as number);
  }
  return writer.take();
}

/** Adds the postings of one chunk to `into`. */
export function decodePostings(chunk: number, bytes: Uint8Array, into: Postings): void {
  const reader = new VarintReader(bytes);
  let slot = 0;
  while (!reader.done) {
    slot += reader.take();
    into.position.push(chunk * CHUNK_PAGES + slot);
    into.count.push(reader.take());
    into.errors.push(reader.take());
  }
}
