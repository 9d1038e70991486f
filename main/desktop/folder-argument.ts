import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';

/**
 * The folder a person gave on the command line: the first argument that is no option, as an absolute path; `null` when there
 * is none or it is no folder.
 *
 * @param args the arguments after the program (and after the app's path when Electron itself was started)
 */
export function folderArgument(args: readonly string[], cwd: string): string | null {
  const folder = firstPath(args, cwd);
  return folder !== null && statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : null;
}

/** The recording that the command line names, as a double click on it does; `null`: none. */
export function recordingArgument(args: readonly string[], cwd: string): string | null {
  const file = firstPath(args, cwd);
  return file !== null && isRecording(file) && statSync(file, { throwIfNoEntry: false })?.isFile()
    ? file
    : null;
}

export const isRecording = (path: string): boolean => extname(path) === '.callscape';

function firstPath(args: readonly string[], cwd: string): string | null {
  const given = args.find((argument) => !argument.startsWith('-'));
  return given === undefined ? null : resolve(cwd, given);
}

/** The part of an address after `#` that opens a project; see `renderer/state/link.ts`. */
export function placeOf(folder: string | null): string {
  return folder === null ? '' : `/p/${encodeURIComponent(folder)}`;
}
