import type { ComparisonSource, Run, RunId } from '#contract';
import type { ComparisonChoice } from '#renderer/state/index.ts';

/**
 * What is compared when nothing is chosen: the run on screen with the last one before it that recorded something, of the same
 * command if there is one. `runs` are newest first.
 */
export function defaultChoices(
  runs: readonly Run[],
  at: RunId | null,
): { readonly base: ComparisonChoice | null; readonly next: ComparisonChoice | null } {
  const place = Math.max(
    0,
    runs.findIndex(({ id }) => id === at),
  );
  const choice = (run: Run | undefined): ComparisonChoice | null =>
    run ? { kind: 'run', run: run.id } : null;
  const next = runs[place];
  const earlier = runs.slice(place + 1).filter(({ spans }) => spans > 0);
  const base = earlier.find(({ command }) => command === next?.command) ?? earlier[0];
  return { base: choice(base), next: choice(next) };
}

/** What the engine is asked for; `null` when the choice is gone, e.g. a removed run. */
export function sourceOf(choice: ComparisonChoice | null, runs: readonly Run[]): ComparisonSource | null {
  if (!choice) return null;
  if (choice.kind === 'run') return runs.some(({ id }) => id === choice.run) ? choice : null;
  return choice;
}

/** Runs whose spread is looked at: enough to tell noise, few enough to be read in a moment. */
const mostRepeats = 8;

/** Further runs of what the base ran, with the same command and level, the newest first; without the run that is judged. */
export function repeatsOf(
  base: ComparisonChoice | null,
  next: ComparisonChoice | null,
  runs: readonly Run[],
): readonly RunId[] {
  const of = base?.kind === 'run' ? runs.find(({ id }) => id === base.run) : undefined;
  if (!of) return [];
  const judged = next?.kind === 'run' ? runs.find(({ id }) => id === next.run) : undefined;
  return runs
    .filter(
      (run) =>
        run.id !== of.id &&
        run.id !== judged?.id &&
        run.command === of.command &&
        run.level === of.level &&
        run.state === 'done' &&
        run.exitCode === of.exitCode &&
        run.spans > 0 &&
        // A run after the judged one may hold the very change.
        (judged === undefined || run.startedAt < judged.startedAt),
    )
    .slice(0, mostRepeats)
    .map(({ id }) => id);
}
