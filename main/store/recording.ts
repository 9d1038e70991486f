import { damaged } from './compression.ts';
import { matchesStateDigest } from './digest.ts';
import type { IngestSummary, RunFacts } from './facts.ts';
import { upgradeFile } from './migrations.ts';
import { recordingSchema } from './recording-schema.ts';
import { type Connection, explain, openReadOnly } from './sqlite.ts';

/** The state a recording is in at one commit. */
export interface RecordingState {
  readonly revision: number;
  /** Complete and never written again. */
  readonly sealed: boolean;
  /** Complete pages at positions below are in the function index. */
  readonly indexedPages: number;
  readonly run: string;
  readonly facts: RunFacts;
  readonly summary: IngestSummary;
}

/** A recording open for reading. */
export interface RecordingFile {
  readonly file: string;
  readonly connection: Connection;
  /** `undefined` before the first commit. Throws `damaged` when a complete one's row is not what was written. */
  state(): RecordingState | undefined;
  close(): void;
}

/**
 * Opens a recording, upgrading an older one. Throws `ContractError`: `not-found`; `damaged` when it is no recording or
 * SQLite cannot read it; `refused` when a newer Callscape wrote it.
 */
export function openRecording(file: string): RecordingFile {
  upgradeFile(file, recordingSchema);
  const connection = openReadOnly(file);
  return {
    file,
    connection,
    state: () => explain(file, () => readState(connection)),
    close: () => connection.close(),
  };
}

function readState(connection: Connection): RecordingState | undefined {
  const row = connection
    .prepare('SELECT revision, sealed, indexed_pages, run, facts, summary FROM recording')
    .get() as
    | { revision: number; sealed: number; indexed_pages: number; run: string; facts: string; summary: string }
    | undefined;
  if (!matchesStateDigest(connection)) throw damaged('what it says of its state does not match its checksum');
  if (!row) return undefined;
  return {
    revision: row.revision,
    sealed: row.sealed === 1,
    indexedPages: row.indexed_pages,
    run: row.run,
    facts: parsed(row.facts) as RunFacts,
    summary: parsed(row.summary) as IngestSummary,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw damaged('what it says of its run cannot be read');
  }
}

/** The state of a recording that is complete, or `undefined` when it is missing, unreadable or unfinished. */
export function sealedState(file: string): RecordingState | undefined {
  try {
    const recording = openRecording(file);
    try {
      const state = recording.state();
      return state?.sealed ? state : undefined;
    } finally {
      recording.close();
    }
  } catch {
    return undefined;
  }
}
