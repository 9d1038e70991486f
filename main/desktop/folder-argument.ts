import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The folder a person gave on the command line: the first argument that is no option, as an absolute path; `null` when there
 * is none or it is no folder.
 *
 * @param args the arguments after the program (and after the app's path when Electron itself was started)
 */
export function folderArgument(args: readonly string[], cwd: string): string | null {
  const given = args.find((argument) => !argument.startsWith('-'));
  if (given === undefined) return null;
  const folder = resolve(cwd, given);
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : null;
}

/** The part of an address after `#` that opens a project; see `renderer/state/link.ts`. */
export function placeOf(folder: string | null): string {
  return folder === null ? '' : `/p/${encodeURIComponent(folder)}`;
}
