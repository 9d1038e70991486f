import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { ContractError, isContractError, type ProjectDir, type SourceText } from '#contract';
import { projectFile } from '../project-file.ts';
import { findMappedSource } from './mapped-source.ts';

const MAX_BYTES = 5_000_000;

/**
 * The text of a file of the project, without a byte order mark; where there is no such file, what a source map of the project has for it.
 * Errors as of `projectFile`, and `refused` for what is no text.
 */
export async function readSource(dir: ProjectDir, path: string): Promise<SourceText> {
  try {
    return await readFileOf(dir, path);
  } catch (error) {
    // Only what would lie in the project and is not there: `refused` stays so.
    const root = isContractError(error, 'not-found') ? await realpath(dir).catch(() => null) : null;
    if (root === null) throw error;
    const file = resolve(root, path);
    const found = await findMappedSource(root, file);
    if (found === null) throw error;
    const place = relative(root, file).split(sep).join('/');
    return { path: place, text: found.text, language: languageOf(file), map: found.map };
  }
}

async function readFileOf(dir: ProjectDir, path: string): Promise<SourceText> {
  const { file, place } = await projectFile(dir, path);
  // Not to wait for a writer, should the path be a pipe.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null);
  if (handle === null) throw new ContractError('refused', `${path} cannot be read. Check its permissions.`);
  try {
    const { size } = await requireText(handle, path);
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    const content = bytes.subarray(0, bytesRead);
    if (content.includes(0)) throw new ContractError('refused', `${path} is not a text file.`);
    return {
      path: place,
      text: new TextDecoder().decode(content),
      language: languageOf(file),
    };
  } finally {
    await handle.close();
  }
}

async function requireText(handle: Awaited<ReturnType<typeof open>>, path: string) {
  const found = await handle.stat();
  if (!found.isFile()) throw new ContractError('refused', `${path} is not a file.`);
  if (found.size > MAX_BYTES) {
    throw new ContractError('refused', `${path} is larger than ${MAX_BYTES / 1e6} MB. Open it in an editor.`);
  }
  return found;
}

function languageOf(file: string): SourceText['language'] {
  if (/\.[mc]?tsx?$/.test(file)) return 'typescript';
  if (/\.[mc]?jsx?$/.test(file)) return 'javascript';
  return /\.pyw?$/.test(file) ? 'python' : 'text';
}
