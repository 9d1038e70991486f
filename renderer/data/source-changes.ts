import { useCallback, useSyncExternalStore } from 'react';
import type { Disposable, Graphs, ProjectDir } from '#contract';
import { useWorkbench } from './context.ts';

/**
 * Follows the source of the project on screen, for as long as the window has it open: views come and go, and none of them may take for
 * changed what is not.
 */
export class SourceChanges {
  readonly #graphs: () => Pick<Graphs, 'onSourceChanged'>;
  /** Goes up with every change; views of one project at a time, so that going back to another one counts as a change. */
  readonly #revisions = new Map<ProjectDir, number>();
  readonly #listeners = new Set<() => void>();
  #followed: { readonly dir: ProjectDir; readonly listening: Disposable } | null = null;

  constructor(graphs: () => Pick<Graphs, 'onSourceChanged'>) {
    this.#graphs = graphs;
  }

  revision(dir: ProjectDir): number {
    return Math.max(0, this.#revisions.get(dir) ?? 0);
  }

  subscribe(dir: ProjectDir, listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#followed?.dir !== dir) this.#follow(dir);
    return () => void this.#listeners.delete(listener);
  }

  /** After a new connection: what changed before it was not told. */
  refresh(): void {
    if (this.#followed === null) return;
    this.#follow(this.#followed.dir);
    for (const tell of [...this.#listeners]) tell();
  }

  dispose(): void {
    this.#followed?.listening.dispose();
    this.#followed = null;
  }

  #follow(dir: ProjectDir): void {
    this.dispose();
    // The first answers are of the source as it is: nothing has changed yet.
    this.#revisions.set(dir, (this.#revisions.get(dir) ?? -1) + 1);
    const listening = this.#graphs().onSourceChanged({ dir }, () => {
      this.#revisions.set(dir, this.revision(dir) + 1);
      for (const tell of [...this.#listeners]) tell();
    });
    this.#followed = { dir, listening };
  }
}

/**
 * A number that goes up when files of the project change, for the revision of queries about its source: their answers stay on screen while
 * newer ones are made.
 */
export function useSourceRevision(dir: ProjectDir | null): number {
  const { sources } = useWorkbench();
  const subscribe = useCallback(
    (listener: () => void) => (dir === null ? () => undefined : sources.subscribe(dir, listener)),
    [sources, dir],
  );
  return useSyncExternalStore(subscribe, () => (dir === null ? 0 : sources.revision(dir)));
}
