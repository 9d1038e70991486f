import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { type ModuleFacts, unreadable } from './module-facts.ts';
import { readModule } from './read-module.ts';
import { readPython } from './read-python.ts';

/** Larger files are made by tools; their syntax trees would take gigabytes. */
export const MAX_MODULE_BYTES = 5_000_000;

interface Entry {
  /** Changes with the file's content: modification and change time, size and file number. */
  readonly stamp: string;
  readonly hash: string;
  readonly facts: ModuleFacts;
  readonly deep: boolean;
}

export interface FactsCache {
  /**
   * Facts of a file as it is now; `null` when it is gone.
   * @param file absolute
   * @param deep with what it defines and uses, which takes longer
   */
  read(file: string, deep?: boolean): ModuleFacts | null;
  /** Forgets every file that is not in the set. */
  keepOnly(files: ReadonlySet<string>): void;
  /** Files whose content was read, and those that were parsed, since the cache was made. */
  readonly counts: { readonly read: number; readonly parsed: number };
}

/** Remembers what files say, so that an unchanged file is not read again and a touched one not parsed again. */
export function createFactsCache(): FactsCache {
  const entries = new Map<string, Entry>();
  const counts = { read: 0, parsed: 0 };

  function readEntry(file: string, deep: boolean): Entry {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file);
    const stamp = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    const found = entries.get(file);
    const known = found !== undefined && (found.deep || !deep) ? found : undefined;
    if (known?.stamp === stamp) return known;
    if (size > MAX_MODULE_BYTES) {
      return { stamp, hash: '', facts: unreadable(`larger than ${MAX_MODULE_BYTES / 1e6} MB`), deep: true };
    }
    counts.read++;
    const bytes = readFileSync(file);
    const hash = createHash('sha256').update(bytes).digest('base64');
    if (known?.hash === hash) return { ...known, stamp };
    counts.parsed++;
    const text = new TextDecoder().decode(bytes);
    const facts = /\.pyw?$/.test(file) ? readPython(text, deep) : readModule(file, text, deep);
    return { stamp, hash, facts, deep };
  }

  return {
    counts,
    read(file, deep = false) {
      try {
        const entry = readEntry(file, deep);
        entries.set(file, entry);
        return entry.facts;
      } catch (error) {
        entries.delete(file);
        const code = (error as NodeJS.ErrnoException).code;
        return code === 'ENOENT' ? null : unreadable(`cannot be read (${code ?? String(error)})`);
      }
    },
    keepOnly(files) {
      for (const file of entries.keys()) if (!files.has(file)) entries.delete(file);
    },
  };
}
