import type { AnalysedModule, AnalysisSummary, Finding, FunctionTable } from '#contract';
import { connectivityRatio } from '../source/connectivity.ts';
import type { RuleContext } from './rule.ts';
import type { RunFacts } from './run-facts/types.ts';

const functionsOf = (findings: readonly Finding[], rules: readonly string[]): number =>
  new Set(
    findings
      .filter(({ rule, confidence }) => rules.includes(rule) && confidence !== 'low')
      .map(({ range, function: fn }) => `${range.file} ${fn?.name ?? ''} ${fn?.line ?? range.line}`),
  ).size;

/** What is known of a run without the source. */
export const ofCalls = (table: FunctionTable, facts: RunFacts | null): Partial<AnalysisSummary> => ({
  tracedFunctions: table.calls.filter((n) => n > 0).length,
  ...(facts === null ? {} : responsesOf(facts)),
});

const inMs = (ns: number): number => Number((ns / 1e6).toFixed(3));

const responsesOf = ({ responses }: RunFacts): Pick<AnalysisSummary, 'avgResponseMs' | 'p95ResponseMs'> => ({
  avgResponseMs: responses === null ? null : inMs(responses.averageNs),
  p95ResponseMs: responses === null ? null : inMs(responses.p95Ns),
});

/** The figures of an analysis. Edges and nodes are those of the source and the run together. */
export function summarise(context: RuleContext, findings: readonly Finding[]): AnalysisSummary {
  const { run, calls: looked, code } = context;
  const { calls, graph } = code;
  const edges = new Set<string>();
  const nodes = new Set<string>();
  const add = (from: string, to: string): void => {
    edges.add(`${from} ${to}`);
    nodes.add(from);
    nodes.add(to);
  };
  for (let e = 0; e < calls.from.length; e++)
    if ((calls.from[e] ?? -1) !== -1) add(`s${calls.from[e]}`, `s${calls.to[e]}`);
  if (run !== null) {
    const sourceOf = new Map<number, number>();
    context.functions.forEach(({ inRun }, index) => {
      if (inRun !== -1) sourceOf.set(inRun, index);
    });
    const nameOf = (row: number): string => (sourceOf.has(row) ? `s${sourceOf.get(row)}` : `r${row}`);
    for (let e = 0; e < run.edges.length; e++) {
      const [from, to] = [run.edges.caller[e] ?? -1, run.edges.callee[e] ?? -1];
      if (from !== -1 && to !== -1) add(nameOf(from), nameOf(to));
    }
  }
  return {
    tracedFunctions: run === null ? null : run.table.calls.filter((n) => n > 0).length,
    callGraphEdges: edges.size,
    callGraphNodes: nodes.size,
    deadCodeFunctions: functionsOf(findings, ['dead-code']),
    brokenFunctions:
      run === null && context.exercised.length === 0 ? null : functionsOf(findings, ['broken-function']),
    disconnectedModules: functionsOf(findings, ['disconnected-module']),
    connectivityRatio: connectivityRatio(graph.paths.length, graph.from, graph.to),
    avgResponseMs: null,
    p95ResponseMs: null,
    ...(looked === null ? {} : responsesOf(looked)),
    slowFunctions: run === null ? null : functionsOf(findings, ['slow-function']),
  };
}

export function analysedModules({ code }: RuleContext, findings: readonly Finding[]): AnalysedModule[] {
  const { graph, structure, verdicts } = code;
  const counts = new Map<string, number>();
  for (const { range } of findings) counts.set(range.file, (counts.get(range.file) ?? 0) + 1);
  const unreachable = new Set(verdicts.unloaded.map(({ module }) => module));
  return graph.paths.map((file, module) => ({
    file,
    functions: graph.functions[module] ?? 0,
    layer: structure.layer[module] ?? 0,
    fanIn: structure.fanIn[module] ?? 0,
    fanOut: structure.fanOut[module] ?? 0,
    entry: verdicts.entries[module] ?? null,
    reachable: !unreachable.has(module),
    findings: counts.get(file) ?? 0,
  }));
}
