import type { DurationsRequest, IndexIntoFunctions } from '#contract';
import type { Slice } from './app-state.ts';

/** One row of the flame graph: the calls of a function that came one way. */
export interface ChosenPath {
  readonly function: IndexIntoFunctions;
  readonly request: Omit<DurationsRequest, 'run'>;
  /** As the flame graph counts them. */
  readonly calls: number;
}

/** Set by the flame graph while it is on screen, for whoever tells more of what is selected. */
export interface ChosenPathSlice {
  readonly chosenPath: ChosenPath | null;
  choosePath(path: ChosenPath | null): void;
}

export const createChosenPath: Slice<ChosenPathSlice> = (set) => ({
  chosenPath: null,
  choosePath: (chosenPath) => set({ chosenPath }),
});
