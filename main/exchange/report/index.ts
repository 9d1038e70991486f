import type { Recordings, RunId } from '#contract';
import { csvReport } from './csv.ts';
import { type Limits, makeReport, type Report, SLOW_MS } from './report.ts';
import { summaryReport } from './summary.ts';
import { textReport } from './text.ts';

export { executionDetails } from './details.ts';
export type { Report } from './report.ts';

export const reportFormats = ['text', 'json', 'csv', 'summary'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportDeps {
  readonly recordings: Pick<Recordings, 'summary' | 'functions' | 'metrics'>;
  /** What the project has agreed; 100 ms for every function where it is left out. */
  readonly limits?: Limits;
  /** Callscape's own. */
  readonly version: string;
}

/** What a run did, function by function. */
export async function buildReport(
  { recordings, limits = () => SLOW_MS, version }: ReportDeps,
  run: RunId,
  signal?: AbortSignal,
): Promise<Report> {
  const summary = await recordings.summary({ run }, signal);
  const table = await recordings.functions({ run }, signal);
  const { series } = await recordings.metrics({ run }, signal);
  return makeReport({ summary, table, series, limits, version });
}

/** The report as text that ends with a line end. @param width columns of the terminal, for `text`; infinite where it is none */
export function writeReport(format: ReportFormat, report: Report, width = 100): string {
  switch (format) {
    case 'text':
      return textReport(report, width);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'csv':
      return csvReport(report);
    case 'summary':
      return summaryReport(report);
  }
}
