import type {
  Analysis,
  AnalysisPhase,
  AnalysisSoFar,
  AnalysisSummary,
  ExerciseReport,
  FunctionTable,
  RunId,
} from '#contract';
import type { CodeAnalysis } from '../source/index.ts';
import type { Config } from './config.ts';
import { createContext, type OtherRun } from './context.ts';
import { judgeAll } from './judge.ts';
import { createPhases, type Say } from './phases.ts';
import { count, type RuleContext } from './rule.ts';
import { rules } from './rules/index.ts';
import type { RunFacts, RunSums } from './run-facts/types.ts';
import { strangeFunctions } from './strange-functions.ts';
import { analysedModules, ofCalls, summarise } from './summary.ts';

/** What an analysis is made of. All of it is under way already. */
export interface Parts {
  readonly run: RunId | null;
  readonly config: Config;
  readonly code: Promise<CodeAnalysis>;
  /** `null`: without a run. */
  readonly facts: Promise<RunFacts> | null;
  /** The functions of the run, from who may have told them others already. `null`: without a run. */
  readonly table: Promise<FunctionTable> | null;
  /** The part of `facts` that is known first; never settles where it is not known before the rest. */
  readonly sums: Promise<RunSums>;
  readonly others: Promise<readonly OtherRun[]>;
  /** Outcomes of the sandbox, as far as they are of this source. */
  exerciseOf(code: CodeAnalysis): Promise<ExerciseReport | null>;
}

export interface Heard {
  readonly say: Say;
  readonly sayPart: (part: AnalysisSoFar) => void;
}

const phasesOfCode: readonly AnalysisPhase[] = ['call-graph', 'dead-code', 'connectivity'];
/** They need both. */
const phasesOfBoth: readonly AnalysisPhase[] = ['broken', 'performance'];

/**
 * Judges a project as its parts come in: what is known is told at once, and stays as it is. Rules that ask of each call of a
 * run wait for it, all others only for the source.
 */
export async function analyse(parts: Parts, { say, sayPart }: Heard): Promise<Analysis> {
  const { run, config } = parts;
  const phases = createPhases(say);
  let hasCode = false;
  let hasFacts = parts.facts === null;
  const tell = (summary: Partial<AnalysisSummary>, findings: AnalysisSoFar['findings'] = []): void =>
    sayPart({
      run,
      summary,
      findings,
      pending: [
        ...(hasFacts ? [] : (['tracing'] as const)),
        ...(hasCode ? [] : phasesOfCode),
        ...(run === null ? [] : phasesOfBoth),
      ],
    });
  const facts = parts.facts === null ? null : phases.tracing(parts.facts);
  const code = phases.callGraph(parts.code);
  const sums = facts === null ? null : Promise.race([parts.sums, facts]);
  for (const part of [facts, code, sums, parts.others]) part?.catch(() => undefined);
  void parts.table?.then((table) => hasCode || hasFacts || tell(ofCalls(table, null))).catch(() => undefined);
  void facts
    ?.then((known) => {
      hasFacts = true;
      if (!hasCode) tell(ofCalls(known.table, known));
    })
    .catch(() => undefined);

  const analysed = await code;
  hasCode = true;
  const [exercise, others, known] = await Promise.all([parts.exerciseOf(analysed), parts.others, sums]);
  const contextOf = (of: RunFacts | RunSums | null): RuleContext =>
    createContext(analysed, config, of, others, exercise?.outcomes ?? []);
  if (!hasFacts) {
    const context = contextOf(known);
    const { findings } = judgeAll(rules, context);
    if (!hasFacts) {
      tell(withoutCalls(summarise(context, findings)), findings);
    }
  }
  const last = await facts;
  const context = contextOf(last);
  const judged = judgeAll(rules, context);
  const summary = summarise(context, judged.findings);
  phases.results(summary, judged.findings);
  const { graph, structure } = context.code;
  return {
    format: 'callscape-analysis',
    version: 3,
    run,
    summary,
    findings: judged.findings,
    modules: analysedModules(context, judged.findings),
    cycles: structure.cycles.map(({ members }) => members.map((member) => graph.paths[member] ?? '')),
    exercise,
    suppressed: judged.suppressed,
    warnings: [...judged.warnings, ...limitsOf(context)],
  };
}

/** The figures for which no call has to be looked at. */
function withoutCalls(summary: AnalysisSummary): Partial<AnalysisSummary> {
  const { brokenFunctions, slowFunctions, avgResponseMs, p95ResponseMs, ...known } = summary;
  return known;
}

/** What limits the analysis: one sentence each. */
function limitsOf(context: RuleContext): string[] {
  const { graph } = context.code;
  const { calls } = context;
  const limits = graph.unreadable.map(({ path, reason }) => `${path} could not be read whole: ${reason}.`);
  const changed = strangeFunctions(context).filter(({ hasChanged }) => hasChanged);
  if (changed.length > 0)
    limits.push(
      `${changed[0]?.file}${changed.length > 1 ? ` and ${count(changed.length - 1, 'more file')}` : ''} changed after the run: what it called stands on other lines now, and is not joined with the source.`,
    );
  if (calls === null) return limits;
  if (!calls.hasValues)
    limits.push(
      'The run has no values (level 1): repeated calls and inputs of errors are not known. Run at level 2 for them.',
    );
  if (calls.skipped > 0) limits.push(`The values of ${calls.skipped} calls of the run were not compared.`);
  return limits;
}
