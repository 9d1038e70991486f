import type { FunctionIdentity, RunId } from './ids.ts';

/** `works`: every call ended, or was refused with an error of the function's own. */
export type ExerciseResult = 'works' | 'throws' | 'times-out' | 'not-testable';

/** What became of one exported function that was called in the sandbox. */
export interface ExerciseOutcome {
  readonly function: FunctionIdentity;
  readonly result: ExerciseResult;
  /** Why it is not testable, or how it failed; '' where it works. One phrase. */
  readonly reason: string;
  /** The class of the error; '' without one. */
  readonly error: string;
  /** Arguments of the failing call, as small as they were found; `null` without one. */
  readonly input: string | null;
  /** Where the arguments of the failing call came from; `null` without one. */
  readonly source: 'recorded' | 'generated' | null;
  /** The failing call as a line of code, to be run from the project's folder; `null` without one, or where its arguments are too long. */
  readonly reproduction: string | null;
  /** Calls in all, and those that the function refused. */
  readonly calls: number;
  readonly refused: number;
  /** There are parameters, and the types of all of them are known: generated arguments are such as the function must stand. */
  readonly typed: boolean;
}

export interface ExerciseReport {
  /** Whose recorded arguments were used. */
  readonly run: RunId | null;
  /** When it was done, ms since 1970. */
  readonly unixMs: number;
  readonly outcomes: readonly ExerciseOutcome[];
}

/** How far an exercise is. */
export interface ExerciseProgress {
  readonly done: number;
  readonly total: number;
  /** The file whose functions are being called; '' at the end. */
  readonly file: string;
}
