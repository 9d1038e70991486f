import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Disposable } from '#contract';

/**
 * Who works on a catalogue. Each workbench holds an exclusive SQLite lock on a file of its own for as long as it lives:
 * the system gives the lock back when the process dies, however it dies, so nobody has to trust process ids.
 */
export interface OwnerLock extends Disposable {
  readonly owner: string;
}

/** Begins to be somebody, in a folder that all workbenches of the catalogue share. */
export function takeOwnerLock(folder: string): OwnerLock {
  mkdirSync(folder, { recursive: true });
  const owner = randomUUID();
  const file = lockFile(folder, owner);
  const connection = new Database(file);
  connection.exec('BEGIN EXCLUSIVE');
  return {
    owner,
    dispose() {
      if (!connection.open) return;
      connection.close();
      rmSync(file, { force: true });
    },
  };
}

/** Whether the workbench of that name still lives. The file of one that does not is removed. */
export function isOwnerAlive(folder: string, owner: string): boolean {
  const file = lockFile(folder, owner);
  if (!existsSync(file)) return false;
  const connection = new Database(file, { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
    connection.exec('ROLLBACK');
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true;
    throw error;
  } finally {
    connection.close();
  }
  rmSync(file, { force: true });
  return false;
}

const lockFile = (folder: string, owner: string): string => join(folder, `${owner}.lock`);
