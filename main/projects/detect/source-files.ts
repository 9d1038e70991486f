import { opendir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Language } from '#contract';
import { isGeneratedFolder } from '../../generated-folders.ts';

const languageOf: Readonly<Record<string, Language>> = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'typescript',
  '.py': 'python',
  '.pyw': 'python',
};

/** Enough to rank languages; a folder with more (a home directory, a disk) is not walked to its end. */
const maxEntries = 50_000;

export interface SourceFiles {
  /** By number of files, most first. */
  readonly languages: readonly { readonly language: Language; readonly files: number }[];
  /** `__main__.py` files, relative with forward slashes. */
  readonly pythonMains: readonly string[];
}

/** Counts the project's own source files by language; hidden, installed and generated folders are left out. */
export async function countSourceFiles(root: string, signal?: AbortSignal): Promise<SourceFiles> {
  const counts = new Map<Language, number>();
  const pythonMains: string[] = [];
  const waiting = [''];
  let seen = 0;
  while (seen < maxEntries) {
    const folder = waiting.shift();
    if (folder === undefined) break;
    signal?.throwIfAborted();
    for await (const entry of await openQuietly(join(root, folder))) {
      if (++seen > maxEntries) break;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!isGeneratedFolder(entry.name)) waiting.push(path);
        continue;
      }
      const language = entry.name.endsWith('.d.ts') ? undefined : languageOf[extname(entry.name)];
      if (language === undefined || !entry.isFile()) continue;
      counts.set(language, (counts.get(language) ?? 0) + 1);
      if (entry.name === '__main__.py') pythonMains.push(path);
    }
  }
  const languages = [...counts]
    .map(([language, files]) => ({ language, files }))
    .sort((a, b) => b.files - a.files);
  return { languages, pythonMains: pythonMains.sort() };
}

/** A folder that may not be read, or vanished meanwhile, counts as empty. */
async function openQuietly(folder: string) {
  try {
    return await opendir(folder);
  } catch {
    return [];
  }
}
