import {
  type Disposable,
  isContractError,
  type ProjectDir,
  type Run,
  type RunId,
  type RunProgress,
} from '#contract';
import type { RunEvents } from './events.ts';

/** Runs of a command line beside an open window appear in it about as fast as a person looks over. */
const pollMs = 500;

export interface ForeignRunsOptions {
  list(dir: ProjectDir): readonly Run[];
  /** Whether this workbench records it, and tells of it by itself. */
  isOurs(run: RunId): boolean;
  progress(run: Run): RunProgress;
  readonly events: RunEvents;
}

/** Tells of runs that another process adds, changes or removes, as long as somebody listens for their project. */
export interface ForeignRuns {
  watch(dir: ProjectDir): Disposable;
}

export function followForeignRuns({ list, isOurs, progress, events }: ForeignRunsOptions): ForeignRuns {
  const watched = new Map<ProjectDir, { listeners: number; readonly timer: NodeJS.Timeout }>();

  function start(dir: ProjectDir): NodeJS.Timeout {
    const seen = new Map(list(dir).map((run) => [run.id, JSON.stringify(run)]));
    const poll = (): void => {
      for (const run of list(dir)) {
        if (isOurs(run.id)) continue;
        const now = JSON.stringify(run);
        if (seen.get(run.id) !== now) events.changed.emit(dir, run);
        seen.set(run.id, now);
        const isLive = run.state === 'running' || run.state === 'finishing';
        if (isLive && events.progress.hasListeners(run.id)) events.progress.emit(run.id, progress(run));
      }
    };
    return setInterval(() => {
      try {
        poll();
      } catch (error) {
        // The catalogue or a recording cannot be read just now; whoever asks for it by a call is told why.
        if (!isContractError(error)) throw error;
      }
    }, pollMs).unref();
  }

  return {
    watch(dir) {
      const entry = watched.get(dir) ?? { listeners: 0, timer: start(dir) };
      watched.set(dir, entry);
      entry.listeners++;
      let given = true;
      return {
        dispose() {
          if (!given) return;
          given = false;
          entry.listeners--;
          if (entry.listeners > 0) return;
          clearInterval(entry.timer);
          watched.delete(dir);
        },
      };
    },
  };
}
