import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { ContractError, type RecordingRepair } from '#contract';
import { damagedAsked, matchesAsked, matchesDigest, matchesStateDigest, writeDigest } from './digest.ts';
import { damagedPostings } from './function-index.ts';
import { migrate } from './migrations.ts';
import { PAGE_TABLES } from './page-tables.ts';
import { openRecording, type RecordingFile } from './recording.ts';
import { recordingSchema } from './recording-schema.ts';
import { type Connection, openWritable } from './sqlite.ts';
import { requireSealed, verifyRecording } from './verify.ts';

/**
 * Makes a recording whole again from what can be read of it: rows are copied into a new file, damaged pages are left out
 * and counted, and the new file takes the old one's place; the damaged one stays beside it. Throws `refused` when it is being
 * written, and `damaged` when what everything else stands on cannot be read.
 */
export function repairRecording(file: string, checkpoint: () => void = () => {}): RecordingRepair {
  const before = verifyRecording(file, checkpoint);
  if (before.ok) {
    requireSealed(before);
    const { foundSpans: keptSpans, lostSpans } = before;
    return { file, damagedFile: '', keptSpans, lostSpans, lostPages: 0, check: before };
  }
  requireSealed(before);
  const draft = `${file}.repair`;
  rmSync(draft, { force: true });
  try {
    const lostPages = rebuild(file, draft, checkpoint);
    const check = verifyRecording(draft, checkpoint);
    if (!check.ok) throw beyondRepair(file, check.problems[0] ?? '');
    const damagedFile = freeName(`${file}.damaged`);
    setAside(file, damagedFile);
    renameSync(draft, file);
    const { foundSpans: keptSpans, lostSpans } = check;
    return { file, damagedFile, keptSpans, lostSpans, lostPages, check: { ...check, file } };
  } finally {
    for (const rest of [draft, `${draft}-wal`, `${draft}-shm`]) rmSync(rest, { force: true });
  }
}

/** Keeps the damaged file under another name without a moment in which there is none under its own. */
function setAside(file: string, damagedFile: string): void {
  try {
    linkSync(file, damagedFile);
  } catch {
    // A file system without links.
    copyFileSync(file, damagedFile);
  }
}

const beyondRepair = (file: string, why: string): ContractError =>
  new ContractError(
    'damaged',
    `${file} cannot be repaired (${why.replace(/\.$/, '')}). Put a copy in its place, or record again.`,
    { file },
  );

function freeName(wanted: string): string {
  let name = wanted;
  for (let n = 2; existsSync(name); n++) name = `${wanted}-${n}`;
  return name;
}

/** Copies what is sound; the number of pages that were not. */
function rebuild(file: string, draft: string, checkpoint: () => void): number {
  const recording = openRecording(file);
  try {
    const target = openWritable(draft);
    try {
      migrate(target, draft, recordingSchema);
      target.exec('BEGIN');
      let lost = copyTables(recording, target, file, checkpoint);
      // Which row it is cannot be told: it stays, and the recording says that something of it was damaged. Without density pages are read.
      if (!matchesDigest(recording.connection)) {
        lost++;
        target.exec('DELETE FROM density_blocks');
      }
      lost += damagedAsked(recording.connection) + dropDamagedIndex(target) + mendState(recording, target);
      dropDamagedAllocations(recording, target);
      // Sums say what was in pages that may be gone; without them the pages are read.
      if (lost > 0) target.exec('DELETE FROM node_sums');
      settleCounts(target, lost);
      writeDigest(target);
      target.exec('COMMIT');
      target.pragma('wal_checkpoint(TRUNCATE)');
      target.pragma('journal_mode = DELETE');
      return lost;
    } finally {
      target.close();
    }
  } finally {
    recording.close();
  }
}

