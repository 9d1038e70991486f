import type { AnalysisProgress } from '#contract';

/** What the engine is at, for a person who waits for it. */
export const phaseTitles: Readonly<Record<AnalysisProgress['phase'], string>> = {
  tracing: 'Reading the calls of the run',
  'call-graph': 'Reading the source',
  'dead-code': 'Looking for dead code',
  broken: 'Looking for what failed',
  connectivity: 'Looking at how modules are connected',
  performance: 'Looking for what is slow',
};
