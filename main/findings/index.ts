import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Analysis,
  AnalysisProgress,
  ExerciseOutcome,
  ExerciseProgress,
  ExerciseReport,
  FindingRule,
  Findings,
  MetricSeries,
  ProjectDir,
  RunId,
} from '#contract';
import { createKeyedEmitter } from '../keyed-emitter.ts';
import type { RecordingScan } from '../query/scan-types.ts';
import type { CodeAnalysis, SourceEngine } from '../source/index.ts';
import { readConfig, slaOf } from './config.ts';
import { createContext, identityKey, type OtherRun, type Taken } from './context.ts';
import { exerciseProject, isSame } from './exercise/index.ts';
import { judgeAll } from './judge.ts';
import { createPhases, type Say } from './phases.ts';
import { rules } from './rules/index.ts';
import { collectRunFacts } from './run-facts/collect.ts';
import { analysedModules, summarise } from './summary.ts';

export { type AnalysisFormat, analysisFormats, writeAnalysis } from './output/index.ts';
export { growingMemory, type MemoryGrowth } from './run-facts/memory.ts';

export interface FindingsDeps {
  readonly source: Pick<SourceEngine, 'analyseCode'>;
  /** Opens a recording for reading it whole; the caller disposes of it. */
  openScan(run: RunId): Promise<RecordingScan>;
  /** Runs of the project that are done, the newest first. */
  doneRuns(dir: ProjectDir): Promise<readonly RunId[]>;
  /** Figures of the run's processes over time. */
  metricsOf(run: RunId): Promise<readonly MetricSeries[]>;
  /** Absolute path of the Python that the project is run with; `null`: there is none. */
  pythonOf(dir: ProjectDir): Promise<string | null>;
}

/** Other runs that are asked whether they called a function; more would take longer than they tell. */
const MAX_OTHER_RUNS = 10;

export const findingRules: readonly FindingRule[] = rules.map(({ find: _, ...rule }) => ({
  ...rule,
  page: `docs/rules/${rule.id}.md`,
}));

const ruleIds = new Set(rules.map(({ id }) => id));

/** What functions of a project may take on average, ms. `refused` when its `callscape.config.json` is wrong. */
export async function readLimits(dir: ProjectDir): Promise<(file: string, name: string) => number> {
  const config = await readConfig(dir, ruleIds);
  return (file, name) => slaOf(config, file, name) ?? config.performance_threshold_ms;
}

