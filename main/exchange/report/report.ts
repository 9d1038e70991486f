import { type Baseline, type FunctionTable, type RecordingSummary, timeScales } from '#contract';
import { type FunctionRow, lossFacts, orderFunctions, runFacts } from '../run-facts.ts';

/** Averages from this on are slow, in ms. */
export const SLOW_MS = 100;

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** A function; `scale`: of a throttled one, by what its measured total and self time stand for all its calls. */
export type ReportRow = FunctionRow & { readonly scale?: number };

/** What `callscape report` says of a run; `docs/report.schema.json` is its schema. */
export interface Report {
  readonly format: 'callscape-report';
  readonly version: 1;
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
    readonly slowThresholdMs: number;
  };
  /** Functions whose average reaches the threshold, the slowest first; indexes into `functions`. */
  readonly slow: readonly { readonly index: number; readonly severity: Severity }[];
  /** By file, line and name; one without calls was loaded and never called. */
  readonly functions: readonly ReportRow[];
  readonly loss: Baseline['loss'];
}

export function makeReport(summary: RecordingSummary, table: FunctionTable, version: string): Report {
  const rows = rowsOf(summary, table);
  const executions = sum(rows, (row) => row.calls);
  const errors = sum(rows, (row) => row.errors);
  const timed = rows.filter((row) => row.avgMs !== null);
  const timedCalls = sum(timed, (row) => row.calls);
  const allMs = sum(timed, (row) => (row.avgMs ?? 0) * row.calls);
  return {
    format: 'callscape-report',
    version: 1,
    run: runFacts(summary, version),
    summary: {
      executions,
      errors,
      successRate: executions === 0 ? null : 1 - errors / executions,
      avgMs: timedCalls === 0 ? null : Number((allMs / timedCalls).toFixed(6)),
      calledFunctions: rows.filter((row) => row.calls > 0).length,
      functions: rows.length,
      slowThresholdMs: SLOW_MS,
    },
    slow: slowFunctions(rows),
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

function slowFunctions(rows: readonly FunctionRow[]): Report['slow'] {
  return rows
    .map((row, index) => ({ index, avgMs: row.avgMs ?? 0 }))
    .filter(({ avgMs }) => avgMs >= SLOW_MS)
    .sort((a, b) => b.avgMs - a.avgMs || a.index - b.index)
    .map(({ index, avgMs }) => ({ index, severity: severityOf(avgMs) }));
}

/** Critical above 3 times the threshold, high from 2, medium from 1.5, low from 1. */
function severityOf(avgMs: number): Severity {
  const ratio = avgMs / SLOW_MS;
  if (ratio > 3) return 'critical';
  if (ratio >= 2) return 'high';
  return ratio >= 1.5 ? 'medium' : 'low';
}

function sum(rows: readonly FunctionRow[], value: (row: FunctionRow) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}
