import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { crc32 } from '../format/index.ts';
import { TRACER_VERSION } from './config.ts';
import type { Edit } from './instrument/edits.ts';
import type { Instrumented } from './instrument/instrument.ts';

/** A source that was rewritten before. */
export interface CacheEntry extends Instrumented {
  readonly source: string;
  /** The rewritten text as it is where the file's first function has the id `first`; -1: no text was kept. */
  readonly first: number;
  readonly text: string;
}

/** The first line of an entry, as JSON. `bytes`: of what follows it: the source, the rewritten text, the edits as JSON. */
interface Head extends Omit<Instrumented, 'edits' | 'source'> {
  readonly first: number;
  readonly bytes: readonly [source: number, text: number, edits: number];
}

const LINE_END = 10;

/**
 * Rewritten sources on disk, one file for each path, scope and tracer version. An entry holds the text it was made from
 * and counts for that alone: to compare texts costs less than a hash of them, and to load `node:crypto` for one more than all else
 * that an app with one file needs. A cache that fails only costs time.
 */
export class InstrumentCache {
  private readonly dir: string;
  private readonly fingerprint: string;

  constructor(dir: string, fingerprint: string) {
    this.dir = dir;
    this.fingerprint = fingerprint;
  }

  /** `kind`: what else the rewriting depends on, such as whether it is a module. */
  key(file: string, source: string, kind: string): string {
    const identity = `${TRACER_VERSION}\0${this.fingerprint}\0${kind}\0${file}\0${mapStamp(file, source)}`;
    return `${digest(identity)}-${source.length.toString(36)}`;
  }

  /** The entry, if it was made from `source`; without one, from whatever it was made. */
  read(key: string, source?: string): CacheEntry | undefined {
    try {
      return parseEntry(readFileSync(this.path(key)), source);
    } catch {
      return undefined;
    }
  }

  write(key: string, found: Instrumented, source: string, first = -1, text = ''): void {
    const { edits, source: _, ...facts } = found;
    const parts = [source, text, JSON.stringify(edits)].map((part) => Buffer.from(part));
    const head = { ...facts, first, bytes: parts.map((part) => part.length) };
    const content = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]);
    // Another process may write the same entry: each writes its own file and the rename is atomic.
    const temporary = `${this.path(key)}.${process.pid}`;
    try {
      writeAtOnce(temporary, content, this.dir);
      renameSync(temporary, this.path(key));
    } catch {
      // A full disk or a folder without write permission; the next start rewrites again.
    }
  }

  private path(key: string): string {
    return join(this.dir, key);
  }
}

function parseEntry(content: Buffer, wanted: string | undefined): CacheEntry | undefined {
  const headEnd = content.indexOf(LINE_END);
  const { bytes, ...facts } = JSON.parse(content.toString('utf8', 0, headEnd)) as Head;
  const sourceEnd = headEnd + 1 + bytes[0];
  const textEnd = sourceEnd + bytes[1];
  if (content.length !== textEnd + bytes[2]) return undefined;
  const source = content.toString('utf8', headEnd + 1, sourceEnd);
  if (wanted !== undefined && source !== wanted) return undefined;
  // A copy, because a part of the content would keep all of it alive.
  const tail = Buffer.from(content.subarray(textEnd));
  return {
    ...facts,
    source: wanted ?? source,
    text: content.toString('utf8', sourceEnd, textEnd),
    get edits() {
      return JSON.parse(tail.toString()) as Edit[];
    },
  };
}

function writeAtOnce(path: string, content: Buffer, dir: string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dir, { recursive: true });
    writeFileSync(path, content);
  }
}

/** Length and two checksums over different bytes. */
function digest(text: string): string {
  const sums = [crc32(Buffer.from(text)), crc32(Buffer.from(text, 'utf16le'))];
  return [text.length, ...sums].map((number) => number.toString(36)).join('.');
}

/** What a source map beside the file adds to the identity of the file. */
function mapStamp(file: string, source: string): string {
  const url = /\/\/[#@] ?sourceMappingURL=([^\s'"]+)\s*$/.exec(source.slice(-1000))?.[1];
  if (!url || url.startsWith('data:')) return '';
  try {
    const { mtimeMs, size } = statSync(resolve(dirname(file), decodeURIComponent(url)));
    return `${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}
