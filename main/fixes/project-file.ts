import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ContractError, type ProjectDir } from '#contract';

/** A text file of a project, with what has to stay as it is when it is written again. */
export interface ProjectFile {
  /** Relative to the project, forward slashes. */
  readonly path: string;
  /** Of the bytes. */
  readonly hash: string;
  /**
   * Without the byte order mark. Where every line ends as on Windows, with plain ends: who edits a text need not know of them. A text
   * whose lines end in both ways is as it is.
   */
  readonly text: string;
  readonly hasMark: boolean;
  /** What most of its lines end with. */
  readonly newline: '\n' | '\r\n';
  /** `text` has plain ends where the file has those of Windows. */
  readonly isPlain: boolean;
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const mark = '\uFEFF';

/** Reads a file that may be edited. `refused` when it is no UTF-8 text, `not-found` when it is gone. */
export async function readProjectFile(dir: ProjectDir, path: string): Promise<ProjectFile> {
  const bytes = await readBytes(await placeOf(dir, path));
  if (bytes === null)
    throw new ContractError('not-found', `There is no file ${path} in the project any more.`);
  const text = decode(bytes, path);
  const hasMark = text.startsWith(mark);
  const own = hasMark ? text.slice(1) : text;
  const isPlain = own.includes('\r\n') && !/\r(?!\n)|(?<!\r)\n/.test(own);
  return {
    path,
    hash: hashOf(bytes),
    text: isPlain ? plainly(own) : own,
    hasMark,
    newline: newlineOf(text),
    isPlain,
  };
}

const plainly = (text: string): string => text.replaceAll('\r\n', '\n');

/** A text of a file as the file has it, but for its byte order mark. */
export const asInFile = ({ isPlain }: Pick<ProjectFile, 'isPlain'>, text: string): string =>
  isPlain ? text.replaceAll('\n', '\r\n') : text;

/** Where an offset into what the file has lies in its `text`. -1 stays: it is not known. */
export const offsetInText = (file: Pick<ProjectFile, 'isPlain' | 'text'>, offset: number): number =>
  file.isPlain && offset > 0 ? plainly(asInFile(file, file.text).slice(0, offset)).length : offset;

function decode(bytes: Uint8Array, path: string): string {
  try {
    // A strict decoder: what it takes comes out byte for byte when it is encoded again.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below.
  }
  throw new ContractError(
    'refused',
    `${path} is not UTF-8 text. Callscape leaves files of other encodings alone.`,
  );
}

function newlineOf(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > all ? '\r\n' : '\n';
}

/** New text for a file, as bytes: with its byte order mark. Lines that were added end as the others do. */
export const encode = (file: Pick<ProjectFile, 'hasMark' | 'isPlain'>, text: string): Uint8Array =>
  new TextEncoder().encode(`${file.hasMark ? mark : ''}${asInFile(file, text)}`);

/** Text that is put into the `text` of a file, with the line ends that it has there. */
export const withNewlines = (text: string, { newline, isPlain }: ProjectFile): string =>
  isPlain ? plainly(text) : newline === '\n' ? text : text.replace(/\r?\n/g, newline);

/** The bytes of a file; `null` when there is none. */
export async function readBytes(place: string): Promise<Uint8Array | null> {
  try {
    return await readFile(place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/**
 * The absolute path that a path of the project really leads to. `refused` when that is outside of the project, through `..` or
 * a link, or not a plain file. The file itself need not exist.
 */
export async function placeOf(dir: ProjectDir, path: string): Promise<string> {
  const root = await realpath(dir);
  const wanted = resolve(root, path);
  const place = await realOrBelow(wanted);
  const inside = relative(root, place);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw new ContractError(
      'refused',
      `${path} leads outside of the project. Callscape edits nothing there.`,
    );
  const found = await stat(place).catch(() => null);
  if (found !== null && !found.isFile()) throw new ContractError('refused', `${path} is not a file.`);
  return place;
}

/** The real path, where the last parts of it need not exist. */
async function realOrBelow(path: string): Promise<string> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => null);
    if (real !== null) return join(real, ...missing);
    if (dirname(at) === at) return path;
    missing.unshift(relative(dirname(at), at));
  }
}
