import { useEffect, useState, useSyncExternalStore } from 'react';
import type {
  Analysis,
  AnalysisProgress,
  ExerciseOutcome,
  FindingRule,
  FunctionIdentity,
  ProjectDir,
  RunId,
} from '#contract';
import { useServices, useWorkbench } from './context.ts';
import type { Exercising, ExercisingState } from './exercising.ts';
import { isLive, useRun } from './runs.ts';
import { useSourceRevision } from './source-changes.ts';
import { type Query, useQuery } from './use-query.ts';

/** Keys of answers that are given up when the source has changed (`QueryCache.invalidate`). */
export const findingKeys = {
  analysis: (dir: ProjectDir, run: RunId | null) => `analysis/${dir}/${run}`,
} as const;

export interface AnalysisState extends Query<Analysis> {
  /** The run that is analysed with the source; `null`: the source alone, because there is no run or it still runs. */
  readonly run: RunId | null;
  /** What the engine is at; `null` when it is at nothing. */
  readonly progress: AnalysisProgress | null;
}

/** The project analysed with a run. One that still runs is left out: what it has not called yet is not dead. */
export function useAnalysis(dir: ProjectDir | null, wanted: RunId | null): AnalysisState {
  const { findings } = useServices();
  const row = useRun(dir, wanted);
  const run = row === undefined || isLive(row) ? null : row.id;
  const revision = useSourceRevision(dir);
  const query = useQuery<Analysis>(
    dir === null || (wanted !== null && row === undefined)
      ? null
      : {
          key: findingKeys.analysis(dir, run),
          revision,
          load: (signal) => findings.analyse({ dir, run }, signal),
        },
  );
  return { ...query, run, progress: useProgressOf(dir, query.loading) };
}

function useProgressOf(dir: ProjectDir | null, loading: boolean): AnalysisProgress | null {
  const { findings } = useServices();
  const [progress, setProgress] = useState<AnalysisProgress | null>(null);
  useEffect(() => {
    if (dir === null || !loading) return;
    const listening = findings.onProgress({ dir }, setProgress);
    return () => {
      listening.dispose();
      setProgress(null);
    };
  }, [findings, dir, loading]);
  return progress;
}

/** What every rule means, and how to mend what it finds. */
export function useFindingRules(): Query<readonly FindingRule[]> {
  const { findings } = useServices();
  return useQuery({ key: 'finding-rules', revision: 0, load: () => findings.rules({}) });
}

/** What became of a function in the sandbox; `null`: nobody called it there since the source changed last. */
export function useOutcome(dir: ProjectDir | null, fn: FunctionIdentity): ExerciseOutcome | null {
  const { exercising } = useExercising();
  useSourceRevision(dir);
  return dir === null ? null : exercising.outcome(dir, fn);
}

export function useExercising(): { readonly exercising: Exercising; readonly state: ExercisingState } {
  const { exercising } = useWorkbench();
  return { exercising, state: useSyncExternalStore(exercising.subscribe, exercising.state) };
}
