import { realpath } from 'node:fs/promises';
import type { ExerciseProgress, ExerciseReport, FunctionIdentity, ProjectDir, RunId } from '#contract';
import type { RecordingScan } from '../../query/scan-types.ts';
import type { CodeAnalysis } from '../../source/index.ts';
import { exercise } from './exercise.ts';
import { planExercise } from './plan.ts';
import { recordedInputs } from './recorded-inputs.ts';

export { isSame } from './plan.ts';

export interface ExerciseRequest {
  /** Whose arguments are used; `null` for generated ones alone. */
  readonly recorded: { readonly id: RunId; readonly scan: RecordingScan } | null;
  /** Absolute path of the project's Python; `null`: it has none. */
  readonly python: string | null;
  /** `null`: all that are exported. */
  readonly only: readonly FunctionIdentity[] | null;
  readonly say: (progress: ExerciseProgress) => void;
}

/** Calls the exported functions of a project in a sandbox. Only ever on a person's word: it runs the project's code. */
export async function exerciseProject(
  dir: ProjectDir,
  code: CodeAnalysis,
  { recorded: run, python, only, say }: ExerciseRequest,
  signal?: AbortSignal,
): Promise<ExerciseReport> {
  const root = await realpath(dir);
  const recorded = run === null ? () => [] : await recordedInputs(run.scan, signal);
  const plan = planExercise(root, code, recorded, only);
  const outcomes = await exercise(root, plan, { python, say }, signal);
  return { run: run?.id ?? null, unixMs: Date.now(), outcomes };
}
