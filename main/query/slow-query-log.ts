import { appendFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateFolder, privateFile } from '../private-files.ts';
import type { SlowQuery } from './pool.ts';

/** A log that grows beyond this becomes the old one, which there is one of. */
const MAX_BYTES = 1024 * 1024;

/** Writes down queries that took long: one JSON object a line, with the time, the query, its run and how long it took and waited. */
export function slowQueryLog(file: string): (query: SlowQuery) => void {
  return ({ name, run, ms, waitedMs }) => {
    const at = new Date().toISOString();
    const line = JSON.stringify({ at, query: name, run, ms: Math.round(ms), waitedMs: Math.round(waitedMs) });
    try {
      makePrivateFolder(dirname(file));
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(file, `${file}.old`);
      appendFileSync(file, `${line}\n`, { mode: privateFile });
    } catch {
      // A full disk keeps nobody from the answer, which is what was asked for.
    }
  };
}
