import * as v from 'valibot';
import type { CapturedValue } from './captured-value.ts';
import {
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

/** A record that the program gave to its logger. */
export interface LogRow {
  readonly timeNs: TimeNs;
  readonly thread: IndexIntoThreads;
  /** The call that wrote it; `null`: none that is recorded. */
  readonly span: SpanId | null;
  /** As in OpenTelemetry: 1-4 trace, 5-8 debug, 9-12 info, 13-16 warn, 17-20 error, 21-24 fatal. */
  readonly severity: number;
  readonly logger: string;
  readonly message: string;
  /** What it carries besides; `null`: nothing. */
  readonly fields: CapturedValue | null;
}

export interface LogPage {
  readonly revision: number;
  /** Records that fit. */
  readonly total: number;
  /** In time order. */
  readonly rows: readonly LogRow[];
}

export interface LogsRequest {
  readonly run: RunId;
  readonly range?: TimeRange | undefined;
  /** Only those that this call itself wrote. */
  readonly span?: SpanId | undefined;
  readonly minSeverity?: number | undefined;
  /** In the message or the logger's name, in any case. */
  readonly text?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

export type OperationKind = 'database' | 'cache' | 'http' | 'network' | 'messaging' | 'file' | 'process';

/** What a call reached outside the process. */
export interface OperationDetail {
  readonly kind: OperationKind;
  /** The product by OpenTelemetry's conventions: `sqlite`, `postgresql`, `redis`. */
  readonly system: string;
  /** By OpenTelemetry's conventions: `db.query.text`, `url.full`, `http.response.status_code`. */
  readonly attributes: readonly { readonly name: string; readonly value: CapturedValue }[];
}

export interface OperationRow extends SpanRow, OperationDetail {
  /** `SELECT orders`, `GET api.example.com`: the same for calls of one sort. */
  readonly name: string;
}

export interface OperationPage {
  readonly revision: number;
  /** Operations that fit. */
  readonly total: number;
  readonly rows: readonly OperationRow[];
}

export interface OperationsRequest {
  readonly run: RunId;
  readonly range?: TimeRange | undefined;
  readonly kind?: OperationKind | undefined;
  readonly order: 'start' | 'slowest';
  readonly offset: number;
  readonly limit: number;
}

/** A figure of one process over time; FORMAT.md of the recording stream lists the names. */
export interface MetricSeries {
  readonly pid: number;
  readonly thread: IndexIntoThreads;
  readonly name: string;
  /** `bytes`, `ns`, `count`; empty for a name that is not known. */
  readonly unit: string;
  readonly timeNs: Float64Array;
  readonly value: Float64Array;
}

export interface Metrics {
  readonly revision: number;
  /** By process, then by name. */
  readonly series: readonly MetricSeries[];
}

const page = { offset: index, limit: v.pipe(index, v.maxValue(1000)) };

export const logsRequest = v.strictObject({
  run: runId,
  range: v.optional(timeRange),
  span: v.optional(spanId),
  minSeverity: v.optional(v.pipe(index, v.maxValue(24))),
  text: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  ...page,
});

export const operationsRequest = v.strictObject({
  run: runId,
  range: v.optional(timeRange),
  kind: v.optional(v.picklist(['database', 'cache', 'http', 'network', 'messaging', 'file', 'process'])),
  order: v.picklist(['start', 'slowest']),
  ...page,
});
