import type { Analysis, FindingRule } from '#contract';
import { markdownAnalysis } from './markdown.ts';
import { sarifAnalysis } from './sarif.ts';
import { textAnalysis } from './text.ts';

export const analysisFormats = ['text', 'json', 'sarif', 'markdown'] as const;
export type AnalysisFormat = (typeof analysisFormats)[number];

export interface WriteOptions {
  readonly rules: readonly FindingRule[];
  /** Callscape's own. */
  readonly version: string;
  /** Findings of low confidence as well; `json` and `sarif` always have them. */
  readonly all: boolean;
}

/** The analysis as text that ends with a line end. */
export function writeAnalysis(format: AnalysisFormat, analysis: Analysis, options: WriteOptions): string {
  switch (format) {
    case 'text':
      return textAnalysis(analysis, options);
    case 'markdown':
      return markdownAnalysis(analysis, options);
    case 'json':
      return `${JSON.stringify(plain(analysis), null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarifAnalysis(analysis, options), null, 2)}\n`;
  }
}

/** As `docs/analysis.schema.json` has it: file, line and function of a finding stand beside its rule. */
function plain({ findings, ...analysis }: Analysis) {
  return {
    ...analysis,
    findings: findings.map(({ range, function: fn, ...finding }) => ({
      ...finding,
      file: range.file,
      line: range.line,
      endLine: range.endLine,
      start: range.start,
      end: range.end,
      function: fn?.name ?? null,
    })),
  };
}
