import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives the tests a folder of their own for what is temporary, and takes it away behind them: also what a test that was killed, or
 * that kills what it tests, could not clean up. Its name is short, since the path of a socket in it may have a hundred letters.
 */
export default function ownTemporaryFolder(): () => void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-')));
  // Servers of databases run as users of their own, who have to find their folders in it.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
