import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { type ModuleFacts, unreadable } from './module-facts.ts';
import { readModule } from './read-module.ts';
import { readPython } from './read-python.ts';

/** Larger files are made by tools; their syntax trees would take gigabytes. */
export const MAX_MODULE_BYTES = 5_000_000;

interface Entry {
  /** Changes with the file's content: modification and change time and size. */
  readonly stamp: string;
  readonly hash: string;
  readonly facts: ModuleFacts;
}

export interface FactsCache {
  /** Facts of a file as it is now; `null` when it is gone. @param file absolute */
  read(file: string): ModuleFacts | null;
  /** Forgets every file that is not in the set. */
  keepOnly(files: ReadonlySet<string>): void;
  /** Files whose content was read, and those that were parsed, since the cache was made. */
  readonly counts: { readonly read: number; readonly parsed: number };
}

/** Remembers what files say, so that an unchanged file is not read again and a touched one not parsed again. */
export function createFactsCache(): FactsCache {
  const entries = new Map<string, Entry>();
  const counts = { read: 0, parsed: 0 };

  function readEntry(file: string): Entry {
    const { mtimeMs, ctimeMs, size } = statSync(file);
    const stamp = `${mtimeMs} ${ctimeMs} ${size}`;
    const known = entries.get(file);
    if (known?.stamp === stamp) return known;
    if (size > MAX_MODULE_BYTES) {
      return { stamp, hash: '', facts: unreadable(`larger than ${MAX_MODULE_BYTES / 1e6} MB`) };
    }
    counts.read++;
    const bytes = readFileSync(file);
    const hash = createHash('sha256').update(bytes).digest('base64');
    if (known?.hash === hash) return { ...known, stamp };
    counts.parsed++;
    const text = new TextDecoder().decode(bytes);
    return { stamp, hash, facts: /\.pyw?$/.test(file) ? readPython(text) : readModule(file, text) };
  }

  return {
    counts,
    read(file) {
      try {
        const entry = readEntry(file);
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
