import { crc32 } from 'node:zlib';
import { damaged } from './compression.ts';
import type { Connection } from './sqlite.ts';

/**
 * What a reader loads whole before it answers: rows that say where pages are and what the numbers in them mean. Pages have
 * checksums of their own; SQLite has none for its rows, and a flipped bit in one would give a wrong answer that looks right.
 */
const LOADED_UNTIL_11: readonly string[] = [
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

/**
 * Loaded by later versions, or looked up one by one: where values, steps, texts and waits are, and that each index by which they are
 * found still leads to all of them. Blocks of density are many; SQLite itself adds up which there are and where.
 */
const LOADED_SINCE_12: readonly string[] = [
  'SELECT id, thread, min_ordinal, max_ordinal, min_time, max_time FROM value_pages ORDER BY id',
  'SELECT id FROM value_pages INDEXED BY value_pages_thread ORDER BY thread, max_time, id',
  `SELECT id, thread, first_step, steps, min_span, max_span, min_owner, max_owner, min_time, max_time
   FROM step_pages ORDER BY id`,
  'SELECT id FROM step_pages INDEXED BY step_pages_thread ORDER BY thread, first_step, id',
  'SELECT first, count FROM text_pages ORDER BY first',
  'SELECT thread, first, count FROM text_maps ORDER BY thread, first',
  `SELECT id, thread, class, min_start, max_end, min_lane, max_lane, min_ordinal, max_ordinal
   FROM wait_pages ORDER BY id`,
  'SELECT id FROM wait_pages INDEXED BY wait_pages_thread ORDER BY thread, class, max_end, id',
  `SELECT thread, level, count(*), total(block), total(rowid * (block + 1.0))
   FROM density_blocks GROUP BY thread, level ORDER BY thread, level`,
];

const LOADED = [...LOADED_UNTIL_11, ...LOADED_SINCE_12];

type Tables = Readonly<Record<string, readonly string[]>>;

/** Tables that few questions look into, and that may be long: compared when the first one does, by name. */
const ASKED_UNTIL_12: Tables = {
  logs: [
    'SELECT id, thread, ordinal, time_ns, severity, data FROM logs ORDER BY id',
    'SELECT id FROM logs INDEXED BY logs_span ORDER BY thread, ordinal, id',
  ],
  span_details: [
    'SELECT rowid, thread, ordinal, data FROM span_details ORDER BY rowid',
    'SELECT rowid FROM span_details INDEXED BY span_details_span ORDER BY thread, ordinal, rowid',
  ],
  trace_contexts: [
    'SELECT rowid, thread, ordinal, continues, trace, span FROM trace_contexts ORDER BY rowid',
    'SELECT rowid FROM trace_contexts INDEXED BY trace_contexts_ids ORDER BY span, trace, rowid',
    'SELECT rowid FROM trace_contexts INDEXED BY trace_contexts_span ORDER BY thread, ordinal, rowid',
  ],
  metrics: ['SELECT rowid, thread, time_ns, name, value FROM metrics ORDER BY rowid'],
  level_changes: [
    'SELECT rowid, thread, time_ns, scope, target, level, functions FROM level_changes ORDER BY rowid',
  ],
};

const ASKED_SINCE_13: Tables = {
  allocation_profiles: [
    'SELECT thread, revision, time_ns, measure, interval_bytes FROM allocation_profiles ORDER BY thread',
  ],
  allocations: ['SELECT thread, node, parent, function, bytes, count FROM allocations ORDER BY thread, node'],
};

const ASKED: Tables = { ...ASKED_UNTIL_12, ...ASKED_SINCE_13 };

/** The row that says how far a recording is: read before anything else, also by those who load nothing more. */
const STATE = ['SELECT revision, sealed, indexed_pages, run, facts, summary FROM recording'];

/** Notes what stands in the rows that readers load. For a complete recording, in the transaction that completes it. */
export function writeDigest(connection: Connection, tables: Tables = ASKED): void {
  connection
    .prepare('INSERT OR REPLACE INTO digest (only, crc, state, asked) VALUES (1, ?, ?, ?)')
    .run(
      digestOf(connection, LOADED),
      digestOf(connection, STATE),
      JSON.stringify(digestsOf(connection, tables)),
    );
}

const digestsOf = (connection: Connection, tables: Tables): Record<string, number> =>
  Object.fromEntries(
    Object.entries(tables).map(([table, statements]) => [table, digestOf(connection, statements)]),
  );

/** `writeDigest` for a recording that was completed before there was all of it; what is damaged by now stays so. */
export function extendDigest(connection: Connection): void {
  const isSealed = connection.prepare('SELECT sealed FROM recording').pluck().get() === 1;
  if (isSealed && matches(connection, LOADED_UNTIL_11)) writeDigest(connection, ASKED_UNTIL_12);
}

/** Notes the tables of memory, which are empty, for a recording that was completed before there were any. */
export function digestAllocations(connection: Connection): void {
  const more = JSON.stringify(digestsOf(connection, ASKED_SINCE_13));
  connection
    .prepare('UPDATE digest SET asked = json_patch(asked, ?) WHERE state <> -1 AND json_valid(asked)')
    .run(more);
}

/** Whether the rows are what they were when the recording was completed; true of one that is being written. */
export const matchesDigest = (connection: Connection): boolean => matches(connection, LOADED);

function matches(connection: Connection, statements: readonly string[]): boolean {
  const noted = connection.prepare('SELECT crc FROM digest').pluck().get();
  return noted === undefined || noted === digestOf(connection, statements);
}

/** Throws `damaged` when the rows are not what they were. */
export function checkDigest(connection: Connection): void {
  if (!matchesDigest(connection)) throw damaged('a table does not match its checksum');
}

/** The tables with a checksum of their own that a statement looks into. */
export const askedTables = (sql: string): readonly string[] =>
  Object.keys(ASKED).filter((table) => new RegExp(`\\b${table}\\b`).test(sql));

/** Whether such a table is what it was when the recording was completed; true of one that is being written. */
export function matchesAsked(connection: Connection, table: string): boolean {
  const noted = connection.prepare('SELECT asked FROM digest').pluck().get();
  if (noted === undefined) return true;
  const statements = ASKED[table] ?? [];
  try {
    return (JSON.parse(String(noted)) as Record<string, unknown>)[table] === digestOf(connection, statements);
  } catch {
    return false;
  }
}

/** Throws `damaged` when a table that a statement looks into is not what it was. */
export function checkAsked(connection: Connection, table: string): void {
  if (!matchesAsked(connection, table)) throw damaged(`the table ${table} does not match its checksum`);
}

/** How many of them do not match. */
export const damagedAsked = (connection: Connection): number =>
  Object.keys(ASKED).filter((table) => !matchesAsked(connection, table)).length;

/**
 * Whether the state of the recording is as it was noted. Of a complete one it always was: a flipped bit that makes it look like one
 * that is being written, whose rows nobody checks, is seen as well.
 */
export function matchesStateDigest(connection: Connection): boolean {
  const noted = connection.prepare('SELECT state FROM digest').pluck().get();
  const isSealed = connection.prepare('SELECT sealed FROM recording').pluck().get() === 1;
  return noted === undefined ? !isSealed : isSealed && noted === digestOf(connection, STATE);
}

function digestOf(connection: Connection, statements: readonly string[]): number {
  let crc = 0;
  for (const sql of statements) {
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
