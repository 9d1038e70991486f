import * as v from 'valibot';
import {
  type DurationNs,
  type IndexIntoFunctions,
  type IndexIntoThreads,
  index,
  type RunId,
  runId,
  type SpanId,
  spanId,
  type TimeNs,
  type TimeRange,
  timeRange,
} from './ids.ts';
import type { SpanRow } from './recordings.ts';

/** Spans that match a query of `docs/search.md`. Throws `refused` for one that cannot be read; its data is a `QueryProblem`. */
export interface SearchRequest {
  readonly run: RunId;
  readonly query: string;
  /** Spans that overlap it. */
  readonly range?: TimeRange | undefined;
  /** As they began; or the longest, or those with most self time, first. */
  readonly order: 'start' | 'duration' | 'self';
  readonly offset: number;
  readonly limit: number;
}

/** Where a query cannot be read. */
export interface QueryProblem {
  /** UTF-16 units from its beginning. */
  readonly at: number;
  readonly expected: readonly string[];
}

export interface SearchRow extends SpanRow {
  readonly thread: IndexIntoThreads;
  readonly selfNs: DurationNs;
}

export interface SearchPage {
  readonly revision: number;
  /** All matches, exactly. */
  readonly total: number;
  /** Rank of the first row. */
  readonly offset: number;
  readonly rows: readonly SearchRow[];
}

/** The match before or after a place, in the order of their starts. */
export interface SearchStepRequest {
  readonly run: RunId;
  readonly query: string;
  readonly range?: TimeRange | undefined;
  /** A span, which need not match, or a time. */
  readonly from: SpanId | TimeNs;
  readonly direction: 'next' | 'previous';
}

export interface SearchStep {
  readonly revision: number;
  readonly total: number;
  /** Rank of the match from 0; -1: there is none in this direction. */
  readonly rank: number;
  readonly match: SearchRow | null;
}

export interface SearchCompletionRequest {
  readonly run: RunId;
  readonly query: string;
  /** UTF-16 units from its beginning. */
  readonly cursor: number;
}

export interface SearchCompletions {
  /** What of the query a chosen text replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly {
    readonly text: string;
    readonly kind: 'field' | 'value' | 'operator';
    /** What it means, or where the value comes from. */
    readonly detail: string;
  }[];
  /** `null`: the query can be read as it stands. */
  readonly problem: (QueryProblem & { readonly message: string }) | null;
}

/** How many spans began when, and how long they took. */
export interface HeatMapRequest {
  readonly run: RunId;
  readonly range: TimeRange;
  /** Columns of equal width over the range. */
  readonly columns: number;
  readonly function?: IndexIntoFunctions | undefined;
  readonly thread?: IndexIntoThreads | undefined;
}

export interface HeatMap {
  readonly revision: number;
  readonly range: TimeRange;
  readonly columns: number;
  /**
   * Bounds of the rows in ns, ascending: row r has the durations from `boundsNs[r]` to below `boundsNs[r + 1]`. Sixteen rows to
   * a factor of four where the spans can be read one by one, one row where there are too many.
   */
  readonly boundsNs: Float64Array;
  /** Cells with spans in them: `row * columns + column`, ascending. */
  readonly cell: Int32Array;
  readonly count: Float64Array;
  readonly errors: Float64Array;
}

const text = v.pipe(v.string(), v.maxLength(4000));

export const searchRequest = v.strictObject({
  run: runId,
  query: text,
  range: v.optional(timeRange),
  order: v.picklist(['start', 'duration', 'self']),
  offset: index,
  limit: v.pipe(index, v.maxValue(1000)),
});
export const searchStepRequest = v.strictObject({
  run: runId,
  query: text,
  range: v.optional(timeRange),
  from: v.union([spanId, v.number()]),
  direction: v.picklist(['next', 'previous']),
});
export const searchCompletionRequest = v.strictObject({ run: runId, query: text, cursor: index });
export const heatMapRequest = v.strictObject({
  run: runId,
  range: timeRange,
  columns: v.pipe(index, v.minValue(1), v.maxValue(4096)),
  function: v.optional(index),
  thread: v.optional(index),
});
