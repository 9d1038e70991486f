import {
  type Baseline,
  type FindingSeverity,
  type FunctionTable,
  type MetricSeries,
  type RecordingSummary,
  timeScales,
} from '#contract';
import { isUnsteady, severityOf } from '../../bottlenecks.ts';
import { type FunctionRow, lossFacts, orderFunctions, runFacts } from '../run-facts.ts';
import { type SystemFacts, systemFacts } from './system.ts';

/** Averages from this on are slow where the project says nothing else, in ms. */
export const SLOW_MS = 100;

/** What a function may take on average, ms. */
export type Limits = (file: string, name: string) => number;

/** A function that is slow on average, or at times. */
export interface Bottleneck {
  /** Index into `functions`. */
  readonly index: number;
  readonly severity: FindingSeverity;
}

/** A function; `scale`: of a throttled one, by what its measured total and self time stand for all its calls. */
export type ReportRow = FunctionRow & { readonly scale?: number };

/** What `callscape report` says of a run; `docs/report.schema.json` is its schema. */
export interface Report {
  readonly format: 'callscape-report';
  readonly version: 2;
  readonly run: Baseline['run'];
  readonly summary: {
    /** Calls of all functions. */
    readonly executions: number;
    readonly errors: number;
    /** Share of calls that did not throw, 0-1; `null` without a call. */
    readonly successRate: number | null;
    /** Average of all finished calls; `null` without one. */
    readonly avgMs: number | null;
    /** Functions that were called, and those that were loaded. */
    readonly calledFunctions: number;
    readonly functions: number;
    /** Of a function for which the project has agreed nothing else. */
    readonly slowThresholdMs: number;
  };
  /** Functions whose average reaches what they may take, the slowest first; `limitMs` is what was agreed for it. */
  readonly slow: readonly (Bottleneck & { readonly limitMs: number })[];
  /** Functions of which a few calls take far longer than the others, by the longest; `ratio`: 99th percentile to median. */
  readonly unsteady: readonly (Bottleneck & { readonly ratio: number })[];
  /** Memory over the run; `null` where it was not looked at. */
  readonly system: SystemFacts | null;
  /** By file, line and name; one without calls was loaded and never called. */
  readonly functions: readonly ReportRow[];
  readonly loss: Baseline['loss'];
}

export interface ReportParts {
  readonly summary: RecordingSummary;
  readonly table: FunctionTable;
  readonly series: readonly MetricSeries[];
  readonly limits: Limits;
  /** Callscape's own. */
  readonly version: string;
}

export function makeReport({ summary, table, series, limits, version }: ReportParts): Report {
  const rows = rowsOf(summary, table);
  const executions = sum(rows, (row) => row.calls);
  const errors = sum(rows, (row) => row.errors);
  const timed = rows.filter((row) => row.avgMs !== null);
  const timedCalls = sum(timed, (row) => row.calls);
  const allMs = sum(timed, (row) => (row.avgMs ?? 0) * row.calls);
  return {
    format: 'callscape-report',
    version: 2,
    run: runFacts(summary, table, version),
    summary: {
      executions,
      errors,
      successRate: executions === 0 ? null : 1 - errors / executions,
      avgMs: timedCalls === 0 ? null : Number((allMs / timedCalls).toFixed(6)),
      calledFunctions: rows.filter((row) => row.calls > 0).length,
      functions: rows.length,
      slowThresholdMs: limits('', ''),
    },
    slow: slowFunctions(rows, limits),
    unsteady: unsteadyFunctions(rows),
    system: systemFacts(series),
    functions: rows,
    loss: lossFacts(summary),
  };
}

function rowsOf(summary: RecordingSummary, table: FunctionTable): readonly ReportRow[] {
  const ordered = orderFunctions(table);
  const scales = timeScales(table, summary.progress.honesty.throttled);
  if (!scales) return ordered.rows;
  const rows: ReportRow[] = [...ordered.rows];
  for (const [f, scale] of scales.entries()) {
    const row = ordered.rowOf[f] as number;
    if (scale !== 1) rows[row] = { ...(rows[row] as ReportRow), scale: Number(scale.toFixed(3)) };
  }
  return rows;
}

function slowFunctions(rows: readonly FunctionRow[], limits: Limits): Report['slow'] {
  return rows
    .map((row, index) => ({ index, avgMs: row.avgMs ?? 0, limitMs: limits(row.file, row.function) }))
    .filter(({ avgMs, limitMs }) => avgMs > 0 && avgMs >= limitMs)
    .sort((a, b) => b.avgMs - a.avgMs || a.index - b.index)
    .map(({ index, avgMs, limitMs }) => ({ index, severity: severityOf(avgMs / limitMs), limitMs }));
}

function unsteadyFunctions(rows: readonly FunctionRow[]): Report['unsteady'] {
  return rows
    .map((row, index) => ({ index, calls: row.calls, p50: row.p50Ms ?? 0, p99: row.p99Ms ?? 0 }))
    .filter(({ calls, p50, p99 }) => isUnsteady(calls, p50, p99))
    .sort((a, b) => b.p99 - a.p99 || a.index - b.index)
    .map(({ index, p50, p99 }) => ({
      index,
      severity: 'medium',
      ratio: Number((p99 / Math.max(p50, 1e-6)).toFixed(1)),
    }));
}

function sum(rows: readonly FunctionRow[], value: (row: FunctionRow) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}
