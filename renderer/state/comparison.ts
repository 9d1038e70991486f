import type { RunId } from '#contract';
import type { Slice } from './app-state.ts';

/** One side of a comparison: a run, or a baseline file that the engine can read. */
export type ComparisonChoice =
  | { readonly kind: 'run'; readonly run: RunId }
  | { readonly kind: 'file'; readonly file: string };

/** What is compared; `null`: not chosen, so the view takes the selected run and the one before it. */
export interface ComparisonSlice {
  readonly comparison: { readonly base: ComparisonChoice | null; readonly next: ComparisonChoice | null };
  chooseComparison(side: 'base' | 'next', choice: ComparisonChoice | null): void;
}

export const createComparison: Slice<ComparisonSlice> = (set) => ({
  comparison: { base: null, next: null },
  chooseComparison: (side, choice) =>
    set(({ comparison }) => ({ comparison: { ...comparison, [side]: choice } })),
});