/** The findings service: the source, a run and all kept runs, judged by the rules. */
export function createFindings({ source, openScan, doneRuns, pythonOf, metricsOf }: FindingsDeps): Findings {
  const listeners = createKeyedEmitter<AnalysisProgress>();
  const exerciseListeners = createKeyedEmitter<ExerciseProgress>();
  /** The last of each project, with the source it was made of. */
  const exercised = new Map<ProjectDir, { readonly report: ExerciseReport; readonly source: string }>();

  async function takenIn(run: RunId): Promise<OtherRun['taken']> {
    const scan = await openScan(run);
    try {
      const { length, files, file, name, line, calls, selfNs } = scan.functions();
      const taken = new Map<string, Taken>();
      for (let f = 0; f < length; f++) {
        const key = identityKey(files[file[f] ?? 0] ?? '', name[f] ?? '', line[f] ?? 0);
        taken.set(key, { calls: calls[f] ?? 0, selfNs: selfNs[f] ?? 0 });
      }
      return taken;
    } finally {
      scan.dispose();
    }
  }

  async function factsOf(run: RunId, signal?: AbortSignal) {
    const scan = await openScan(run);
    try {
      return await collectRunFacts(run, scan, await metricsOf(run), signal);
    } finally {
      scan.dispose();
    }
  }

  /** The oldest first. A run that cannot be read any more is as good as none. */
  async function otherRuns(dir: ProjectDir, run: RunId | null): Promise<OtherRun[]> {
    const all = await doneRuns(dir);
    const own = run === null ? -1 : all.indexOf(run);
    const others = all.filter((id) => id !== run).slice(0, MAX_OTHER_RUNS);
    const found = await Promise.all(
      others.map(async (id): Promise<OtherRun | null> => {
        const taken = await takenIn(id).catch(() => null);
        return taken === null ? null : { taken, isEarlier: all.indexOf(id) > own };
      }),
    );
    return found.filter((one) => one !== null).reverse();
  }

  async function analyse(
    dir: ProjectDir,
    run: RunId | null,
    say: Say,
    signal?: AbortSignal,
  ): Promise<Analysis> {
    const config = await readConfig(dir, ruleIds);
    const phases = createPhases(say);
    const code = source.analyseCode(dir, config.entry, signal);
    // Both are under way; a failure of the first must not leave the other's unheard.
    code.catch(() => undefined);
    const facts = run === null ? null : await phases.tracing(factsOf(run, signal));
    const analysed = await phases.callGraph(code);
    const last = exercised.get(dir);
    const isCurrent = last !== undefined && last.source === (await sourceStamp(dir, analysed));
    const exercise = isCurrent ? last.report : null;
    const context = createContext(
      analysed,
      config,
      facts,
      await otherRuns(dir, run),
      exercise?.outcomes ?? [],
    );
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
      warnings: [
        ...judged.warnings,
        ...graph.unreadable.map(({ path, reason }) => `${path} could not be read whole: ${reason}.`),
        ...(facts !== null && !facts.hasValues
          ? [
              'The run has no values (level 1): repeated calls and inputs of errors are not known. Run at level 2 for them.',
            ]
          : []),
        ...(facts !== null && facts.skipped > 0
          ? [`${facts.skipped} calls of the run were not looked at one by one.`]
          : []),
      ],
    };
  }

  return {
    analyse: ({ dir, run }, signal) => analyse(dir, run, (progress) => listeners.emit(dir, progress), signal),
    rules: async () => findingRules,
    async exercise({ dir, run, only }, signal) {
      const { entry } = await readConfig(dir, ruleIds);
      const code = await source.analyseCode(dir, entry, signal);
      const scan = run === null ? null : await openScan(run);
      try {
        const recorded = run === null || scan === null ? null : { id: run, scan };
        const say = (progress: ExerciseProgress): void => exerciseListeners.emit(dir, progress);
        const stamp = await sourceStamp(dir, code);
        const hasPython = code.code.some((facts) => facts?.format === 'python');
        const python = hasPython ? await pythonOf(dir) : null;
        const report = await exerciseProject(dir, code, { recorded, python, only, say }, signal);
        const before = exercised.get(dir);
        const isSameSource = before?.source === stamp && before.report.run === run;
        const kept = only !== null && isSameSource ? before.report.outcomes : [];
        exercised.set(dir, { report: withOutcomes(report, kept), source: stamp });
        return report;
      } finally {
        scan?.dispose();
      }
    },
    onExercise: ({ dir }, listener) => exerciseListeners.on(dir, listener),
    onProgress: ({ dir }, listener) => listeners.on(dir, listener),
  };
}

/** A report with the outcomes of an earlier one for the functions that were not called again. */
function withOutcomes(report: ExerciseReport, before: ExerciseReport['outcomes']): ExerciseReport {
  const { outcomes } = report;
  const isNew = (fn: ExerciseOutcome['function']) => outcomes.some((one) => isSame(one.function, fn));
  return { ...report, outcomes: [...before.filter((one) => !isNew(one.function)), ...outcomes] };
}

/** Changes with every file: outcomes of the source before say nothing of it then. */
async function sourceStamp(dir: ProjectDir, { graph }: CodeAnalysis): Promise<string> {
  const stamps = graph.paths.map(async (path) => {
    const found = await stat(join(dir, path)).catch(() => null);
    return `${path} ${found?.mtimeMs} ${found?.ctimeMs} ${found?.size}`;
  });
  return (await Promise.all(stamps)).join('\n');
}
