import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { ContractError } from '#contract';

/** Bytes gathered before they are handed to the system. */
const BLOCK = 256 * 1024;

/**
 * Writes a file that is there whole or not at all: a draft beside it takes its place at the end. A device or pipe
 * (`/dev/stdout`) is written directly. The next chunk is asked for when the one before is with the system.
 * @returns bytes written
 * @throws ContractError `refused` with what to do when it cannot be written, `cancelled` when the signal says so
 */
export async function writeWhole(
  file: string,
  chunks: AsyncIterable<string> | Iterable<string>,
  signal?: AbortSignal,
): Promise<number> {
  if (!isAbsolute(file)) throw new ContractError('invalid-request', `${file} is not an absolute path.`);
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory())
    throw new ContractError('refused', `${file} is a folder. Give the name of a file in it.`);
  const isDirect = found !== null && !found.isFile();
  const draft = isDirect
    ? file
    : join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(draft, isDirect ? 'w' : 'wx').catch((error) => refuse(error, file));
  try {
    const bytes = await writeChunks(handle, chunks, file, signal);
    if (!isDirect) await handle.sync().catch((error) => refuse(error, file));
    await handle.close();
    if (!isDirect) await rename(draft, file).catch((error) => refuse(error, file));
    return bytes;
  } catch (error) {
    await handle.close();
    if (!isDirect) await rm(draft, { force: true });
    throw error;
  }
}

async function writeChunks(
  handle: FileHandle,
  chunks: AsyncIterable<string> | Iterable<string>,
  file: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  let bytes = 0;
  let block = '';
  const flush = async (): Promise<void> => {
    const buffer = Buffer.from(block);
    block = '';
    bytes += buffer.length;
    await handle.writeFile(buffer).catch((error) => refuse(error, file));
  };
  for await (const chunk of chunks) {
    if (signal?.aborted)
      throw new ContractError('cancelled', 'The export was cancelled; nothing was written.');
    block += chunk;
    if (block.length >= BLOCK) await flush();
  }
  await flush();
  return bytes;
}

const advice: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space or choose another disk',
  EDQUOT: 'your disk quota is used up. Free some space or choose another disk',
  EFBIG: 'it grew larger than the file system allows. Choose another disk',
  EACCES: 'you may not write there. Choose a folder of your own',
  EPERM: 'you may not write there. Choose a folder of your own',
  EROFS: 'the disk is read-only. Choose another one',
  ENOENT: 'its folder does not exist. Create the folder, or choose another one',
  ENOTDIR: 'a part of its path is a file. Choose another folder',
  ENAMETOOLONG: 'its name is too long. Choose a shorter one',
  EBUSY: 'another program uses it. Close it there, or choose another name',
};

function refuse(error: NodeJS.ErrnoException, file: string): never {
  const reason =
    advice[error.code ?? ''] ?? `the system reports ${error.code ?? error.message}. Choose another place`;
  throw new ContractError('refused', `${file} could not be written: ${reason}.`, {
    code: error.code ?? null,
  });
}
