import * as v from 'valibot';
import {
  type CallScope,
  type CallTreeRequest,
  callScope,
  callTreeRequest,
  type Sandwich,
  type SandwichRequest,
  sandwichRequest,
} from './call-graph.ts';
import type { CapturedValue } from './captured-value.ts';
import { type Durations, type DurationsRequest, durationsRequest } from './durations.ts';

import {
  type DurationNs,
  type FunctionIdentity,
  type IndexIntoFunctions,
  type IndexIntoThreads,
  index,
  type RunId,
  runId,
  type SpanId,
  spanId,
  type TimeNs,
  type TimeRange,
  type TraceId,
  timeRange,
} from './ids.ts';
import type { MemoryColumns } from './memory.ts';
import type { RecordingCheck, RecordingRepair } from './recording-care.ts';
import type { Run, RunProgress } from './runs.ts';
import { defineService } from './service.ts';
import {
  type LogPage,
  type LogsRequest,
  logsRequest,
  type Metrics,
  type OperationDetail,
  type OperationPage,
  type OperationsRequest,
  operationsRequest,
} from './signals.ts';
import {
  type HeatMap,
  type HeatMapRequest,
  heatMapRequest,
  type SearchCompletionRequest,
  type SearchCompletions,
  type SearchPage,
  type SearchRequest,
  type SearchStep,
  type SearchStepRequest,
  searchCompletionRequest,
  searchRequest,
  searchStepRequest,
} from './span-search.ts';
import { type SqlAnswer, type SqlRequest, type SqlSchema, sqlRequest } from './sql.ts';
import {
  type Difference,
  type DifferenceRequest,
  differenceRequest,
  type StatisticsRequest,
  type StatisticsTable,
  statisticsRequest,
} from './statistics.ts';
import {
  type FindStepRequest,
  type FindWriteRequest,
  type FoundStep,
  type FoundWrite,
  findStepRequest,
  findWriteRequest,
  type LevelTable,
  type LinesRequest,
  type LineTable,
  linesRequest,
  type StepState,
  type StepsRequest,
  type StepTable,
  stepsRequest,
  type VariablesAtRequest,
  variablesAtRequest,
} from './steps.ts';
import { type TraceRequest, type TraceTable, traceRequest } from './trace.ts';

export interface ThreadSummary {
  /** Dense; the order in which the threads began. */
  readonly index: IndexIntoThreads;
  readonly pid: number;
  readonly threadId: number;
  /** `node server.js`, `worker 2`, as a person would call it. */
  readonly name: string;
  readonly runtime: 'node' | 'python';
  readonly runtimeVersion: string;
  readonly startNs: TimeNs;
  /** -1 while it lives. */
  readonly endNs: TimeNs;
  readonly spans: number;
  /** Rows the timeline needs for this thread (its deepest lane + 1). */
  readonly lanes: number;
}

export interface RecordingSummary {
  readonly run: Run;
  readonly progress: RunProgress;
  /** Wall clock at the origin, ms since 1970. */
  readonly originUnixMs: number;
  /** From 0 to the last event. */
  readonly durationNs: DurationNs;
  readonly threads: readonly ThreadSummary[];
}

/**
 * The functions of a recording, one row each, in the order of their index. Grows while the run lives; a row never changes
 * its index. All times in ns. Percentiles come from histograms with a relative error of at most 1%.
 */
export interface FunctionTable {
  readonly revision: number;
  readonly length: number;
  readonly name: readonly string[];
  /** Index into `files`. */
  readonly file: Int32Array;
  readonly files: readonly string[];
  readonly line: Int32Array;
  /** Bits: 1 async, 2 generator, 4 a module's top level, 8 a call out of the scope, 16 an await, 32 an operation. */
  readonly flags: Uint8Array;
  /** Finished and unfinished calls, those counted without a span of their own among them. */
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  /** Sum over the spans that are not below another span of the same function: a recursive call counts once. */
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  /** Over finished calls; NaN where there is none. */
  readonly avgNs: Float64Array;
  readonly minNs: Float64Array;
  readonly maxNs: Float64Array;
  readonly p50Ns: Float64Array;
  readonly p90Ns: Float64Array;
  readonly p95Ns: Float64Array;
  readonly p99Ns: Float64Array;
  /** Only where some thread has a profile of memory. */
  readonly memory?: MemoryColumns | undefined;
}

