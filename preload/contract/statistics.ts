import * as v from 'valibot';
import { type CallScope, type CallTreeTransform, callScope, callTreeTransform } from './call-graph.ts';
import { type RunId, runId, type TimeRange, timeRange } from './ids.ts';
import type { MemoryColumns } from './memory.ts';

export interface StatisticsRequest extends CallScope {
  readonly run: RunId;
  /** `folder`: of the project, or an installed package as a whole. */
  readonly by: 'function' | 'file' | 'folder';
}

/**
 * Figures of the functions, files or folders that were called in a scope, or allocated memory there. Times in ns; percentiles over ended calls, with a relative
 * error of at most 1%. A call that reaches out of a range counts with the time inside in total and self time, and with its whole
 * duration in the others.
 */
export interface StatisticsTable {
  readonly revision: number;
  readonly length: number;
  /** Index into the functions or the files of `FunctionTable`, or into `folders`; ascending. */
  readonly index: Int32Array;
  /** All folders with a file of the run, when they were asked for; else none. */
  readonly folders: readonly string[];
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  /** A call below another of the same function (or file, or folder) counts once. */
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  /** NaN where no call ended. */
  readonly avgNs: Float64Array;
  readonly minNs: Float64Array;
  readonly maxNs: Float64Array;
  readonly p50Ns: Float64Array;
  readonly p90Ns: Float64Array;
  readonly p95Ns: Float64Array;
  readonly p99Ns: Float64Array;
  /** Of whole threads alone: not of a range or a trace, and only where there is a profile. */
  readonly memory?: MemoryColumns | undefined;
}

/** Two runs side by side. Functions join by file and name; where several share both, by the order of their lines. */
export interface DifferenceRequest {
  /** The run that is looked at. */
  readonly run: RunId;
  /** The one it is compared with. */
  readonly base: RunId;
  readonly range?: TimeRange | undefined;
  readonly baseRange?: TimeRange | undefined;
  /** Leaves out rows narrower than this share of the whole in both runs. */
  readonly minShare: number;
  /** Their functions are indexes of `Difference.functions`, their files of its `files`. */
  readonly transforms?: readonly CallTreeTransform[] | undefined;
}

export interface Difference {
  readonly revision: number;
  readonly baseRevision: number;
  readonly functions: {
    readonly length: number;
    readonly name: readonly string[];
    readonly file: Int32Array;
    readonly files: readonly string[];
    /** In the run where it has the function, else in the base. */
    readonly line: Int32Array;
    /** Index in the base, and in the run; -1: it has no such function. */
    readonly base: Int32Array;
    readonly next: Int32Array;
    readonly baseCalls: Float64Array;
    readonly nextCalls: Float64Array;
    readonly baseErrors: Float64Array;
    readonly nextErrors: Float64Array;
    readonly baseTotalNs: Float64Array;
    readonly nextTotalNs: Float64Array;
    readonly baseSelfNs: Float64Array;
    readonly nextSelfNs: Float64Array;
    /** Over the ended calls of the whole runs; NaN where there is none. */
    readonly baseP50Ns: Float64Array;
    readonly nextP50Ns: Float64Array;
    readonly baseP95Ns: Float64Array;
    readonly nextP95Ns: Float64Array;
  };
  /** Both call trees laid over each other, as `CallTreeTable`; the widest in either run first. */
  readonly tree: {
    readonly length: number;
    /** Index into `functions`; -1 for row 0, -2 - file for calls merged over a file. */
    readonly function: Int32Array;
    readonly parent: Int32Array;
    readonly subtreeEnd: Int32Array;
    readonly depth: Int32Array;
    readonly baseCalls: Float64Array;
    readonly nextCalls: Float64Array;
    readonly baseTotalNs: Float64Array;
    readonly nextTotalNs: Float64Array;
    readonly baseSelfNs: Float64Array;
    readonly nextSelfNs: Float64Array;
    readonly omitted: number;
  };
}

export const statisticsRequest = v.strictObject({
  run: runId,
  by: v.picklist(['function', 'file', 'folder']),
  ...callScope,
});
export const differenceRequest = v.strictObject({
  run: runId,
  base: runId,
  range: v.optional(timeRange),
  baseRange: v.optional(timeRange),
  minShare: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  transforms: v.optional(v.pipe(v.array(callTreeTransform), v.maxLength(100))),
});
