import type { RunId, StatisticsRequest, StatisticsTable } from '#contract';
import { useRunQuery } from './recordings.ts';
import type { Query } from './use-query.ts';

/** Figures of the functions or files of a scope; `null`: nothing is asked. */
export function useStatistics(
  run: RunId | null,
  request: Omit<StatisticsRequest, 'run'> | null,
): Query<StatisticsTable> {
  return useRunQuery(
    request === null ? null : run,
    // Rows of functions must not stand in for rows of files.
    `statistics/${request?.by}`,
    request,
    (services, run, signal) =>
      services.recordings.statistics({ run, ...(request as Omit<StatisticsRequest, 'run'>) }, signal),
    'family',
  );
}