/**
 * The merged call tree, depth first: a parent stands before its children, and row r's descendants are the rows
 * r+1 .. subtreeEnd[r]-1. Row 0 is the whole run (function -1).
 */
export interface CallTreeTable {
  readonly revision: number;
  readonly length: number;
  /**
   * Call node id, stable in the recording; of a row that transforms merged from several, the first one's. Below 0 in a tree by memory,
   * stable until the next profile.
   */
  readonly node: Int32Array;
  /** Index into the function table; -1 for row 0; -2 - file for calls merged over a file. */
  readonly function: Int32Array;
  /** Row of the parent; -1 for row 0. */
  readonly parent: Int32Array;
  readonly subtreeEnd: Int32Array;
  /** 0 for row 0. */
  readonly depth: Int32Array;
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  /** Inclusive; for row 0 the sum of its children and its self time (not 0 only where a transform gave it some). */
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  /** How wide a row is among the others: ns of total or self time, calls, or bytes, as the request has it (`by`). */
  readonly weight: Float64Array;
  /** In a tree by memory, whose rows have no calls, errors and times (0 there). Row 0 has itself what no traced function allocated. */
  readonly memory?: MemoryColumns | undefined;
  /** Rows left out because they are narrower than `minShare` of row 0; 0 when all are here. */
  readonly omitted: number;
}

/**
 * What a timeline of a given width can show. Spans at least one pixel wide stand by themselves, ordered by thread,
 * lane, start; narrower ones are merged into density blocks.
 */
export interface TimelineWindow {
  readonly revision: number;
  readonly range: TimeRange;
  readonly spans: {
    readonly length: number;
    readonly thread: Int32Array;
    /** Row in the thread's track; spans open at the same time never share one. */
    readonly lane: Int32Array;
    readonly startNs: Float64Array;
    /** -1: no end yet. */
    readonly durationNs: Float64Array;
    readonly function: Int32Array;
    /** In its thread; with the thread it makes the span id (`formatSpanId`). */
    readonly ordinal: Float64Array;
    /** Bits: 1 error, 2 async (suspended at least once), 4 unfinished, 8 incomplete (its end was lost). */
    readonly flags: Uint8Array;
    /** ns in which it was suspended, all its waits together; of one without an end, until now. */
    readonly suspendedNs: Float64Array;
  };
  /**
   * When spans were suspended, as far as that lasted a pixel, ordered by thread, lane, start. Shorter waits are in `suspendedNs`
   * alone, and so is one that has not ended; recordings from before waits were kept have none.
   */
  readonly waits: {
    readonly length: number;
    readonly thread: Int32Array;
    readonly lane: Int32Array;
    readonly startNs: Float64Array;
    readonly durationNs: Float64Array;
  };
  readonly density: {
    readonly length: number;
    readonly thread: Int32Array;
    readonly lane: Int32Array;
    readonly startNs: Float64Array;
    readonly durationNs: Float64Array;
    /** Spans in the block, and how many of them failed. */
    readonly count: Int32Array;
    readonly errors: Int32Array;
    /** The function with most spans in it; -1 if not known. */
    readonly function: Int32Array;
  };
}

