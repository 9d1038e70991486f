import { existsSync } from 'node:fs';
import { openRecording } from './recording.ts';
import { explain } from './sqlite.ts';

export interface KnownLevel {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  /** What the function's text was rewritten for; -1: not known. */
  readonly upTo: number;
}

/** The functions that a recording knows so far, without calls and awaits; none before its first commit. */
export function knownLevels(file: string): KnownLevel[] {
  if (!existsSync(file)) return [];
  const recording = openRecording(file);
  try {
    return explain(file, () =>
      recording.connection
        .prepare(
          `SELECT files.path AS file, name, line, max(level, up_to) AS upTo FROM functions
           JOIN files ON files.id = file JOIN function_details ON function = functions.id
           WHERE kind NOT IN ('call', 'await', 'module') ORDER BY functions.id`,
        )
        .all(),
    ) as KnownLevel[];
  } finally {
    recording.close();
  }
}
