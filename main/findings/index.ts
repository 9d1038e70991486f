import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Analysis,
  AnalysisProgress,
  AnalysisSoFar,
  ExerciseOutcome,
  ExerciseProgress,
  ExerciseReport,
  FindingRule,
  Findings,
  FunctionTable,
  ProjectDir,
  RunId,
} from '#contract';
import { createKeyedEmitter } from '../keyed-emitter.ts';
import type { RecordingScan } from '../query/scan-types.ts';
import type { CodeAnalysis, SourceEngine } from '../source/index.ts';
import { analyse, type Parts } from './analyse.ts';
import { readConfig, slaOf } from './config.ts';
import type { OtherRun } from './context.ts';
import { exerciseProject, isSame } from './exercise/index.ts';
import { createKeptAnalyses, recordingState } from './kept-analyses.ts';
import { rules } from './rules/index.ts';
import { createRunReader, type RunReaderDeps } from './run-facts/run-reader.ts';
import type { RunSums } from './run-facts/types.ts';

export { type AnalysisFormat, analysisFormats, writeAnalysis } from './output/index.ts';
export { growingMemory, type MemoryGrowth } from './run-facts/memory.ts';

export interface FindingsDeps {
  readonly source: Pick<SourceEngine, 'analyseCode'>;
  /** Opens a recording for reading it whole; the caller disposes of it. */
  openScan(run: RunId): Promise<RecordingScan>;
  fileOf: RunReaderDeps['fileOf'];
  /** The functions of a run with their figures. */
  functionsOf(run: RunId, signal?: AbortSignal): Promise<FunctionTable>;
  /** Runs of the project that are done, the newest first. */
  doneRuns(dir: ProjectDir): Promise<readonly RunId[]>;
  /** Figures of the run's processes over time. */
  metricsOf: RunReaderDeps['metricsOf'];
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
export function createFindings(deps: FindingsDeps): Findings {
  const { source, openScan, fileOf, functionsOf, doneRuns, pythonOf, metricsOf } = deps;
  const reader = createRunReader({ fileOf, metricsOf });
  const listeners = createKeyedEmitter<AnalysisProgress>();
  const partListeners = createKeyedEmitter<AnalysisSoFar>();
  const exerciseListeners = createKeyedEmitter<ExerciseProgress>();
  const kept = createKeptAnalyses();
  /** The last of each project, with the source it was made of. */
  const exercised = new Map<ProjectDir, { readonly report: ExerciseReport; readonly source: string }>();

  /** The oldest first. A run that cannot be read any more is as good as none. */
  async function otherRuns(dir: ProjectDir, run: RunId | null): Promise<OtherRun[]> {
    const all = await doneRuns(dir);
    const own = run === null ? -1 : all.indexOf(run);
    const others = all.filter((id) => id !== run).slice(0, MAX_OTHER_RUNS);
    const found = await Promise.all(
      others.map(async (id): Promise<OtherRun | null> => {
        const taken = await reader.taken(id).catch(() => null);
        return taken === null ? null : { taken, isEarlier: all.indexOf(id) > own };
      }),
    );
    return found.filter((one) => one !== null).reverse();
  }

  async function analyseProject(dir: ProjectDir, run: RunId | null, signal?: AbortSignal): Promise<Analysis> {
    const config = await readConfig(dir, ruleIds);
    const key = partKey(dir, run);
    const code = source.analyseCode(dir, config.entry, signal);
    const others = otherRuns(dir, run);
    for (const part of [code, others]) part.catch(() => undefined);
    const recording = await recordingState(run, fileOf);
    const exerciseOf = async (of: CodeAnalysis): Promise<ExerciseReport | null> => {
      const last = exercised.get(dir);
      const isCurrent = last !== undefined && last.source === (await sourceStamp(dir, of));
      return isCurrent ? last.report : null;
    };
    if (recording !== null && kept.has(key)) {
      const [of, otherOnes] = await Promise.all([code, others]);
      const exercise = await exerciseOf(of);
      const last = kept.find(key, { code: of, config, others: otherOnes, exercise, recording });
      if (last !== null) return last;
    }
    const sums = Promise.withResolvers<RunSums>();
    const parts: Parts = {
      run,
      config,
      code,
      facts: run === null ? null : reader.facts(run, sums.resolve, signal),
      table: run === null ? null : functionsOf(run, signal),
      sums: sums.promise,
      others,
      exerciseOf,
    };
    const analysis = await analyse(parts, {
      say: (progress) => listeners.emit(dir, progress),
      sayPart: (part) => partListeners.emit(key, part),
    });
    if (recording !== null) {
      const { exercise } = analysis;
      kept.keep(key, { code: await code, config, others: await others, exercise, recording }, analysis);
    }
    return analysis;
  }

  return {
    analyse: ({ dir, run }, signal) => analyseProject(dir, run, signal),
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
    onSoFar: ({ dir, run }, listener) => partListeners.on(partKey(dir, run), listener),
  };
}

const partKey = (dir: ProjectDir, run: RunId | null): string => `${dir}\n${run}`;

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
