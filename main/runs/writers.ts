import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '#contract';
import { isStillAlive, type SeenProcess, stillAlive } from '../launch/index.ts';

/**
 * Ids of the living processes that may still write into a run's spool: the one that was started, and those that began a
 * spool. The first is often a shell that died with its terminal while the app takes its time to end, or was not noted yet.
 */
export async function writersOf(run: Run, spoolDir: string): Promise<readonly number[]> {
  const { pid, startedAt } = run;
  const own = pid !== null && (await isStillAlive(pid, startedAt)) ? [pid] : [];
  return [...new Set([...own, ...(await stillAlive(await seenIn(spoolDir)))])];
}

/** The name of a spool begins with the id of its process. */
async function seenIn(spoolDir: string): Promise<SeenProcess[]> {
  const names = await readdir(spoolDir).catch((): string[] => []);
  const seen = names.map(async (name) => {
    const pid = /^(\d+)-.*\.spool$/.exec(name)?.[1];
    const found = pid === undefined ? null : await stat(join(spoolDir, name)).catch(() => null);
    return found === null ? [] : { pid: Number(pid), seenAt: found.birthtimeMs || found.ctimeMs };
  });
  return (await Promise.all(seen)).flat();
}
