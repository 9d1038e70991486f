import type { ExerciseOutcome, ExerciseResult } from '#contract';
import { results } from '#renderer/app/exercise/outcomes.ts';
import type { OwnText } from '#renderer/state/index.ts';

/** What the view puts into the address. */
export interface ExerciseSettings {
  /** Empty: all. */
  readonly chosen: readonly ExerciseResult[];
  /** As of `placeOf`; `null`: none. */
  readonly selected: string | null;
}

/** Names a function in the project. */
export function placeOf({ function: { file, line, name } }: ExerciseOutcome): string {
  return `${file}:${line}:${name}`;
}

/** `throws,works;src/tax.js:3:taxOf`. */
export const exerciseText: OwnText<ExerciseSettings> = {
  write: ({ chosen, selected }) =>
    chosen.length === 0 && selected === null ? '' : `${chosen.join()};${selected ?? ''}`,
  read(text) {
    const end = text.indexOf(';');
    const names = text.slice(0, Math.max(0, end)).split(',');
    const selected = end < 0 ? '' : text.slice(end + 1);
    return {
      chosen: results.filter((result) => names.includes(result)),
      selected: selected === '' ? null : selected,
    };
  },
};
