import Database from 'better-sqlite3';
import { ContractError, type Disposable } from '#contract';
import { sealedState } from '../store/recording.ts';

/**
 * Makes sure that one worker alone turns a spool into its recording: a second one would take the file and the spool from under
 * the first. The system gives the lock back when the process dies, however it dies. Throws `refused`.
 */
export function takeWriterLock(lockFile: string, recording: string): Disposable {
  const connection = new Database(lockFile, { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error;
    throw new ContractError(
      'refused',
      `Another workbench is writing ${recording}. Wait until it has finished, or close it.`,
      { file: recording },
    );
  }
  // Whoever held the lock just before may have completed it, and the spool may be gone.
  if (sealedState(recording)) {
    connection.close();
    throw new ContractError('refused', `${recording} is complete already.`, { file: recording });
  }
  return {
    dispose: () => {
      connection.close();
    },
  };
}