export interface SpanDetail {
  readonly id: SpanId;
  readonly traceId: TraceId;
  readonly parent: SpanId | null;
  readonly function: IndexIntoFunctions;
  readonly identity: FunctionIdentity;
  readonly thread: IndexIntoThreads;
  readonly pid: number;
  readonly startNs: TimeNs;
  readonly durationNs: DurationNs;
  readonly selfNs: DurationNs;
  /** Time not suspended; equal to the duration for a synchronous call. */
  readonly activeNs: DurationNs;
  readonly status: 'ok' | 'error' | 'unfinished' | 'incomplete';
  /** Parameter names from the source, beside the values; `null`: not captured at this level. */
  readonly params: readonly { readonly name: string; readonly value: CapturedValue }[] | null;
  readonly returned: CapturedValue | null;
  readonly thrown: CapturedValue | null;
  /** The calls that the error came through, from the nearest one to the one that threw it; at most a hundred. */
  readonly thrownBy: readonly { readonly id: SpanId; readonly function: IndexIntoFunctions }[];
  /** What it reached outside the process; `null`: it is no operation. */
  readonly operation: OperationDetail | null;
  /** W3C trace contexts of requests that it sent to others, and the one that it goes on with; of very many the first hundred. */
  readonly traceContexts: readonly TraceContext[];
  /** From the root to the parent; long chains are cut in the middle, `omitted` says how many. */
  readonly ancestors: readonly { readonly id: SpanId; readonly function: IndexIntoFunctions }[];
  readonly omittedAncestors: number;
  /** Direct children, and the first hundred of them in time order. */
  readonly childCount: number;
  readonly children: readonly SpanRow[];
}

/** Ids of a W3C trace context, in hexadecimal as the header `traceparent` has them. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  /** The call goes on with it; else it has sent it. */
  readonly continues: boolean;
}

/** A span in a list. */
export interface SpanRow {
  readonly id: SpanId;
  readonly function: IndexIntoFunctions;
  readonly startNs: TimeNs;
  readonly durationNs: DurationNs;
  readonly status: SpanDetail['status'];
}

export interface SpanPage {
  readonly revision: number;
  readonly total: number;
  readonly rows: readonly SpanRow[];
}

/** Who calls a function and whom it calls, merged over the scope. */
export interface FunctionNeighbours {
  readonly callers: readonly {
    readonly function: IndexIntoFunctions;
    readonly calls: number;
    readonly totalNs: DurationNs;
  }[];
  readonly callees: readonly {
    readonly function: IndexIntoFunctions;
    readonly calls: number;
    readonly totalNs: DurationNs;
  }[];
}

