import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ContractError } from '#contract';

export type Connection = Database.Database;

const READER_CACHE_KB = 4000;

/** Opens a file for writing, creating it when it is missing. */
export function openWritable(file: string, options: { readonly pageBytes?: number } = {}): Connection {
  const connection = explain(file, () => new Database(file, { timeout: 5000 }));
  return explain(file, () => {
    if (options.pageBytes) {
      connection.pragma(`page_size = ${options.pageBytes}`);
      // What was written and written again leaves holes, which `incremental_vacuum` closes.
      connection.pragma('auto_vacuum = INCREMENTAL');
    }
    connection.pragma('journal_mode = WAL');
    return connection;
  });
}

/** Opens a file that must exist; nothing can be written through the connection. */
export function openReadOnly(file: string): Connection {
  if (!existsSync(file)) {
    throw new ContractError(
      'not-found',
      `There is no recording at ${file}. It may have been moved or deleted.`,
    );
  }
  return explain(file, () => {
    const connection = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    try {
      connection.pragma('query_only = ON');
      // A quarter of the usual: what is read twice is kept unpacked by who reads it.
      connection.pragma(`cache_size = -${READER_CACHE_KB}`);
      // The first read: says now, not in the middle of a query, that the file is no database.
      connection.pragma('user_version');
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  });
}

/** Runs `work` and turns what SQLite says about the file into an error that a person can act on. */
export function explain<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explained(file, error);
  }
}

/** The error a person should see for one thrown while a file was used; others come back as they are. */
export function explained(file: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') {
    return new ContractError(
      'damaged',
      `${file} is damaged and cannot be read (${error.message}). Put a copy in its place, or record again.`,
      {
        file,
        sqlite: error.code,
      },
    );
  }
  if (error.code === 'SQLITE_FULL' || error.code === 'SQLITE_IOERR_WRITE') {
    return new ContractError(
      'refused',
      `There is no space left to write ${file}. Free some space on that disk; nothing recorded so far is lost.`,
      { file, sqlite: error.code },
    );
  }
  if (error.code === 'SQLITE_CANTOPEN' || error.code === 'SQLITE_READONLY' || error.code === 'SQLITE_PERM') {
    return new ContractError(
      'refused',
      `${file} cannot be opened: ${error.message}. Check its permissions.`,
      {
        file,
        sqlite: error.code,
      },
    );
  }
  if (error.code.startsWith('SQLITE_BUSY')) {
    return new ContractError('refused', `${file} is in use by another program. Try again.`, {
      file,
      sqlite: error.code,
    });
  }
  return error;
}
