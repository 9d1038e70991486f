export { useComparison } from './comparison.ts';
export type { ConnectionState } from './connection.ts';
export { useConnection, useServices, useWorkbench, WorkbenchProvider } from './context.ts';
export type { ExercisingState } from './exercising.ts';
export {
  type AnalysisState,
  findingKeys,
  useAnalysis,
  useAnalysisAhead,
  useExercising,
  useFindingRules,
  useOutcome,
} from './findings.ts';
export {
  type FixPermissions,
  fixKeys,
  useFixHistory,
  useFixing,
  useFixPreview,
  useFixProposals,
} from './fixes.ts';
export type { FixingState } from './fixing.ts';
export { functionIndex } from './function-index.ts';
export { chooseKeys, chosenKeys, useChosenKeys } from './keys.ts';
export type { FeedState } from './live-feed.ts';
export {
  projectKeys,
  useCallGraph,
  useModules,
  useProject,
  useRecentProjects,
  useSamples,
  useSettings,
  useSource,
  useStructure,
} from './projects.ts';
export {
  type CallTreeParameters,
  functionsKey,
  type TimelineParameters,
  useCallTree,
  useDifference,
  useDurations,
  useFunctions,
  useHeatMap,
  useLogs,
  useMetrics,
  useNeighbours,
  useOperations,
  useSandwich,
  useSearch,
  useSearchCompletions,
  useSpan,
  useSpans,
  useSqlSchema,
  useSummary,
  useTimeline,
} from './recordings.ts';
export {
  type StepThread,
  stepsOfCall,
  useLines,
  useStepState,
  useStepsAround,
  useStepsOf,
  useStepThreads,
} from './replay.ts';
export { isLive, useProgress, useRevision, useRun, useRuns } from './runs.ts';
export { useStatistics } from './statistics.ts';
export { type RootChoice, useRoots, useRootTraces, useTrace } from './trace.ts';
export { type Query, useQuery } from './use-query.ts';
export { createWorkbench, type Workbench, withRun } from './workbench.ts';
