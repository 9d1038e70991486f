import { VarintReader, VarintWriter } from './varint.ts';

/**
 * Complete pages are numbered as they are completed (`pages.position`). A chunk of the index covers some of them, from a first
 * position on. Row i says how many spans of a function are in the page at `position[i]`.
 */
export interface Postings {
  readonly position: number[];
  readonly count: number[];
  readonly errors: number[];
}

/** The chunks that hold a function: first position and postings; the parameter is the function. */
export const POSTINGS_SQL =
  'SELECT first, postings FROM function_chunks CROSS JOIN function_postings USING (first) WHERE function = ?';

const writer = new VarintWriter();

/** Triples of (slot in the chunk minus the one before, count, errors); ordered by slot. */
export function encodePostings(triples: Int32Array): Uint8Array {
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

/** Adds the postings of the chunk from position `first` on to `into`. */
export function decodePostings(first: number, bytes: Uint8Array, into: Postings): void {
  const reader = new VarintReader(bytes);
  let slot = 0;
  while (!reader.done) {
    slot += reader.take();
    into.position.push(first + slot);
    into.count.push(reader.take());
    into.errors.push(reader.take());
  }
}
