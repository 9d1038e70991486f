import type { ExerciseOutcome, FunctionIdentity } from '#contract';
import { createFactsCache } from '../../../source/facts-cache.ts';
import { analyseCode } from '../../../source/program/analyse-code.ts';
import { projectFolder } from '../../../testing/folder.ts';
import { type ExerciseOptions, exercise } from '../exercise.ts';
import { planExercise, type RecordedCalls } from '../plan.ts';
import type { Receiver, Recipe, RecordedCall } from '../protocol.ts';

/** Little time for each call. */
export const limits = { callMs: 300, loadMs: 10_000, memory: 400 * 2 ** 20 };

/** Exercises a project of these files, with little time for each call. */
export async function exercised(
  files: Readonly<Record<string, unknown>>,
  options: ExerciseOptions & {
    readonly recorded?: RecordedCalls;
    readonly only?: readonly FunctionIdentity[];
    readonly signal?: AbortSignal;
  } = {},
): Promise<{ readonly dir: string; readonly outcomes: readonly ExerciseOutcome[] }> {
  const dir = await projectFolder(files);
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const { recorded = () => [], only = null, signal, ...rest } = options;
  const plan = planExercise(dir, code, recorded, only);
  return { dir, outcomes: await exercise(dir, plan, { limits, ...rest }, signal) };
}

/** A recorded call with these arguments. */
export const recordedWith = (args: readonly Recipe[], on: Receiver | null = null): RecordedCall => ({
  args,
  names: [],
  on,
});

/** `name result: reason` for each function. */
export const drawn = (outcomes: readonly ExerciseOutcome[]): string[] =>
  outcomes.map(
    ({ function: { name }, result, reason }) => `${name} ${result}${reason === '' ? '' : `: ${reason}`}`,
  );
