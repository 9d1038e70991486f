import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { ContractError, type ProjectDir, type SourceText } from '#contract';

const MAX_BYTES = 5_000_000;

/**
 * The text of a file of the project, without a byte order mark. The real path counts, so neither `..` nor a symbolic link
 * leads out of the project.
 */
export async function readSource(dir: ProjectDir, path: string): Promise<SourceText> {
  const root = await realpath(dir).catch(() => null);
  if (root === null) throw new ContractError('not-found', `There is no folder ${dir}.`);
  const file = await realpath(resolve(root, path)).catch(() => null);
  // A path that leads outside is refused whether or not there is something.
  const place = relative(root, file ?? resolve(root, path));
  if (place === '..' || place.startsWith(`..${sep}`) || isAbsolute(place)) {
    throw new ContractError('refused', `${path} is outside the project. Open the folder it belongs to.`);
  }
  if (file === null)
    throw new ContractError('not-found', `There is no file ${path} in the project any more.`);
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
      path: place.split(sep).join('/'),
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