export interface Recordings {
  summary(request: { run: RunId }, signal?: AbortSignal): Promise<RecordingSummary>;
  functions(request: { run: RunId }, signal?: AbortSignal): Promise<FunctionTable>;
  /** The merged call tree of the run or of a part of it; `not-found` for a path of a transform that is not there. */
  callTree(request: CallTreeRequest, signal?: AbortSignal): Promise<CallTreeTable>;
  sandwich(request: SandwichRequest, signal?: AbortSignal): Promise<Sandwich>;
  /** Reads the pages of the functions that the path ends with. `not-found`: the tree has no row there. */
  durations(request: DurationsRequest, signal?: AbortSignal): Promise<Durations>;
  timeline(
    request: {
      run: RunId;
      range: TimeRange;
      widthPx: number;
      threads?: readonly IndexIntoThreads[] | undefined;
      /** Lanes from `minLane` (0 when left out) to `maxLane`, both included. */
      minLane?: number | undefined;
      maxLane: number;
    },
    signal?: AbortSignal,
  ): Promise<TimelineWindow>;
  span(request: { run: RunId; id: SpanId }, signal?: AbortSignal): Promise<SpanDetail>;
  spans(
    request: {
      run: RunId;
      function: IndexIntoFunctions;
      order: 'start' | 'slowest' | 'self' | 'errors';
      offset: number;
      limit: number;
    },
    signal?: AbortSignal,
  ): Promise<SpanPage>;
  trace(request: TraceRequest, signal?: AbortSignal): Promise<TraceTable>;
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchPage>;
  searchStep(request: SearchStepRequest, signal?: AbortSignal): Promise<SearchStep>;
  searchCompletions(request: SearchCompletionRequest, signal?: AbortSignal): Promise<SearchCompletions>;
  statistics(request: StatisticsRequest, signal?: AbortSignal): Promise<StatisticsTable>;
  difference(request: DifferenceRequest, signal?: AbortSignal): Promise<Difference>;
  /** Cancelled or over its time, it ends at once. */
  sql(request: SqlRequest, signal?: AbortSignal): Promise<SqlAnswer>;
  /** The tables and columns that statements can name; the same for every recording. */
  sqlSchema(request: { run: RunId }, signal?: AbortSignal): Promise<SqlSchema>;
  heatMap(request: HeatMapRequest, signal?: AbortSignal): Promise<HeatMap>;
  levels(request: { run: RunId }, signal?: AbortSignal): Promise<LevelTable>;
  /** What the lines of a file did, by the steps of every thread; reads all of them. */
  lines(request: LinesRequest, signal?: AbortSignal): Promise<LineTable>;
  /** Steps of a thread from a number on, as far as there are any. */
  steps(request: StepsRequest, signal?: AbortSignal): Promise<StepTable>;
  variablesAt(request: VariablesAtRequest, signal?: AbortSignal): Promise<StepState>;
  /** Where a variable was set before or after a step; `null`: nowhere. */
  findWrite(request: FindWriteRequest, signal?: AbortSignal): Promise<FoundWrite | null>;
  logs(request: LogsRequest, signal?: AbortSignal): Promise<LogPage>;
  operations(request: OperationsRequest, signal?: AbortSignal): Promise<OperationPage>;
  metrics(request: { run: RunId }, signal?: AbortSignal): Promise<Metrics>;
  /** The step where a debugger would halt next; `null`: there is none in that direction. */
  findStep(request: FindStepRequest, signal?: AbortSignal): Promise<FoundStep | null>;
  /** Compares all of a recording with its checksums and counts; damage is an answer, not an error. */
  verify(request: { run: RunId }, signal?: AbortSignal): Promise<RecordingCheck>;
  /**
   * Makes a damaged recording whole from what can be read of it; the damaged file stays beside it. `refused` while the run is
   * live, `damaged` when too little is left.
   */
  repair(request: { run: RunId }, signal?: AbortSignal): Promise<RecordingRepair>;
  neighbours(
    request: { run: RunId; function: IndexIntoFunctions } & CallScope,
    signal?: AbortSignal,
  ): Promise<FunctionNeighbours>;
}

const ofRun = v.strictObject({ run: runId });

export const recordings = defineService<Recordings>({
  name: 'recordings',
  methods: {
    summary: ofRun,
    functions: ofRun,
    callTree: callTreeRequest,
    sandwich: sandwichRequest,
    durations: durationsRequest,
    timeline: v.strictObject({
      run: runId,
      range: timeRange,
      widthPx: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_384)),
      threads: v.optional(v.array(index)),
      minLane: v.optional(index),
      maxLane: index,
    }),
    span: v.strictObject({ run: runId, id: spanId }),
    spans: v.strictObject({
      run: runId,
      function: index,
      order: v.picklist(['start', 'slowest', 'self', 'errors']),
      offset: index,
      limit: v.pipe(index, v.maxValue(1000)),
    }),
    trace: traceRequest,
    search: searchRequest,
    searchStep: searchStepRequest,
    searchCompletions: searchCompletionRequest,
    statistics: statisticsRequest,
    difference: differenceRequest,
    sql: sqlRequest,
    sqlSchema: ofRun,
    heatMap: heatMapRequest,
    levels: ofRun,
    lines: linesRequest,
    steps: stepsRequest,
    variablesAt: variablesAtRequest,
    findWrite: findWriteRequest,
    logs: logsRequest,
    operations: operationsRequest,
    metrics: ofRun,
    findStep: findStepRequest,
    verify: ofRun,
    repair: ofRun,
    neighbours: v.strictObject({ run: runId, function: index, ...callScope }),
  },
  events: {},
});
