import { chmod, mkdir, open, realpath, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { ContractError, type ProjectDir } from '#contract';
import { hashOf, placeOf, readBytes } from './project-file.ts';

/** One file's way from one content to another; contents are named by their hashes, `null` is no file. */
export interface Step {
  /** Relative to the project, forward slashes. */
  readonly path: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Permission bits of a file that is not there on one side of the way. */
  readonly mode?: number | undefined;
  /** The folder of the project up to which empty folders go with the file, where it goes; `.` is the project. */
  readonly keptFolder: string;
}

/** Where a file stands on its way. `other`: somebody else changed it. */
export type Standing = 'from' | 'to' | 'other';

export const reversed = (steps: readonly Step[]): Step[] =>
  steps.map(({ from, to, ...step }) => ({ ...step, from: to, to: from })).reverse();

export async function hashAt(dir: ProjectDir, path: string): Promise<string | null> {
  const bytes = await readBytes(await placeOf(dir, path));
  return bytes === null ? null : hashOf(bytes);
}

export async function standingOf(dir: ProjectDir, { path, from, to }: Step): Promise<Standing> {
  const now = await hashAt(dir, path);
  if (now === from) return 'from';
  return now === to ? 'to' : 'other';
}

/**
 * Takes one step: the file is whole at every moment, as it was or as it shall be. `refused` when it is neither what the
 * step begins with nor what it leads to.
 *
 * @param id of the fix; names the draft, so that one that a crash left can be found
 */
export async function takeStep(
  dir: ProjectDir,
  step: Step,
  id: string,
  content: (hash: string) => Promise<Uint8Array>,
): Promise<void> {
  const standing = await standingOf(dir, step);
  if (standing === 'to') return;
  if (standing === 'other')
    throw new ContractError('refused', `${step.path} was changed meanwhile. Look at it, and try again.`);
  const place = await placeOf(dir, step.path);
  if (step.to === null) {
    await unlink(place);
    await removeEmptyFolders(dir, step);
    return;
  }
  await replace(place, await content(step.to), id, step.mode);
  await syncFolder(dirname(place));
}

async function replace(
  place: string,
  bytes: Uint8Array,
  id: string,
  modeWhenNew: number | undefined,
): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  const draft = draftOf(place, id);
  const mode = (await stat(place).catch(() => null))?.mode ?? modeWhenNew;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (mode !== undefined) await chmod(draft, mode & 0o7777);
  await rename(draft, place);
}

const draftOf = (place: string, id: string): string => join(dirname(place), `.${basename(place)}.${id}.tmp`);

export const modeOf = async (place: string): Promise<number> => (await stat(place)).mode & 0o7777;

/** Takes away what a crash in the middle of a step left: a draft, and folders for a file that never came. */
export async function removeTraces(dir: ProjectDir, step: Step, id: string): Promise<void> {
  const place = await placeOf(dir, step.path);
  await rm(draftOf(place, id), { force: true });
  if ((await hashAt(dir, step.path)) === null) await removeEmptyFolders(dir, step);
}

/** Folders that held only the file, or were made for it, go with it. */
async function removeEmptyFolders(dir: ProjectDir, { path, keptFolder }: Step): Promise<void> {
  const kept = resolve(await realpath(dir), keptFolder);
  for (let at = dirname(await placeOf(dir, path)); at.startsWith(kept + sep); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      break;
    }
  }
  await syncFolder(kept);
}

/** So that a rename outlives a loss of power; not every system lets folders be opened. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } catch {
    // A file system without it: the rename itself is still atomic.
  } finally {
    await handle.close();
  }
}
