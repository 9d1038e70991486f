import type { ExerciseOutcome, ExerciseResult } from '#contract';

/** The worst first. */
export const results: readonly ExerciseResult[] = ['throws', 'times-out', 'not-testable', 'works'];

export const resultTitles: Readonly<Record<ExerciseResult, string>> = {
  throws: 'throws',
  'times-out': 'times out',
  'not-testable': 'not testable',
  works: 'works',
};

export function countByResult(
  outcomes: readonly ExerciseOutcome[],
): Readonly<Record<ExerciseResult, number>> {
  const counts = { throws: 0, 'times-out': 0, 'not-testable': 0, works: 0 };
  for (const { result } of outcomes) counts[result]++;
  return counts;
}

/** Where the arguments came from, and so how much a failure says. */
export function argumentsOf({ source, typed, calls, result }: ExerciseOutcome): string {
  if (result === 'not-testable' || calls === 0) return '';
  if (source === 'recorded') return 'recorded';
  return typed ? 'of its types' : 'guessed';
}

/** What happened, in one phrase. */
export function happened({ result, reason, error, refused, calls }: ExerciseOutcome): string {
  if (result !== 'works') return error === '' ? reason : `${error}: ${reason}`;
  return refused === 0 ? '' : `refused ${refused} of ${calls} calls with an error of its own`;
}

/** Whether an outcome is shown: its result is chosen, or nothing is, and each word of the text stands somewhere in it. */
export function isShown(
  outcome: ExerciseOutcome,
  chosen: readonly ExerciseResult[],
  matches: (subject: string, file: string) => boolean,
): boolean {
  const { name, file } = outcome.function;
  return (
    (chosen.length === 0 || chosen.includes(outcome.result)) && matches(`${name} ${happened(outcome)}`, file)
  );
}
