import type { AnalysisPhase, AnalysisProgress, AnalysisSummary, Finding } from '#contract';
import type { CodeAnalysis } from '../source/index.ts';
import type { RunFacts } from './run-facts/types.ts';

export type Say = (progress: AnalysisProgress) => void;

const counts = new Intl.NumberFormat('en');

/** Tells how far an analysis is, in its six phases. */
export function createPhases(say: Say) {
  const begin = (phase: AnalysisPhase): void => say({ phase, result: null });
  const end = (phase: AnalysisPhase, result: string): void => say({ phase, result });
  /** The run and the source are read at the same time, and told of one after the other. */
  let traced: Promise<unknown> = Promise.resolve();
  return {
    async tracing(work: Promise<RunFacts>): Promise<RunFacts> {
      begin('tracing');
      const told = Promise.withResolvers<void>();
      traced = told.promise;
      try {
        const facts = await work;
        const called = counts.format(facts.table.calls.filter((n) => n > 0).length);
        end('tracing', `${called} functions were called`);
        return facts;
      } finally {
        told.resolve();
      }
    },
    async callGraph(work: Promise<CodeAnalysis>): Promise<CodeAnalysis> {
      begin('call-graph');
      const code = await work;
      const found = `${counts.format(code.calls.from.length)} calls between ${counts.format(code.calls.functions)} functions in the source`;
      void traced.then(() => end('call-graph', found));
      return code;
    },
    results(summary: AnalysisSummary, findings: readonly Finding[]): void {
      end('dead-code', `${counts.format(summary.deadCodeFunctions)} dead functions and classes`);
      if (summary.brokenFunctions !== null)
        end('broken', `${counts.format(summary.brokenFunctions)} broken functions`);
      end(
        'connectivity',
        `${(100 * summary.connectivityRatio).toFixed(1)}%, ${counts.format(summary.disconnectedModules)} disconnected modules`,
      );
      if (summary.slowFunctions === null) return;
      const { avgResponseMs: avg, p95ResponseMs: p95 } = summary;
      const response = avg === null ? 'no calls from outside' : `average response ${avg} ms, P95 ${p95} ms`;
      const slow = findings.filter(({ rule }) => rule === 'slow-function').length;
      end('performance', `${response}, ${counts.format(slow)} slow functions`);
    },
  };
}
