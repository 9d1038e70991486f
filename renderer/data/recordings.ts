import type {
  CallTreeRequest,
  CallTreeTable,
  Difference,
  DifferenceRequest,
  Durations,
  DurationsRequest,
  FunctionNeighbours,
  FunctionTable,
  HeatMap,
  IndexIntoFunctions,
  IndexIntoThreads,
  LogPage,
  Metrics,
  OperationPage,
  RecordingSummary,
  RunId,
  Sandwich,
  SandwichRequest,
  SearchCompletions,
  SearchPage,
  SearchRequest,
  Services,
  SpanDetail,
  SpanId,
  SpanPage,
  SqlSchema,
  TimelineWindow,
  TimeRange,
} from '#contract';
import { useServices } from './context.ts';
import { useRevision } from './runs.ts';
import { type Query, useQuery } from './use-query.ts';

/*
 * Every hook answers for one run (`null`: nothing is asked), follows its revision while it lives, and gives the same object
 * as long as nothing changed. Parameters are compared by value.
 */

export function useSummary(run: RunId | null): Query<RecordingSummary> {
  return useRunQuery(run, 'summary', {}, (services, run, signal) =>
    services.recordings.summary({ run }, signal),
  );
}

/** The key of a run's function table in the cache. */
export const functionsKey = (run: RunId): string => `run/${run}/functions/{}`;

export function useFunctions(run: RunId | null): Query<FunctionTable> {
  return useRunQuery(run, 'functions', {}, (services, run, signal) =>
    services.recordings.functions({ run }, signal),
  );
}

export type CallTreeParameters = Omit<CallTreeRequest, 'run'>;

/** While another range or order loads, the tree before it stands in (`exact` is false then). */
export function useCallTree(run: RunId | null, parameters: CallTreeParameters): Query<CallTreeTable> {
  return useRunQuery(
    run,
    'callTree',
    parameters,
    (services, run, signal) => services.recordings.callTree({ run, ...parameters }, signal),
    'family',
  );
}

/** A function with all that led to it and all it led to. */
export function useSandwich(run: RunId | null, parameters: Omit<SandwichRequest, 'run'>): Query<Sandwich> {
  return useRunQuery(
    run,
    'sandwich',
    parameters,
    (services, run, signal) => services.recordings.sandwich({ run, ...parameters }, signal),
    'family',
  );
}

/** How long the calls of one row of a call tree took. While another row's are read, those before stand in (`exact` is false then). */
export function useDurations(run: RunId | null, parameters: Omit<DurationsRequest, 'run'>): Query<Durations> {
  return useRunQuery(
    run,
    'durations',
    parameters,
    (services, run, signal) => services.recordings.durations({ run, ...parameters }, signal),
    'family',
  );
}

/** A run beside another one; `base` `null`: nothing is asked. */
export function useDifference(
  run: RunId,
  base: RunId | null,
  parameters: Omit<DifferenceRequest, 'run' | 'base'>,
): Query<Difference> {
  return useRunQuery(
    base === null ? null : run,
    'difference',
    { base, ...parameters },
    (services, run, signal) =>
      services.recordings.difference({ run, base: base as RunId, ...parameters }, signal),
    'family',
  );
}

export interface TimelineParameters {
  readonly range: TimeRange;
  readonly widthPx: number;
  readonly threads?: readonly IndexIntoThreads[] | undefined;
  readonly maxLane: number;
}

/** While another window loads, the one before it stands in (`exact` is false then); a superseded one is aborted. */
export function useTimeline(run: RunId | null, parameters: TimelineParameters | null): Query<TimelineWindow> {
  return useRunQuery(
    parameters ? run : null,
    'timeline',
    parameters,
    (services, run, signal) =>
      services.recordings.timeline({ run, ...(parameters as TimelineParameters) }, signal),
    'family',
  );
}

export function useSpan(run: RunId | null, id: SpanId | null): Query<SpanDetail> {
  return useRunQuery(id === null ? null : run, 'span', id, (services, run, signal) =>
    services.recordings.span({ run, id: id as SpanId }, signal),
  );
}

