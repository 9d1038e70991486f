import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { crc32 } from '../format/index.ts';
import { TRACER_VERSION } from './config.ts';
import type { Instrumented } from './instrument/instrument.ts';

/** Rewritten sources on disk, by content hash, scope and tracer version. A cache that fails only costs time. */
export class InstrumentCache {
  private readonly dir: string;
  private readonly fingerprint: string;
  private made = false;

  constructor(dir: string, fingerprint: string) {
    this.dir = dir;
    this.fingerprint = fingerprint;
  }

  key(file: string, source: string, module: boolean): string {
    const { fingerprint } = this;
    const identity = `${TRACER_VERSION}\0${fingerprint}\0${module}\0${file}\0${mapStamp(file, source)}`;
    return `${digest(identity)}-${digest(source)}`;
  }

  read(key: string): Instrumented | undefined {
    try {
      return JSON.parse(readFileSync(this.path(key), 'utf8')) as Instrumented;
    } catch {
      return undefined;
    }
  }

  write(key: string, entry: Instrumented): void {
    try {
      if (!this.made) mkdirSync(this.dir, { recursive: true });
      this.made = true;
      // Another process may write the same entry: each writes its own file and the rename is atomic.
      const temporary = `${this.path(key)}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify(entry));
      renameSync(temporary, this.path(key));
    } catch {
      // A full disk or a folder without write permission; the next start rewrites again.
    }
  }

  private path(key: string): string {
    return join(this.dir, `${key}.json`);
  }
}

/**
 * Length and two checksums over different bytes: to load `node:crypto` takes longer than all else that an app with one
 * file needs, and nobody gains by a text that is taken for another one of his own.
 */
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
