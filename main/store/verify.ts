import { existsSync } from 'node:fs';
import { ContractError, isContractError, type RecordingCheck } from '#contract';
import { damagedAsked, matchesDigest } from './digest.ts';
import { damagedPostings } from './function-index.ts';
import { PAGE_TABLES } from './page-tables.ts';
import { openRecording, type RecordingFile } from './recording.ts';

const MAX_PROBLEMS = 100;
/** Pages of the file that SQLite looks at before it gives up finding more that is wrong. */
const MAX_SQLITE_PROBLEMS = 20;

/**
 * Checks every byte of a recording: SQLite's own structure, the checksum of every page, and whether the counts agree. Throws
 * `not-found`, `refused` for a newer format, and what `checkpoint` throws; damage is an answer.
 */
export function verifyRecording(file: string, checkpoint: () => void = () => {}): RecordingCheck {
  const found = new Findings(file);
  let recording: RecordingFile;
  try {
    recording = openRecording(file);
  } catch (error) {
    if (!isContractError(error, 'damaged') || !existsSync(file)) throw error;
    found.problem(error.message);
    return found.check();
  }
  try {
    found.attempt(() => checkStructure(recording, found));
    for (const table of PAGE_TABLES) checkPages(recording, table, found, checkpoint);
    found.attempt(() => checkCounts(recording, found));
  } finally {
    recording.close();
  }
  return found.check();
}

class Findings {
  readonly file: string;
  sealed = false;
  statedSpans = 0;
  foundSpans = 0;
  lostSpans = 0;
  checkedPages = 0;
  damagedPages = 0;
  #problems = 0;
  readonly #sentences: string[] = [];

  constructor(file: string) {
    this.file = file;
  }

  problem(sentence: string): void {
    this.#problems++;
    if (this.#sentences.length < MAX_PROBLEMS) this.#sentences.push(sentence);
  }

  /** What SQLite cannot read is a problem like any other. */
  attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (isContractError(error, 'cancelled', 'timeout')) throw error;
      this.problem(`SQLite cannot read on: ${(error as Error).message}.`);
    }
  }

  check(): RecordingCheck {
    const { file, sealed, statedSpans, foundSpans, lostSpans, checkedPages, damagedPages } = this;
    const counts = { statedSpans, foundSpans, lostSpans, checkedPages, damagedPages };
    return { file, ok: this.#problems === 0, sealed, ...counts, problems: this.#sentences };
  }
}

function checkStructure({ connection }: RecordingFile, found: Findings): void {
  const lines = connection.pragma(`integrity_check(${MAX_SQLITE_PROBLEMS})`) as { integrity_check: string }[];
  for (const { integrity_check: line } of lines) if (line !== 'ok') found.problem(`SQLite: ${line}.`);
}

function checkPages(
  { connection }: RecordingFile,
  { table, column, what, read }: (typeof PAGE_TABLES)[number],
  found: Findings,
  checkpoint: () => void,
): void {
  found.attempt(() => {
    const rows = connection
      .prepare<[], [number, Uint8Array]>(`SELECT rowid, ${column} FROM ${table} WHERE ${column} IS NOT NULL`)
      .raw();
    for (const [id, data] of rows.iterate()) {
      checkpoint();
      found.checkedPages++;
      try {
        found.foundSpans += read(data);
      } catch {
        found.damagedPages++;
        found.problem(`The ${what} ${id} is damaged.`);
      }
    }
  });
}

function checkCounts(recording: RecordingFile, found: Findings): void {
  const { connection } = recording;
  const state = recording.state();
  if (!state) {
    found.problem('The recording was never completed: nothing is in it.');
    return;
  }
  found.sealed = state.sealed;
  found.lostSpans = state.summary.lostSpans ?? 0;
  const number = (sql: string) => connection.prepare(sql).pluck().get() as number;
  found.statedSpans = number('SELECT coalesce(sum(spans), 0) FROM threads');
  const open = number('SELECT coalesce(sum(open_count), 0) FROM threads');
  const listed = number('SELECT coalesce(sum(count), 0) FROM pages');
  if (listed + open + found.lostSpans !== found.statedSpans) {
    found.problem(
      `The pages list ${listed} spans, ${open} are open, and the threads had ${found.statedSpans}.`,
    );
  }
  if (state.sealed && !matchesDigest(connection)) {
    found.problem('A table of the recording does not match its checksum.');
  }
  const asked = damagedAsked(connection);
  if (asked > 0) found.problem(`${asked} tables of logs, details or figures do not match their checksums.`);
  const postings = damagedPostings(connection);
  if (postings > 0) found.problem(`${postings} rows of the index of functions are damaged.`);
  const absent = number('SELECT count(*) FROM pages WHERE id NOT IN (SELECT id FROM page_data)');
  if (absent > 0) found.problem(`${absent} pages of spans are missing.`);
  if (found.damagedPages === 0 && found.foundSpans !== listed) {
    found.problem(`The pages hold ${found.foundSpans} spans and list ${listed}.`);
  }
  if (state.sealed && state.summary.spans !== found.statedSpans) {
    found.problem(
      `The recording says it has ${state.summary.spans} spans, its threads ${found.statedSpans}.`,
    );
  }
}

/** Throws `refused` with what to do when a recording is not complete: it may be being written. */
export function requireSealed(check: RecordingCheck): void {
  if (check.sealed || check.damagedPages > 0) return;
  if (check.problems.length > 0) return;
  throw new ContractError('refused', `${check.file} is being written. Wait until its run has ended.`);
}
