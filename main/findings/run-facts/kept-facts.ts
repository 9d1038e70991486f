import { statSync } from 'node:fs';
import { builtCode } from '../../built-code.ts';
import { readKept, writeKept } from '../../kept-file.ts';
import { factsFileOf, sealedState } from '../../store/index.ts';
import { workerUrl } from '../../worker-url.ts';
import type { RunFacts } from './types.ts';

/** Goes up when facts look otherwise. */
const VERSION = 3;

/** What was gathered of a recording when it was last looked at; `null` when that is not known for the file as it is. */
export function keptFacts(file: string): RunFacts | null {
  return (readKept(factsFileOf(file), stampOf(file)) as RunFacts | undefined) ?? null;
}

/** Keeps them beside the recording, with which they are removed; only of one that nobody writes to any more. */
export function keepFacts(file: string, facts: RunFacts): void {
  if (sealedState(file) !== undefined) writeKept(factsFileOf(file), stampOf(file), facts);
}

function stampOf(file: string): string {
  const { size, mtimeMs, ino } = statSync(file);
  return `${VERSION} ${builtCode(workerUrl('run-facts-worker', import.meta.url))} ${size} ${mtimeMs} ${ino}`;
}
