import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { contentHash } from '../content-hash.ts';
import { readKept, writeKept } from '../kept-file.ts';
import { type ModuleFacts, unreadable } from './module-facts.ts';
import { readImports, readModule } from './read-module.ts';
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
  /** Keeps what is known for the next cache with the same file, if anything new is. */
  save(): void;
  /** Files whose content was read, and those that were parsed, since the cache was made. */
  readonly counts: { readonly read: number; readonly parsed: number };
}

/** Where facts are kept between one start and the next. */
export interface KeptIn {
  readonly file: string;
  /** Of the code that reads sources. */
  readonly code: string;
}

/** Goes up when facts look otherwise. */
const VERSION = 2;

/** Remembers what files say, so that an unchanged file is not read again and a touched one not parsed again. */
export function createFactsCache(keptIn: KeptIn | null = null): FactsCache {
  const stamp = `${VERSION} ${keptIn?.code}`;
  const kept = keptIn === null ? undefined : readKept(keptIn.file, stamp);
  const entries = (kept as Map<string, Entry> | undefined) ?? new Map<string, Entry>();
  const counts = { read: 0, parsed: 0 };
  let saved = 0;

  function readEntry(file: string, deep: boolean): Entry {
    const handle = openSync(file, constants.O_RDONLY);
    try {
      return readOpen(file, handle, deep);
    } finally {
      closeSync(handle);
    }
  }

  function readOpen(file: string, handle: number, deep: boolean): Entry {
    const { mtimeMs, ctimeMs, size, ino } = fstatSync(handle);
    const stamp = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    const found = entries.get(file);
    const known = found !== undefined && (found.deep || !deep) ? found : undefined;
    if (known?.stamp === stamp) return known;
    if (size > MAX_MODULE_BYTES) {
      return { stamp, hash: '', facts: unreadable(`larger than ${MAX_MODULE_BYTES / 1e6} MB`), deep: true };
    }
    counts.read++;
    const bytes = readAll(handle, size);
    const hash = contentHash(bytes);
    if (known?.hash === hash) return { ...known, stamp };
    counts.parsed++;
    return { stamp, hash, facts: factsOf(file, bytes, deep), deep };
  }

  return {
    counts,
    save() {
      if (keptIn === null || saved === counts.parsed) return;
      saved = counts.parsed;
      try {
        writeKept(keptIn.file, stamp, entries);
      } catch {
        // A full disk: the next start reads the sources again, and that is all.
      }
    },
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

function factsOf(file: string, bytes: Uint8Array, deep: boolean): ModuleFacts {
  if (/\.pyw?$/.test(file)) return readPython(decode(bytes), deep);
  return (deep ? null : readImports(file, bytes)) ?? readModule(file, decode(bytes), deep);
}

let scratch = Buffer.allocUnsafe(1 << 16);

/** Good until the next call. @param size as it was a moment ago */
function readAll(handle: number, size: number): Uint8Array {
  if (size >= scratch.length) scratch = Buffer.allocUnsafe(2 * size);
  const length = readSync(handle, scratch, 0, size + 1, 0);
  // It grew or shrank meanwhile, or the system gives less at a time than there is.
  if (length !== size) return readFileSync(handle);
  // A part of a `Buffer` is one as well, and making one of those takes ten times as long.
  return new Uint8Array(scratch.buffer, scratch.byteOffset, size);
}

/** UTF-8, without a byte order mark. */
function decode(bytes: Uint8Array): string {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8', marked ? 3 : 0);
}
