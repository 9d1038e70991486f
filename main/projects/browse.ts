import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ContractError, type FolderListing } from '#contract';
import { looksLikeProject } from './detect/index.ts';

/** More folders than a person can pick from; looking into each of them has its cost. */
const maxFolders = 2000;

/** The folders below a folder for a picker, hidden and installed ones left out; the home directory for `null`. */
export async function listFolders(dir: string | null): Promise<FolderListing> {
  const path = resolve(dir ?? homedir());
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new ContractError('refused', `${path} cannot be listed (${error.code}). Choose another folder.`);
  });
  const names = entries.filter(isCandidate).map((entry) => entry.name);
  names.sort((a, b) => a.localeCompare(b));
  const folders = await Promise.all(
    names.slice(0, maxFolders).map(async (name) => {
      const inside = await readdir(join(path, name)).catch(() => null);
      return inside === null ? null : { name, isProject: looksLikeProject(inside) };
    }),
  );
  const parent = dirname(path);
  return { dir: path, parent: parent === path ? null : parent, folders: folders.filter((f) => f !== null) };
}

/** A link may lead to a folder; `readdir` of it tells. */
const isCandidate = (entry: Dirent): boolean =>
  (entry.isDirectory() || entry.isSymbolicLink()) &&
  !entry.name.startsWith('.') &&
  entry.name !== 'node_modules';
