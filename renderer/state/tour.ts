import type { Slice } from './app-state.ts';

/** The guided way over the sample. */
export interface TourSlice {
  /** The step that is shown, from 0; `null`: none is. */
  readonly tour: number | null;
  /** It was taken to its end, or skipped: it is no longer offered. */
  readonly tourSeen: boolean;
  startTour(): void;
  /** To another step; `null` ends it. */
  goOnTour(step: number | null): void;
}

export const createTour: Slice<TourSlice> = (set) => ({
  tour: null,
  tourSeen: false,
  startTour: () => set({ tour: 0 }),
  goOnTour: (tour) => set(tour === null ? { tour, tourSeen: true } : { tour }),
});
