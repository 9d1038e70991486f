import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { ContractError } from '#contract';
import { type Connection, openReadOnly, openWritable } from './sqlite.ts';

/** One step of a schema. Its number is the `user_version` it leads to; it never changes once released. */
export interface Migration {
  /** `NNNN-slug`. */
  readonly name: string;
  readonly sql: string;
  /** What SQL cannot say: packed bytes to be read and written anew. Runs after it, in the same transaction. */
  readonly convert?: (connection: Connection) => void;
}

export interface Schema {
  /** What the file is, for a message: `recording`, `catalogue`. */
  readonly what: string;
  /** `PRAGMA application_id`, which tells our files from other databases. */
  readonly applicationId: number;
  /** In order, numbered from 1. */
  readonly migrations: readonly Migration[];
}

const latest = (schema: Schema): number => schema.migrations.length;

/** Brings an open, writable file to the latest version: a new one is built, an older one stepped up. */
export function migrate(connection: Connection, file: string, schema: Schema): void {
  const step = connection.transaction(() => {
    const version = checkedVersion(connection, file, schema);
    for (const { sql, convert } of schema.migrations.slice(version)) {
      connection.exec(sql);
      convert?.(connection);
    }
    if (version === latest(schema)) return;
    connection.pragma(`application_id = ${schema.applicationId}`);
    connection.pragma(`user_version = ${latest(schema)}`);
  });
  step.immediate();
}

/**
 * Makes sure that a file can be read by this version. An older one is upgraded on a copy, which then takes its place, so
 * that a failure half way leaves the old file. Throws `damaged` for a foreign file, `refused` for a newer one.
 */
export function upgradeFile(file: string, schema: Schema): void {
  const connection = openReadOnly(file);
  let version: number;
  try {
    version = checkedVersion(connection, file, schema);
  } finally {
    connection.close();
  }
  if (version === latest(schema)) return;
  const copy = `${file}.upgrade`;
  rmSync(copy, { force: true });
  try {
    copyFileSync(file, copy);
    const upgraded = openWritable(copy);
    try {
      migrate(upgraded, copy, schema);
      upgraded.pragma('wal_checkpoint(TRUNCATE)');
      upgraded.pragma('journal_mode = DELETE');
    } finally {
      upgraded.close();
    }
    renameSync(copy, file);
  } finally {
    for (const rest of [copy, `${copy}-wal`, `${copy}-shm`]) rmSync(rest, { force: true });
  }
}

/** The version of a file of this schema; 0 for an empty one. */
function checkedVersion(connection: Connection, file: string, schema: Schema): number {
  const version = connection.pragma('user_version', { simple: true }) as number;
  const application = connection.pragma('application_id', { simple: true }) as number;
  if (version === 0 && application === 0) {
    const tables = connection.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
    if (tables === 0 && !connection.readonly) return 0;
  }
  if (application !== schema.applicationId) {
    throw new ContractError('damaged', `${file} is no ${schema.what} of Callscape.`, { file });
  }
  if (version > latest(schema)) {
    throw new ContractError(
      'refused',
      `${file} was written by a newer Callscape (${schema.what} version ${version}; this one reads up to ` +
        `${latest(schema)}). Update Callscape to open it.`,
      { file, version },
    );
  }
  return version;
}
