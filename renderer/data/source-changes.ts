import { useCallback, useSyncExternalStore } from 'react';
import type { Graphs, ProjectDir } from '#contract';
import { useServices } from './context.ts';

interface Watched {
  /** Goes up with every change of the source. */
  revision: number;
  readonly listeners: Set<() => void>;
  listening: { dispose(): void } | null;
}

/** By connection and project: views come and go, and the revision must not go back. */
const watched = new WeakMap<Graphs, Map<ProjectDir, Watched>>();

function watchedOf(graphs: Graphs, dir: ProjectDir): Watched {
  const ofGraphs = watched.get(graphs) ?? new Map<ProjectDir, Watched>();
  watched.set(graphs, ofGraphs);
  const one = ofGraphs.get(dir) ?? { revision: -1, listeners: new Set(), listening: null };
  ofGraphs.set(dir, one);
  return one;
}

/**
 * A number that goes up when files of the project change, for the revision of queries about its source: their answers stay on screen while
 * newer ones are made. What changed while nobody looked counts as one change.
 */
export function useSourceRevision(dir: ProjectDir | null): number {
  const { graphs } = useServices();
  const subscribe = useCallback(
    (listener: () => void) => {
      if (dir === null) return () => undefined;
      const one = watchedOf(graphs, dir);
      one.listeners.add(listener);
      if (one.listening === null) {
        one.revision++;
        one.listening = graphs.onSourceChanged({ dir }, () => {
          one.revision++;
          for (const tell of [...one.listeners]) tell();
        });
      }
      return () => {
        one.listeners.delete(listener);
        if (one.listeners.size > 0) return;
        one.listening?.dispose();
        one.listening = null;
      };
    },
    [graphs, dir],
  );
  return useSyncExternalStore(subscribe, () =>
    dir === null ? 0 : Math.max(0, watchedOf(graphs, dir).revision),
  );
}