export function useSpans(
  run: RunId | null,
  fn: IndexIntoFunctions | null,
  order: 'start' | 'slowest' | 'self' | 'errors',
  limit: number,
): Query<SpanPage> {
  return useRunQuery(fn === null ? null : run, 'spans', [fn, order, limit], (services, run, signal) =>
    services.recordings.spans({ run, function: fn as IndexIntoFunctions, order, offset: 0, limit }, signal),
  );
}

export function useNeighbours(run: RunId | null, fn: IndexIntoFunctions | null): Query<FunctionNeighbours> {
  return useRunQuery(fn === null ? null : run, 'neighbours', fn, (services, run, signal) =>
    services.recordings.neighbours({ run, function: fn as IndexIntoFunctions }, signal),
  );
}

/**
 * Calls by when they began and how long they took, of all functions or of one. While another range loads, the map before it
 * stands in.
 */
export function useHeatMap(
  run: RunId | null,
  range: TimeRange,
  columns: number,
  fn?: IndexIntoFunctions,
): Query<HeatMap> {
  return useRunQuery(
    run,
    fn === undefined ? 'heatMap' : `heatMap/${fn}`,
    [range, columns],
    (services, run, signal) =>
      services.recordings.heatMap({ run, range, columns, ...(fn !== undefined && { function: fn }) }, signal),
    'family',
  );
}

/** CPU, memory and other figures of the processes over time. */
export function useMetrics(run: RunId | null): Query<Metrics> {
  return useRunQuery(run, 'metrics', {}, (services, run, signal) =>
    services.recordings.metrics({ run }, signal),
  );
}

/** The contract's limit for one page of log records, and of operations. */
const MOST_ROWS = 1000;

/** What was logged in a time, the first records of it; `total` may be more than there are rows. */
export function useLogs(run: RunId | null, range: TimeRange): Query<LogPage> {
  return useRunQuery(run, 'logs', range, (services, run, signal) =>
    services.recordings.logs({ run, range, offset: 0, limit: MOST_ROWS }, signal),
  );
}

/** Operations that touch a time, the slowest of them. While those of another time load, these stand in. */
export function useOperations(run: RunId | null, range: TimeRange | null): Query<OperationPage> {
  return useRunQuery(
    range === null ? null : run,
    'operations',
    range,
    (services, run, signal) => {
      const during = range as TimeRange;
      const ask = { run, range: during, order: 'slowest', offset: 0, limit: MOST_ROWS } as const;
      return services.recordings.operations(ask, signal);
    },
    'family',
  );
}

/** Spans that a query of `docs/search.md` finds, the first `limit` of them. */
export function useSearch(
  run: RunId | null,
  query: string,
  order: SearchRequest['order'],
  limit: number,
): Query<SearchPage> {
  return useRunQuery(
    run,
    'search',
    [query, order, limit],
    (services, run, signal) => services.recordings.search({ run, query, order, offset: 0, limit }, signal),
    'family',
  );
}

/** What statements in SQL can name. */
export function useSqlSchema(run: RunId | null): Query<SqlSchema> {
  return useRunQuery(run, 'sqlSchema', null, (services, run, signal) =>
    services.recordings.sqlSchema({ run }, signal),
  );
}

/** What can be written at a place of a search, and whether it can be read as it stands. */
export function useSearchCompletions(
  run: RunId | null,
  query: string,
  cursor: number,
): Query<SearchCompletions> {
  return useRunQuery(
    run,
    'searchCompletions',
    [query, cursor],
    (services, run, signal) => services.recordings.searchCompletions({ run, query, cursor }, signal),
    'family',
  );
}

export type RunQuery<T> = (services: Services, run: RunId, signal: AbortSignal) => Promise<T>;

/**
 * One question about a run, asked anew at each of its revisions. `family`: an answer of the same name stands in meanwhile. `restMs`: as
 * in `QuerySpec`.
 */
export function useRunQuery<T>(
  run: RunId | null,
  name: string,
  parameters: unknown,
  load: RunQuery<T>,
  standIn?: 'family',
  restMs?: number,
): Query<T> {
  const services = useServices();
  const revision = useRevision(run);
  const query = `run/${run}/${name}`;
  const result = useQuery<T>(
    run === null || revision === null
      ? null
      : {
          key: `${query}/${JSON.stringify(parameters)}`,
          revision,
          family: standIn && query,
          restMs,
          load: (signal) => load(services, run, signal),
        },
  );
  return run !== null && revision === null ? { ...result, loading: true } : result;
}
