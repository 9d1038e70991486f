import * as v from 'valibot';
import { type FunctionIdentity, type ProjectDir, projectDir, type RunId, runId } from './ids.ts';
import type { MemoryMeasure } from './memory.ts';
import { defineService } from './service.ts';
import { sqlRequest } from './sql.ts';

/** The numbers of one function in a baseline, in ms. Percentiles, min and max are `null` when no call finished. */
export interface FunctionFigures {
  readonly calls: number;
  readonly errors: number;
  readonly totalMs: number;
  readonly selfMs: number;
  readonly avgMs: number | null;
  readonly minMs: number | null;
  readonly maxMs: number | null;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Bytes as `MemoryColumns` has them; only in a run with a profile of memory, `null` where that is damaged. */
  readonly memorySelfBytes?: number | null | undefined;
  readonly memoryTotalBytes?: number | null | undefined;
}

/** The exported summary of a run; `docs/baseline.schema.json` is its schema. */
export interface Baseline {
  readonly format: 'callscape-baseline';
  readonly version: 1;
  readonly run: {
    readonly id: RunId;
    readonly name: string;
    readonly project: string;
    readonly command: string;
    readonly level: number;
    /** ISO 8601. */
    readonly startedAt: string;
    readonly durationMs: number;
    readonly exitCode: number | null;
    readonly signal: string | null;
    readonly runtimes: readonly string[];
    readonly callscape: string;
    /** What the bytes of its functions are; absent without a profile of memory. */
    readonly memory?: MemoryMeasure | undefined;
  };
  readonly functions: readonly ({
    readonly function: string;
    readonly file: string;
    readonly line: number;
  } & FunctionFigures)[];
  /** Caller and callee as indexes into `functions`; -1: called from outside. */
  readonly callGraph: readonly {
    readonly from: number;
    readonly to: number;
    readonly calls: number;
    readonly totalMs: number;
  }[];
  readonly modules: {
    readonly nodes: readonly { readonly file: string; readonly calls: number; readonly selfMs: number }[];
    /** Indexes into `nodes`. */
    readonly edges: readonly {
      readonly from: number;
      readonly to: number;
      readonly kinds: readonly string[];
      readonly calls: number;
    }[];
    readonly cycles: readonly (readonly string[])[];
    readonly connectivityRatio: number;
  };
  readonly loss: {
    readonly dropped: number;
    readonly sampled: number;
    readonly throttledFunctions: number;
    readonly truncatedValues: number;
    readonly redactedValues: number;
    readonly damagedFrames: number;
    readonly unfinished: number;
    readonly skippedFiles: number;
    readonly tracerCostMs: number;
    readonly maxClockErrorMs: number;
  };
}

export type Verdict = 'regressed' | 'errors' | 'added' | 'removed' | 'improved' | 'unchanged';

/** One function in both runs; `null` where it does not exist. */
export interface ComparedFunction {
  readonly identity: FunctionIdentity;
  readonly base: FunctionFigures | null;
  readonly next: FunctionFigures | null;
  readonly verdict: Verdict;
  /** How its average differed between runs of the base; `null` without repeated runs that called it. */
  readonly spread: RunSpread | null;
  /** Relative change of the average time in percent; `null` where there is no average on one side. */
  readonly avgChangePct: number | null;
  /** next - base, in ms. */
  readonly totalChangeMs: number;
}

/** The averages of a function over the base and its repeats. */
export interface RunSpread {
  readonly runs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** That a run without any change is as far off as the new one, 0-1. */
  readonly chance: number;
}

export interface ComparedSide {
  /** The run, or `null` for an imported baseline. */
  readonly run: RunId | null;
  readonly name: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly exitCode: number | null;
  readonly connectivityRatio: number;
  readonly calls: number;
  readonly errors: number;
}

export interface Comparison {
  readonly base: ComparedSide;
  readonly next: ComparedSide;
  /** Regressions first, then new errors, then the rest by size of the change. */
  readonly functions: readonly ComparedFunction[];
  readonly regressions: number;
  /** What the bytes of both sides are; `null` where one has none, or where they are not the same. */
  readonly memory: MemoryMeasure | null;
  /** Call edges present on one side only, by name. */
  readonly addedEdges: readonly {
    readonly from: FunctionIdentity | null;
    readonly to: FunctionIdentity;
    readonly calls: number;
  }[];
  readonly removedEdges: readonly {
    readonly from: FunctionIdentity | null;
    readonly to: FunctionIdentity;
    readonly calls: number;
  }[];
  readonly addedModules: readonly string[];
  readonly removedModules: readonly string[];
  /** What limits the comparison: another level, losses, throttling. One sentence each. */
  readonly warnings: readonly string[];
}

/** A run of the project, or a baseline file (absolute path). */
export type ComparisonSource =
  | { readonly kind: 'run'; readonly run: RunId }
  | { readonly kind: 'file'; readonly file: string };

export type ExportFormat = 'baseline' | 'spans' | 'speedscope';

export interface Exchange {
  /** Builds the baseline; nothing is written. */
  baseline(request: { dir: ProjectDir; run: RunId }, signal?: AbortSignal): Promise<Baseline>;
  /** Writes an export to an absolute path and returns its size in bytes; `refused` when it cannot be written. */
  exportTo(
    request: { dir: ProjectDir; run: RunId; format: ExportFormat; file: string },
    signal?: AbortSignal,
  ): Promise<{ readonly file: string; readonly bytes: number }>;
  /** Writes what a statement gives (`recordings.sql`), 100,000 rows at most, to an absolute path. */
  exportSql(
    request: { run: RunId; sql: string; format: 'csv' | 'json'; file: string },
    signal?: AbortSignal,
  ): Promise<{
    readonly file: string;
    readonly bytes: number;
    readonly rows: number;
    readonly truncated: boolean;
  }>;
  /** `damaged` when a file is no baseline, `refused` when it is newer than this version. */
  compare(
    request: {
      dir: ProjectDir;
      base: ComparisonSource;
      next: ComparisonSource;
      maxRegressionPct: number;
      /** Further runs of what the base ran: a change within their spread is no regression and no improvement. */
      repeats?: readonly RunId[] | undefined;
    },
    signal?: AbortSignal,
  ): Promise<Comparison>;
}

const source = v.variant('kind', [
  v.strictObject({ kind: v.literal('run'), run: runId }),
  v.strictObject({ kind: v.literal('file'), file: projectDir }),
]);

export const exchange = defineService<Exchange>({
  name: 'exchange',
  methods: {
    baseline: v.strictObject({ dir: projectDir, run: runId }),
    exportTo: v.strictObject({
      dir: projectDir,
      run: runId,
      format: v.picklist(['baseline', 'spans', 'speedscope']),
      file: projectDir,
    }),
    exportSql: v.strictObject({
      run: runId,
      sql: sqlRequest.entries.sql,
      format: v.picklist(['csv', 'json']),
      file: projectDir,
    }),
    compare: v.strictObject({
      dir: projectDir,
      base: source,
      next: source,
      maxRegressionPct: v.pipe(v.number(), v.minValue(0)),
      repeats: v.optional(v.pipe(v.array(runId), v.maxLength(20))),
    }),
  },
  events: {},
});
