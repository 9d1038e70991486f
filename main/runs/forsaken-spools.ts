import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunId } from '#contract';
import type { ProjectPaths } from '../data-dir.ts';

/** Far longer than a run takes from its folder to its row in the catalogue, in ms. */
const minAge = 60_000;

/**
 * Removes spool folders of runs that never came to be: their workbench died after it made the folder and before the run was
 * in the catalogue. One that something was recorded into is never touched. Never rejects: what cannot be removed now is tried again the next time.
 *
 * @param known the runs of the catalogue, as of a moment ago
 */
export async function removeForsakenSpools(paths: ProjectPaths, known: ReadonlySet<RunId>): Promise<void> {
  for (const id of await readdir(paths.spool).catch(() => [])) {
    const folder = join(paths.spool, id);
    const [found, names] = await Promise.all([
      stat(folder).catch(() => null),
      readdir(folder).catch(() => []),
    ]);
    const isOld = found !== null && Date.now() - found.mtimeMs > minAge;
    const hasSpool = names.some((name) => name.endsWith('.spool'));
    if (isOld && !hasSpool && !known.has(id)) {
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    }
  }
}
