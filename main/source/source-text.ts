import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { ContractError, type ProjectDir, type SourceText } from '#contract';
import { projectFile } from '../project-file.ts';

const MAX_BYTES = 5_000_000;

/** The text of a file of the project, without a byte order mark; errors as of `projectFile`, and `refused` for what is no text. */
export async function readSource(dir: ProjectDir, path: string): Promise<SourceText> {
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
