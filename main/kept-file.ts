import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { contentHash } from './content-hash.ts';
import { makePrivateFolder, privateFile } from './private-files.ts';

/** Loaded when it is needed: it brings the streams along, which take longer than a small graph of modules. */
const v8 = () => process.getBuiltinModule('node:v8');

/** Bytes of the hash of what follows, filled up with blanks. */
const HASH_BYTES = 40;

/**
 * Something that was worked out and would take long to work out again, as a file. `undefined` when it is not there, is of other code or of
 * another state of what it is about, or is damaged: all of that is the same to who asks.
 * @param stamp names the code that made it and what it was made of
 */
export function readKept(file: string, stamp: string): unknown {
  try {
    const bytes = readFileSync(file);
    const content = bytes.subarray(HASH_BYTES);
    if (bytes.toString('latin1', 0, HASH_BYTES).trimEnd() !== contentHash(content)) return undefined;
    const kept = v8().deserialize(content) as { readonly stamp: string; readonly value: unknown };
    return kept.stamp === stamp ? kept.value : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the file whole. Throws what the file system does. */
export function writeKept(file: string, stamp: string, value: unknown): void {
  const content = v8().serialize({ stamp, value });
  const head = Buffer.from(contentHash(content).padEnd(HASH_BYTES), 'latin1');
  const draft = `${file}.${process.pid}`;
  makePrivateFolder(dirname(file));
  writeFileSync(draft, Buffer.concat([head, content]), { mode: privateFile });
  renameSync(draft, file);
}
