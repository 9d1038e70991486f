import { useCallback, useSyncExternalStore } from 'react';
import type { ProjectDir, Run, RunId, RunProgress } from '#contract';
import { useConnection, useWorkbench } from './context.ts';
import type { FeedState, LiveFeed } from './live-feed.ts';

const none: FeedState<never> = { value: undefined, error: null };

function useFeed<T>(feed: LiveFeed<T>, key: string | null): FeedState<T> {
  const isThere = useConnection().generation > 0;
  const subscribe = useCallback(
    (listener: () => void) => (key === null || !isThere ? () => {} : feed.subscribe(key, listener)),
    [feed, key, isThere],
  );
  return useSyncExternalStore(subscribe, () => (key === null ? none : feed.state(key)));
}

/** The runs of a project, newest first, as they change. */
export function useRuns(dir: ProjectDir | null): FeedState<readonly Run[]> {
  return useFeed(useWorkbench().runs, dir);
}

/** A run as it changes; `undefined` while the list loads or when the project has no such run. */
export function useRun(dir: ProjectDir | null, run: RunId | null): Run | undefined {
  return useRuns(dir).value?.find(({ id }) => id === run);
}

/** How far a run is, at most four times a second. */
export function useProgress(run: RunId | null): FeedState<RunProgress> {
  return useFeed(useWorkbench().progress, run);
}

/** The revision to query a run at; `null` until it is known. A run that cannot say is asked once, and its queries tell why. */
export function useRevision(run: RunId | null): number | null {
  const { value, error } = useProgress(run);
  return value ? value.revision : error ? 0 : null;
}

/** Whether a run still changes. */
export function isLive(run: Run | undefined): boolean {
  return run?.state === 'running' || run?.state === 'stopping' || run?.state === 'finishing';
}
