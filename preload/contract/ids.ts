import * as v from 'valibot';

/** Nanoseconds since the recording's origin (the start of its earliest thread). */
export type TimeNs = number;
/** Nanoseconds; -1 where a span has no end yet. */
export type DurationNs = number;
/** Dense index of a function in one recording. Stable identity across runs is (file, name, line): see `FunctionIdentity`. */
export type IndexIntoFunctions = number;
/** Dense index of a thread in one recording. */
export type IndexIntoThreads = number;

/** Absolute path of the opened folder. */
export type ProjectDir = string;
/** `r` and 12 base-32 characters, made when the run is launched; the recording's file carries the same name. */
export type RunId = string;
/** 16 hexadecimal digits: 4 of the thread index, 12 of the span's ordinal in its thread. */
export type SpanId = string;
/** 32 hexadecimal digits, W3C trace id. */
export type TraceId = string;

/** A function as it is recognised in another run. `file` is relative to the project, with forward slashes. */
export interface FunctionIdentity {
  readonly file: string;
  readonly name: string;
  readonly line: number;
}

export const projectDir = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
export const runId = v.pipe(v.string(), v.regex(/^\w[\w.-]{0,63}$/));
export const spanId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));
export const index = v.pipe(v.number(), v.integer(), v.minValue(0));
export const functionIdentity = v.strictObject({
  file: v.pipe(v.string(), v.maxLength(4096)),
  name: v.pipe(v.string(), v.maxLength(4096)),
  line: index,
});
export const level = v.picklist([0, 1, 2, 3, 4, 5]);
export const empty = v.strictObject({});

/** Both ends in ns since the origin, end exclusive. */
export interface TimeRange {
  readonly startNs: TimeNs;
  readonly endNs: TimeNs;
}
export const timeRange = v.strictObject({ startNs: v.number(), endNs: v.number() });

/** Makes and takes apart span ids. `thread` below 65,536, `ordinal` below 2^48. */
export function formatSpanId(thread: IndexIntoThreads, ordinal: number): SpanId {
  return thread.toString(16).padStart(4, '0') + ordinal.toString(16).padStart(12, '0');
}
export function parseSpanId(id: SpanId): { thread: IndexIntoThreads; ordinal: number } {
  return { thread: Number.parseInt(id.slice(0, 4), 16), ordinal: Number.parseInt(id.slice(4), 16) };
}
