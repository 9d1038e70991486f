import type {
  Evidence,
  ExerciseOutcome,
  FindingCategory,
  FindingConfidence,
  FindingSeverity,
} from '#contract';
import type { CodeFacts, FunctionFact, Place } from '../source/code/facts.ts';
import type { CodeAnalysis } from '../source/index.ts';
import type { Config } from './config.ts';
import type { RunFacts, RunSums } from './run-facts/types.ts';

/** A rule: what it means is data, what it finds is one function of what is known. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly category: FindingCategory;
  readonly severity: FindingSeverity;
  readonly meaning: string;
  readonly evidence: string;
  readonly mend: string;
  find(context: RuleContext): Iterable<Draft>;
}

/** A finding before it has an id, and before the project's settings had their say. */
export interface Draft {
  /** Relative to the project. */
  readonly file: string;
  /** Lines only: offsets of -1. */
  readonly place: Place;
  readonly function: { readonly name: string; readonly line: number } | null;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly confidence: FindingConfidence;
  /** Left out: the rule's. */
  readonly severity?: FindingSeverity;
  /** Tells findings of one rule in one function apart, whatever their lines are. */
  readonly subject?: string;
  /** The run shows it. */
  readonly inRun?: boolean;
}

/** A function of the source with what the run says of it. */
export interface KnownFunction {
  readonly module: number;
  readonly file: string;
  readonly fact: FunctionFact;
  /** Index into the run's function table; -1: not in the run, or there is none. */
  readonly inRun: number;
}

export interface RuleContext {
  readonly code: CodeAnalysis;
  readonly config: Config;
  readonly run: RunSums | null;
  /** The same run with what its calls show; `null` also while that is not known yet. */
  readonly calls: RunFacts | null;
  /** What became of exported functions in the sandbox; none where they were not called there. */
  readonly exercised: readonly ExerciseOutcome[];
  /** Calls of a function in all runs that are kept, by identity; `null` for one that none of them loaded. */
  callsInAnyRun(file: string, name: string, line: number): number | null;
  /** Own time of a call in the runs before this one in which the function was called, the oldest first. */
  trend(
    file: string,
    name: string,
    line: number,
  ): readonly { readonly calls: number; readonly ownNs: number }[];
  readonly runsLooked: number;
  /** Line of the first import of one module in another. */
  importLine(from: number, to: number): number;
  readonly functions: readonly KnownFunction[];
  /** The function of the source at an index of the run's table; `null` where the source does not know it. */
  ofTable(index: number): KnownFunction | null;
  /** Whether a run called a function within a place of a module: a method of a class, say. */
  ranInside(module: number, place: Place): boolean;
  /** Whether a run loaded the module, as its functions tell. */
  wasLoaded(module: number): boolean;
  /** The innermost function around a definition. */
  around(module: number, definition: number): KnownFunction | null;
  /** Tests, examples, fixtures, settings of tools: their faults are seldom anybody's concern. */
  isAside(file: string): boolean;
}

export const lineOnly = (line: number): Place => ({ line, endLine: line, start: -1, end: -1 });

/** Where a function stands, and who it is. */
export const placedAt = ({ file, fact }: KnownFunction) => ({
  file,
  place: fact as Place,
  function: { name: fact.name, line: fact.line },
});

/** Where an observation of a file stands. */
export function placedIn(context: RuleContext, module: number, definition: number, place: Place) {
  const around = context.around(module, definition);
  return {
    file: context.code.graph.paths[module] ?? '',
    place,
    function: around === null ? null : { name: around.fact.name, line: around.fact.line },
  };
}

/** Every observation of one kind, with its module. */
export function* observed(context: RuleContext, kind: CodeFacts['observations'][number]['kind']) {
  for (const [module, facts] of context.code.code.entries()) {
    const file = context.code.graph.paths[module] ?? '';
    if (facts === null || context.isAside(file)) continue;
    for (const observation of facts.observations) {
      if (observation.kind === kind) yield { module, file, facts, ...observation };
    }
  }
}

/** The rows of the run's table that belong to a function around a definition; -1 where the run did not load it. */
export const rowAround = (context: RuleContext, module: number, definition: number): number =>
  context.around(module, definition)?.inRun ?? -1;

const numbers = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const counts = new Intl.NumberFormat('en');

export const ms = (ns: number): string => `${numbers.format(ns / 1e6)} ms`;
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${counts.format(n)} ${n === 1 ? one : many}`;
