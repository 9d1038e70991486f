import { crc32 } from 'node:zlib';
import type { Statement } from 'better-sqlite3';
import { damaged } from './compression.ts';
import type { Connection } from './sqlite.ts';
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

/** What `readPostings` asks SQLite for; the parameter is the function. */
export const POSTINGS_SQL =
  'SELECT first, postings, crc FROM function_chunks CROSS JOIN function_postings USING (first) WHERE function = ?';

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

/** Checksum of a row of the index: key and postings. */
export const postingsCrc = (first: number, functionIndex: number, postings: Uint8Array): number =>
  crc32(postings, crc32(`${first}/${functionIndex}`));

/** The postings of a function, by a statement of `POSTINGS_SQL`. Throws `damaged`. */
export function readPostings(statement: Statement, functionIndex: number): Postings {
  const postings: Postings = { position: [], count: [], errors: [] };
  for (const row of statement.raw().iterate(functionIndex)) {
    const [first, bytes, crc] = row as [number, Uint8Array, number];
    if (crc >= 0 && crc !== postingsCrc(first, functionIndex, bytes))
      throw damaged('the index of functions does not match its checksum');
    decodePostings(first, bytes, postings);
  }
  return postings;
}

/** Rows of the index that do not match their checksums. */
export function damagedPostings(connection: Connection): number {
  const rows = connection
    .prepare<[], [number, number, Uint8Array, number]>(
      'SELECT first, function, postings, crc FROM function_postings WHERE crc >= 0',
    )
    .raw();
  let wrong = 0;
  for (const [first, index, postings, crc] of rows.iterate()) {
    if (crc !== postingsCrc(first, index, postings)) wrong++;
  }
  return wrong;
}

/** Adds the postings of the chunk from position `first` on to `into`. */
function decodePostings(first: number, bytes: Uint8Array, into: Postings): void {
  const reader = new VarintReader(bytes);
  let slot = 0;
  while (!reader.done) {
    slot += reader.take();
    into.position.push(first + slot);
    into.count.push(reader.take());
    into.errors.push(reader.take());
  }
}
