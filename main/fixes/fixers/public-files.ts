import { dirname, join } from 'node:path/posix';
import type { FixContext } from '../fixer.ts';

/**
 * Whether users of a published package may load a file of it by its path: it is not private, has a version, and does not say in
 * `exports` what it offers.
 */
export async function isLoadableByPath({ peek }: FixContext, file: string): Promise<boolean> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = await peek(folder === '.' ? 'package.json' : join(folder, 'package.json'));
    if (text !== null) return isPublished(text);
    if (folder === '.') return false;
  }
}

function isPublished(text: string): boolean {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null) return false;
    const { version, exports, private: isPrivate } = manifest as Readonly<Record<string, unknown>>;
    return typeof version === 'string' && exports === undefined && isPrivate !== true;
  } catch {
    return false;
  }
}

/** What is said of a file that somebody may load. */
export const loadableByPath =
  'The package is published without "exports", so its users may load the file by its path.';
