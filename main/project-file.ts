import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { ContractError, type ProjectDir } from '#contract';

/** A path of a project that leads to something in it. */
export interface ProjectFile {
  /** Absolute, with every link followed. */
  readonly file: string;
  /** Relative to the project's real folder, with forward slashes. */
  readonly place: string;
}

/**
 * Finds what a path of a project leads to. The real path counts, so neither `..` nor a symbolic link leads out: that is `refused`,
 * whether or not there is something; `not-found` when there is nothing, or no project any more.
 */
export async function projectFile(dir: ProjectDir, path: string): Promise<ProjectFile> {
  const root = await realpath(dir).catch(() => null);
  if (root === null) throw new ContractError('not-found', `There is no folder ${dir} any more.`);
  const file = await realpath(resolve(root, path)).catch(() => null);
  const place = relative(root, file ?? resolve(root, path));
  if (place === '..' || place.startsWith(`..${sep}`) || isAbsolute(place))
    throw new ContractError('refused', `${path} is outside the project. Open the folder it belongs to.`);
  if (file === null)
    throw new ContractError('not-found', `There is no file ${path} in the project any more.`);
  return { file, place: place.split(sep).join('/') };
}
