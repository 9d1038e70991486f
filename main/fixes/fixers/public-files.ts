import { dirname, join } from 'node:path/posix';
import type { FixContext } from '../fixer.ts';

/** Whether the file is part of a package that others install: it is not private, and has a name, a version and something to load. */
export const isPublic = async (context: FixContext, file: string): Promise<boolean> => {
  const manifest = await manifestOf(context, file);
  return (
    manifest !== null &&
    isPublished(manifest) &&
    (manifest.main !== undefined || manifest.exports !== undefined)
  );
};

/**
 * Whether users of a published package may load a file of it by its path: it is not private, has a version, and does not say in
 * `exports` what it offers.
 */
export const isLoadableByPath = async (context: FixContext, file: string): Promise<boolean> => {
  const manifest = await manifestOf(context, file);
  return manifest !== null && isPublished(manifest) && manifest.exports === undefined;
};

type Manifest = Readonly<Record<string, unknown>>;

const isPublished = ({ version, private: isPrivate }: Manifest): boolean =>
  typeof version === 'string' && isPrivate !== true;

/** The nearest one above a file; `null` where there is none that can be read. */
async function manifestOf({ peek }: FixContext, file: string): Promise<Manifest | null> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = await peek(folder === '.' ? 'package.json' : join(folder, 'package.json'));
    if (text !== null) return parsed(text);
    if (folder === '.') return null;
  }
}

function parsed(text: string): Manifest | null {
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null ? (manifest as Manifest) : null;
  } catch {
    return null;
  }
}

/** What is said of a file that somebody may load. */
export const loadableByPath =
  'The package is published without "exports", so its users may load the file by its path.';
