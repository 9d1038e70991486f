import { crc32 } from 'node:zlib';
import { damaged } from './compression.ts';
import type { Connection } from './sqlite.ts';

/**
 * What a reader loads whole before it answers: rows that say where pages are and what the numbers in them mean. Pages have
 * checksums of their own; SQLite has none for its rows, and a flipped bit in one would give a wrong answer that looks right.
 */
const LOADED: readonly string[] = [
  'SELECT run, facts FROM recording',
  'SELECT id, spool, process, origin_unix_ns, last_ns, ended, spans, lanes, open_count, open FROM threads ORDER BY id',
  'SELECT id, path, language FROM files ORDER BY id',
  'SELECT id, file, name, line, "column", end_line, kind, flags, params FROM functions ORDER BY id',
  'SELECT function, level, rule, variables, up_to, operation FROM function_details ORDER BY function',
  'SELECT function, finished, sum_ns, min_ns, max_ns, histogram FROM function_stats ORDER BY function',
  'SELECT id FROM node_pages ORDER BY id',
  `SELECT id, thread, class, position, count, errors, late, min_start, max_start, min_end, max_end, min_ordinal, max_ordinal,
   min_parent, max_parent, min_lane, max_lane, min_root, max_root FROM pages ORDER BY id`,
  'SELECT thread, level, block, from_ns, to_ns FROM node_sums ORDER BY thread, level, block',
  'SELECT thread, ordinal, parent_thread, parent_ordinal, parent_root FROM far_parents ORDER BY thread, ordinal',
];

/** Notes what stands in the rows that readers load. For a complete recording, in the transaction that completes it. */
export function writeDigest(connection: Connection): void {
  connection.prepare('INSERT OR REPLACE INTO digest VALUES (1, ?)').run(digestOf(connection));
}

/** Whether the rows are what they were when the recording was completed; true where that was not noted. */
export function matchesDigest(connection: Connection): boolean {
  const noted = connection.prepare('SELECT crc FROM digest').pluck().get();
  return noted === undefined || noted === digestOf(connection);
}

/** Throws `damaged` when the rows are not what they were. */
export function checkDigest(connection: Connection): void {
  if (!matchesDigest(connection)) throw damaged('a table does not match its checksum');
}

function digestOf(connection: Connection): number {
  let crc = 0;
  for (const sql of LOADED) {
    for (const row of connection.prepare<[], unknown[]>(sql).raw().iterate()) crc = crc32(bytesOf(row), crc);
  }
  return crc;
}

let scratch = Buffer.alloc(4096);

/** Each value behind a letter for its kind, so that no two rows have the same bytes. */
function bytesOf(row: readonly unknown[]): Uint8Array {
  let at = 0;
  const room = (bytes: number) => {
    if (at + bytes <= scratch.length) return;
    scratch = Buffer.concat([scratch, Buffer.alloc(scratch.length + bytes)]);
  };
  for (const value of row) {
    room(9);
    if (typeof value === 'number') {
      scratch[at] = 1;
      at = scratch.writeDoubleLE(value, at + 1);
    } else if (value === null) scratch[at++] = 2;
    else {
      const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : (value as Uint8Array);
      scratch[at] = typeof value === 'string' ? 3 : 4;
      at = scratch.writeUInt32LE(bytes.length, at + 1);
      room(bytes.length);
      scratch.set(bytes, at);
      at += bytes.length;
    }
  }
  return scratch.subarray(0, at);
}