function copyTables(
  { connection }: RecordingFile,
  target: Connection,
  file: string,
  checkpoint: () => void,
): number {
  const tables = target
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  let lost = 0;
  for (const table of tables) {
    const columns = target.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
    const list = columns.map((column) => `"${column}"`).join(', ');
    const insert = target.prepare(
      `INSERT INTO ${table} (${list}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    const checks = PAGE_TABLES.filter((page) => page.table === table);
    try {
      for (const row of connection.prepare<[], unknown[]>(`SELECT ${list} FROM ${table}`).raw().iterate()) {
        checkpoint();
        const verdict = judged(row, columns, checks, file);
        if (verdict !== 'sound') lost++;
        if (verdict !== 'lost') insert.run(row);
      }
    } catch (error) {
      if (error instanceof ContractError) throw error;
      // SQLite cannot read on in this table: what comes behind is gone, and the counts tell how much that was.
      if (checks.some((check) => check.vital) || isStatic(table))
        throw beyondRepair(file, (error as Error).message);
      lost++;
    }
  }
  return lost;
}

/** Without its index of functions a recording is read page by page, which is slower and right. */
function dropDamagedIndex(target: Connection): number {
  const wrong = damagedPostings(target);
  if (wrong > 0) dropIndex(target);
  return wrong;
}

const dropIndex = (target: Connection): void => {
  target.exec(`
    DELETE FROM function_postings;
    DELETE FROM function_chunks;
    UPDATE recording SET indexed_pages = 0;
  `);
};

/** A profile of memory with a wrong row is no tree any more; the damaged table has been counted. */
function dropDamagedAllocations({ connection }: RecordingFile, target: Connection): void {
  if (ALLOCATION_TABLES.every((table) => matchesAsked(connection, table))) return;
  for (const table of ALLOCATION_TABLES) target.exec(`DELETE FROM ${table}`);
}

const ALLOCATION_TABLES = ['allocations', 'allocation_profiles'];

/** What the state says beside texts is known of a complete recording, but for how much of it is indexed. 1 when it was damaged. */
function mendState({ connection }: RecordingFile, target: Connection): number {
  if (matchesStateDigest(connection)) return 0;
  dropIndex(target);
  target.exec('UPDATE recording SET revision = max(revision, 1), sealed = 1');
  return 1;
}

/** Tables that say what the numbers in all others mean. */
const isStatic = (table: string): boolean => ['recording', 'files', 'functions'].includes(table);

/** A page that is lost goes with its row; a list that a row can do without is emptied in it. */
function judged(
  row: unknown[],
  columns: readonly string[],
  checks: typeof PAGE_TABLES,
  file: string,
): 'sound' | 'emptied' | 'lost' {
  let verdict: 'sound' | 'emptied' | 'lost' = 'sound';
  for (const { column, read, vital, what } of checks) {
    const at = columns.indexOf(column);
    const data = row[at];
    if (data === null) continue;
    try {
      read(data as Uint8Array);
    } catch {
      if (vital) throw beyondRepair(file, `a ${what} is damaged`);
      if (column !== 'slowest') return 'lost';
      row[at] = null;
      verdict = 'emptied';
    }
  }
  return verdict;
}

/** Takes pages without bytes out of the directory, and says in the summary how many spans and pages were given up. */
function settleCounts(target: Connection, lostPages: number): void {
  target.exec('DELETE FROM pages WHERE id NOT IN (SELECT id FROM page_data)');
  target.exec('DELETE FROM page_data WHERE id NOT IN (SELECT id FROM pages)');
  const number = (sql: string) => target.prepare(sql).pluck().get() as number;
  const stated = number('SELECT coalesce(sum(spans), 0) FROM threads');
  const kept =
    number('SELECT coalesce(sum(count), 0) FROM pages') +
    number('SELECT coalesce(sum(open_count), 0) FROM threads');
  const summary = JSON.parse(target.prepare('SELECT summary FROM recording').pluck().get() as string) as {
    honesty: { damagedFrames: number };
  };
  summary.honesty.damagedFrames += lostPages;
  target
    .prepare('UPDATE recording SET summary = ?')
    .run(JSON.stringify({ ...summary, spans: stated, lostSpans: stated - kept }));
}
