import * as v from 'valibot';
import { type FunctionIdentity, type RunId, runId } from './ids.ts';

/** Levels that a running app can be switched between. */
export type LiveLevel = 0 | 1 | 2;

export interface SetLevelRequest {
  readonly run: RunId;
  readonly scope: 'global' | 'file' | 'function';
  /** The file's path as the recording has it, or the function's as `path#qualified name`; empty for `global`. */
  readonly target: string;
  readonly level: LiveLevel;
}

/**
 * What a change reaches among the functions that the recording knows so far. The app takes it up within a fifth of a second,
 * in all its threads and processes (an idle one within a second), and so do functions that are loaded later; the recording
 * says when (`recordings.levels`).
 */
export interface SetLevelAnswer {
  readonly applied: number;
  /** Their text was not rewritten for that level: they stay as they are until the app is started anew. */
  readonly needsRestart: readonly FunctionIdentity[];
}

export const setLevelRequest = v.strictObject({
  run: runId,
  scope: v.picklist(['global', 'file', 'function']),
  target: v.pipe(v.string(), v.maxLength(4096)),
  level: v.picklist([0, 1, 2]),
});
