import type { Comparison, ComparisonSource, ProjectDir, RunId } from '#contract';
import { useServices } from './context.ts';
import { useRevision } from './runs.ts';
import { type Query, useQuery } from './use-query.ts';

/** Compares two runs, or a run with a baseline; follows the newer one while it lives. `null`: nothing to compare. */
export function useComparison(
  dir: ProjectDir | null,
  base: ComparisonSource | null,
  next: ComparisonSource | null,
  maxRegressionPct: number,
  repeats: readonly RunId[],
): Query<Comparison> {
  const { exchange } = useServices();
  const revision = useRevision(next?.kind === 'run' ? next.run : null);
  const known = next?.kind !== 'run' || revision !== null;
  return useQuery<Comparison>(
    dir === null || !base || !next || !known
      ? null
      : {
          key: `compare/${dir}/${sourceKey(base)}/${sourceKey(next)}/${maxRegressionPct}/${repeats.join()}`,
          revision: revision ?? 0,
          family: `compare/${dir}/${sourceKey(base)}/${sourceKey(next)}`,
          load: (signal) => exchange.compare({ dir, base, next, maxRegressionPct, repeats }, signal),
        },
  );
}

function sourceKey(source: ComparisonSource): string {
  return source.kind === 'run' ? `run ${source.run}` : `file ${source.file}`;
}
