import { type Disposable, isContractError, type RunId } from '#contract';
import type { Catalogue } from '../store/index.ts';

/**
 * Runs that windows of this workbench show. Each is held in its catalogue, so that no other workbench removes it; our own
 * may, because it asks the person first and tells its windows.
 */
export interface OpenRuns {
  open(catalogue: Catalogue, run: RunId): Disposable;
  /** Keeps it from being removed, by us too, until it is given back. */
  hold(catalogue: Catalogue, run: RunId): Disposable;
  /** Gives up our holds of a run while `work` is done; they come back when it throws. */
  without<T>(run: RunId, work: () => T): T;
}

interface Entry {
  readonly catalogue: Catalogue;
  hold: Disposable | null;
  windows: number;
}

export function createOpenRuns(): OpenRuns {
  const entries = new Map<RunId, Entry>();
  return {
    hold: (catalogue, run) => tryHold(catalogue, run) ?? { dispose() {} },
    open(catalogue, run) {
      const entry = entries.get(run) ?? { catalogue, hold: tryHold(catalogue, run), windows: 0 };
      entries.set(run, entry);
      entry.windows++;
      let isOpen = true;
      return {
        dispose() {
          if (!isOpen) return;
          isOpen = false;
          entry.windows--;
          if (entry.windows > 0) return;
          entry.hold?.dispose();
          if (entries.get(run) === entry) entries.delete(run);
        },
      };
    },
    without(run, work) {
      const entry = entries.get(run);
      entry?.hold?.dispose();
      try {
        return work();
      } catch (error) {
        if (entry !== undefined) entry.hold = tryHold(entry.catalogue, run);
        throw error;
      }
    },
  };
}

/** A catalogue that cannot be written, on a full disk, must not keep anybody from looking at a run. */
function tryHold(catalogue: Catalogue, run: RunId): Disposable | null {
  try {
    return catalogue.hold(run);
  } catch (error) {
    if (isContractError(error)) return null;
    throw error;
  }
}
