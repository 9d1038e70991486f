import { chmodSync, mkdirSync, statSync } from 'node:fs';

/** Modes for its owner alone: recordings hold what an app was given, passwords that nobody redacted included. */
export const privateFile = 0o600;
export const privateFolder = 0o700;

/**
 * Makes a folder, and what is missing above it, that nobody else may enter. One that is there already is closed to others
 * as well, so it has to be one that only Callscape uses. Throws when it cannot be made.
 */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: privateFolder });
  // Windows has no such modes; there the user's own folders are closed to others anyway.
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
  try {
    chmodSync(path, privateFolder);
  } catch (error) {
    // Somebody else's, or a file system without modes: what lies there is no safer and no less safe than before.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EROFS') throw error;
  }
}
