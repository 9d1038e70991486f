import type { Disposable, ProjectDir } from '#contract';
import { createKeyedEmitter } from '../keyed-emitter.ts';
import { type SourceChange, watchSource } from './watch-source.ts';

export interface SourceWatches extends Disposable {
  listen(dir: ProjectDir, listener: (change: SourceChange) => void): Disposable;
}

/** One watch for each project, as long as somebody listens. A folder that is gone is not watched, and tells nothing. */
export function createSourceWatches(): SourceWatches {
  const emitter = createKeyedEmitter<SourceChange>();
  const watches = new Map<ProjectDir, Disposable>();

  function start(dir: ProjectDir): void {
    if (watches.has(dir)) return;
    try {
      watches.set(
        dir,
        watchSource(dir, (change) => emitter.emit(dir, change)),
      );
    } catch {
      // Whoever asks for an analysis of it hears what is wrong.
    }
  }

  function stop(dir: ProjectDir): void {
    watches.get(dir)?.dispose();
    watches.delete(dir);
  }

  return {
    listen(dir, listener) {
      start(dir);
      const listening = emitter.on(dir, listener);
      return {
        dispose() {
          listening.dispose();
          if (!emitter.hasListeners(dir)) stop(dir);
        },
      };
    },
    dispose() {
      for (const dir of [...watches.keys()]) stop(dir);
    },
  };
}
