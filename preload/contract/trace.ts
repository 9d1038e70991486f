import * as v from 'valibot';
import { index, type RunId, runId, type SpanId, spanId, type TraceId } from './ids.ts';

/** The calls of one trace as a tree; every process that took part is in it. `not-found` for a span that is not there. */
export interface TraceRequest {
  readonly run: RunId;
  /** Any span of the trace. */
  readonly span: SpanId;
  /** Begins with the trace's first root, or with the span itself. */
  readonly from: 'root' | 'span';
  /** Levels to list below the first row: 0 gives that row alone. */
  readonly depth: number;
  /** Of the rows of the listing, which do not change while the revision stays. */
  readonly offset: number;
  readonly limit: number;
}

/**
 * Rows of a trace, depth first: a parent before its children, and those in the order of their starts. A row stands below the
 * call that made it, also where that one is in another process.
 */
export interface TraceTable {
  readonly revision: number;
  readonly traceId: TraceId;
  /** The first row of the listing. */
  readonly first: SpanId;
  /** Rows of the whole listing; `offset` of them stand before those here. */
  readonly total: number;
  readonly offset: number;
  /** Levels listed: fewer than asked for where more would be too many rows. */
  readonly depth: number;
  /** Calls within these levels that are not listed because they are too many. */
  readonly omitted: number;
  /** Extent of all rows of the listing, ns since the origin. */
  readonly startNs: number;
  readonly endNs: number;
  /** Rows here. */
  readonly length: number;
  /** With the ordinal it makes the span id (`formatSpanId`). */
  readonly thread: Int32Array;
  readonly ordinal: Float64Array;
  /** Row of the parent in the whole listing; -1 for its first row. */
  readonly parent: Int32Array;
  /** Levels below the first row. */
  readonly depthOf: Int32Array;
  /** Index into the function table. */
  readonly function: Int32Array;
  readonly startNsOf: Float64Array;
  /** -1: no end yet. */
  readonly durationNs: Float64Array;
  /** Duration (so far) without the union of the children in its own thread. */
  readonly selfNs: Float64Array;
  /** Bits: 1 error, 2 async (suspended at least once), 4 unfinished, 8 incomplete (its end was lost). */
  readonly flags: Uint8Array;
  /** Direct children, whether they are listed or not. */
  readonly children: Int32Array;
}

export const traceRequest = v.strictObject({
  run: runId,
  span: spanId,
  from: v.picklist(['root', 'span']),
  depth: v.pipe(index, v.maxValue(100_000)),
  offset: index,
  limit: v.pipe(index, v.maxValue(10_000)),
});
