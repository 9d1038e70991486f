import * as v from 'valibot';
import type { ExerciseProgress, ExerciseReport } from './exercise.ts';
import {
  type FunctionIdentity,
  functionIdentity,
  type ProjectDir,
  projectDir,
  type RunId,
  runId,
  type SpanId,
} from './ids.ts';
import { defineService } from './service.ts';

export type FindingSeverity = 'low' | 'medium' | 'high' | 'critical';
/** `high`: nothing speaks against it. `low`: something does; the evidence says what. */
export type FindingConfidence = 'low' | 'medium' | 'high';
export type FindingCategory = 'broken' | 'structure' | 'dead' | 'slow' | 'leak' | 'care';

/** A part of a file of the project; lines from 1, offsets in UTF-16 units, end exclusive. */
export interface CodeRange {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  /** -1 for both where only the line is known. */
  readonly start: number;
  readonly end: number;
}

/** One thing that speaks for a finding, as a sentence, with where to see it. */
export interface Evidence {
  readonly text: string;
  readonly range?: CodeRange;
  /** A call of the run that shows it. */
  readonly span?: SpanId;
}

export interface Finding {
  /** The same in every analysis as long as rule, file, function and subject are: for suppressions, links and comparisons. */
  readonly id: string;
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly confidence: FindingConfidence;
  readonly range: CodeRange;
  /** `null` for what concerns a file, or a line outside of functions. */
  readonly function: FunctionIdentity | null;
  /** One sentence that says what is wrong. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** The run that shows it; `null` when the source alone does. */
  readonly run: RunId | null;
}

export interface FindingRule {
  readonly id: string;
  readonly title: string;
  readonly category: FindingCategory;
  /** As found without further signs; a finding may differ. */
  readonly severity: FindingSeverity;
  /** What it means, what is taken as evidence, how to mend it: sentences. */
  readonly meaning: string;
  readonly evidence: string;
  readonly mend: string;
  /** Path of its page in the repository. */
  readonly page: string;
}

/** The figures of an analysis; those of a run are `null` without one. */
export interface AnalysisSummary {
  readonly tracedFunctions: number | null;
  readonly callGraphEdges: number;
  readonly callGraphNodes: number;
  readonly deadCodeFunctions: number;
  readonly brokenFunctions: number | null;
  readonly disconnectedModules: number;
  /** 0-1. */
  readonly connectivityRatio: number;
  /** Over all calls without a caller, which stand for requests and tasks; `null` without a run or without such a call. */
  readonly avgResponseMs: number | null;
  readonly p95ResponseMs: number | null;
  readonly slowFunctions: number | null;
}

export interface AnalysedModule {
  readonly file: string;
  readonly functions: number;
  /** Depth from what depends on nothing, from 0; modules of one cycle share it. */
  readonly layer: number;
  readonly fanIn: number;
  readonly fanOut: number;
  /** Why it runs without being imported; `null`: it is imported, or nothing loads it. */
  readonly entry: string | null;
  /** Whether an entry point that is no test leads to it. */
  readonly reachable: boolean;
  readonly findings: number;
}

export interface Analysis {
  readonly format: 'callscape-analysis';
  readonly version: 3;
  readonly run: RunId | null;
  readonly summary: AnalysisSummary;
  /** The gravest first, then the surest, then by file and line. */
  readonly findings: readonly Finding[];
  readonly modules: readonly AnalysedModule[];
  /** Files that load each other. */
  readonly cycles: readonly (readonly string[])[];
  /** What became of the exported functions when they were last called in the sandbox; `null`: they were not. */
  readonly exercise: ExerciseReport | null;
  /** Findings that the project's settings or comments in the source silence, by rule. */
  readonly suppressed: readonly { readonly rule: string; readonly count: number }[];
  /** What limits the analysis: files that could not be read, calls that are not in the recording. One sentence each. */
  readonly warnings: readonly string[];
}

export type AnalysisPhase =
  | 'tracing'
  | 'call-graph'
  | 'dead-code'
  | 'broken'
  | 'connectivity'
  | 'performance';

/** Where an analysis is. Those of a run come only with one; the source and the run are read side by side. */
export interface AnalysisProgress {
  readonly phase: AnalysisPhase;
  /** What it found, once it is done; `null` while it runs. */
  readonly result: string | null;
}

/** What is known of an analysis that goes on. Nothing of it is taken back. */
export interface AnalysisSoFar {
  readonly run: RunId | null;
  /** Figures that are not known yet are left out. */
  readonly summary: Partial<AnalysisSummary>;
  /** Those of rules that need no more than is known, in the order of `Analysis`. */
  readonly findings: readonly Finding[];
  /** What has not ended; never empty. */
  readonly pending: readonly AnalysisPhase[];
}

export interface Findings {
  /** Analyses the project, joined with a run if one is given. `refused` when `callscape.config.json` is wrong. */
  analyse(request: { dir: ProjectDir; run: RunId | null }, signal?: AbortSignal): Promise<Analysis>;
  rules(request: Record<string, never>): Promise<readonly FindingRule[]>;
  /**
   * Runs the project's code: loads its modules and calls their exported functions in a sandboxed child, with the arguments that the run
   * recorded and with generated ones. `consent` says that a person asked for it. Analyses take the outcomes in until a
   * file changes. Takes about a second for each module; `cancelled` leaves nothing behind.
   * `only`: each of these functions has an outcome, and those of others stay; `null`: all functions.
   */
  exercise(
    request: {
      dir: ProjectDir;
      run: RunId | null;
      only: readonly FunctionIdentity[] | null;
      consent: true;
    },
    signal?: AbortSignal,
  ): Promise<ExerciseReport>;
  onExercise(
    filter: { dir: ProjectDir },
    listener: (progress: ExerciseProgress) => void,
  ): { dispose(): void };
  onProgress(
    filter: { dir: ProjectDir },
    listener: (progress: AnalysisProgress) => void,
  ): { dispose(): void };
  /** Parts of analyses that go on; of a short one there may be none. */
  onSoFar(
    filter: { dir: ProjectDir; run: RunId | null },
    listener: (part: AnalysisSoFar) => void,
  ): { dispose(): void };
}

export const findings = defineService<Findings>({
  name: 'findings',
  methods: {
    analyse: v.strictObject({ dir: projectDir, run: v.nullable(runId) }),
    rules: v.strictObject({}),
    exercise: v.strictObject({
      dir: projectDir,
      run: v.nullable(runId),
      only: v.nullable(v.pipe(v.array(functionIdentity), v.maxLength(1000))),
      consent: v.literal(true),
    }),
  },
  events: {
    onProgress: v.strictObject({ dir: projectDir }),
    onSoFar: v.strictObject({ dir: projectDir, run: v.nullable(runId) }),
    onExercise: v.strictObject({ dir: projectDir }),
  },
});
