import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type {
  Analysis,
  AnalysisProgress,
  AnalysisSoFar,
  ExerciseOutcome,
  FindingRule,
  FunctionIdentity,
  ProjectDir,
  RunId,
} from '#contract';
import { useConnection, useServices, useWorkbench } from './context.ts';
import type { Exercising, ExercisingState } from './exercising.ts';
import type { QuerySpec } from './query-cache.ts';
import { isLive, useRun } from './runs.ts';
import { useSourceRevision } from './source-changes.ts';
import { type Query, useQuery } from './use-query.ts';

/** Keys of answers that are given up when the source has changed (`QueryCache.invalidate`). */
export const findingKeys = {
  analysis: (dir: ProjectDir, run: RunId | null) => `analysis/${dir}/${run}`,
  soFar: (dir: ProjectDir, run: RunId | null) => `analysis-so-far/${dir}/${run}`,
} as const;

export interface AnalysisState extends Query<Analysis> {
  /** What is known of the first analysis while it goes on; `null` before anything is, and once it is over. */
  readonly soFar: AnalysisSoFar | null;
  /** The person did not want to wait for it; `retry` begins again. */
  readonly stopped: boolean;
  stop(): void;
  /** The run that is analysed with the source; `null`: the source alone, because there is no run or it still runs. */
  readonly run: RunId | null;
  /** What the engine is at; `null` when it is at nothing. */
  readonly progress: AnalysisProgress | null;
}

/** The project analysed with a run. One that still runs is left out: what it has not called yet is not dead. */
export function useAnalysis(dir: ProjectDir | null, wanted: RunId | null): AnalysisState {
  const { cache } = useWorkbench();
  const { spec, run } = useAnalysisSpec(dir, wanted);
  const query = useQuery<Analysis>(spec);
  const part = useKept<AnalysisSoFar>(dir === null ? '' : findingKeys.soFar(dir, run));
  return {
    ...query,
    run,
    progress: useProgressOf(dir, query.loading),
    soFar: query.value === undefined && query.loading ? (part ?? null) : null,
    stopped: spec !== null && query.value === undefined && query.error === null && !query.loading,
    stop: () => spec && cache.stop(spec.key),
  };
}

/** What to ask the engine for; `null` while it is not known whether the run is over. */
function useAnalysisSpec(dir: ProjectDir | null, wanted: RunId | null) {
  const { findings } = useServices();
  const { cache } = useWorkbench();
  const row = useRun(dir, wanted);
  const run = row === undefined || isLive(row) ? null : row.id;
  const revision = useSourceRevision(dir);
  const spec: QuerySpec<Analysis> | null =
    dir === null || (wanted !== null && row === undefined)
      ? null
      : {
          key: findingKeys.analysis(dir, run),
          revision,
          async load(signal) {
            // What was known of the source before is no part of this one.
            cache.put(findingKeys.soFar(dir, run), undefined);
            const hearing = findings.onSoFar({ dir, run }, (part) =>
              cache.put(findingKeys.soFar(dir, run), part),
            );
            try {
              return await findings.analyse({ dir, run }, signal);
            } finally {
              hearing.dispose();
            }
          },
        };
  return { spec, run };
}

/** Until then what is on screen has been asked for, and need not wait for an analysis. */
const AHEAD_MS = 150;

/**
 * Has the project analysed with a run before anybody asks: whoever looks at a recording looks at its findings next. Once for each; when the
 * source changes, views that are on screen ask again.
 */
export function useAnalysisAhead(dir: ProjectDir | null, wanted: RunId | null): void {
  const { cache } = useWorkbench();
  const { generation } = useConnection();
  const { spec } = useAnalysisSpec(dir, wanted);
  const latest = useRef(spec);
  latest.current = spec;
  const key = spec?.key;
  useEffect(() => {
    if (key === undefined || generation === 0) return;
    const isOver = (): boolean => {
      const { value, error } = cache.state(key);
      return value !== undefined || error !== null;
    };
    if (isOver()) return;
    let leave = (): void => undefined;
    const timer = setTimeout(() => {
      leave = cache.subscribe(key, () => isOver() && leave());
      if (latest.current) cache.want(latest.current);
    }, AHEAD_MS);
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [cache, key, generation]);
}

/** Something that was put into the cache; nobody is asked for it. */
function useKept<T>(key: string): T | undefined {
  const { cache } = useWorkbench();
  const subscribe = useCallback((listener: () => void) => cache.subscribe(key, listener), [cache, key]);
  return useSyncExternalStore(subscribe, () => cache.state<T>(key).value);
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
