import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExerciseOutcome, FunctionIdentity } from '#contract';
import type { CodeFacts } from '../../source/code/facts.ts';
import { type CodeAnalysis, isTest } from '../../source/index.ts';
import { isKnown, parameterShapes } from './parameters.ts';
import type { Recipe, Shape, Target } from './protocol.ts';

export interface PlannedTarget extends Target {
  readonly function: FunctionIdentity;
  readonly typed: boolean;
}

export interface PlannedModule {
  /** Relative to the project. */
  readonly file: string;
  readonly targets: readonly PlannedTarget[];
}

export interface Plan {
  readonly modules: readonly PlannedModule[];
  readonly notTestable: readonly ExerciseOutcome[];
}

/** Arguments that a run recorded for a function. */
export type RecordedInputs = (of: FunctionIdentity) => readonly (readonly Recipe[])[];

/** The exported functions of a project that can be called from outside, and why others cannot. @param root absolute */
export function planExercise(root: string, { graph, code }: CodeAnalysis, recorded: RecordedInputs): Plan {
  const modules: PlannedModule[] = [];
  const notTestable: ExerciseOutcome[] = [];
  code.forEach((facts, module) => {
    const file = graph.paths[module] ?? '';
    if (facts === null || isTest(file)) return;
    const exported = exportedFunctions(file, facts);
    if (exported.length === 0) return;
    const reason = whyNot(file, facts);
    if (reason !== null) {
      for (const { function: fn } of exported) notTestable.push(refusal(fn, reason));
      return;
    }
    const shapes = shapesOf(join(root, file));
    const targets = exported.map(({ name, start, function: fn }): PlannedTarget => {
      const params = shapes.get(start) ?? [];
      return {
        exported: name,
        params,
        typed: params.length > 0 && params.every(isKnown),
        recorded: recorded(fn),
        function: fn,
      };
    });
    modules.push({ file, targets });
  });
  return { modules, notTestable };
}

function exportedFunctions(file: string, facts: CodeFacts) {
  const seen = new Set<number>();
  return facts.exports.flatMap(({ name, definition, typeOnly }) => {
    const of = facts.definitions[definition];
    const fact = facts.functions[of?.function ?? -1];
    if (typeOnly || fact === undefined || of?.kind !== 'function' || seen.has(definition)) return [];
    seen.add(definition);
    return [{ name, start: fact.start, function: { file, name: fact.name, line: fact.line } }];
  });
}

function whyNot(file: string, { format }: CodeFacts): string | null {
  if (format === 'python') return 'Python is not exercised';
  if (/\.[jt]sx$/.test(file)) return 'a file with JSX has to be built first';
  return null;
}

export const refusal = (fn: FunctionIdentity, reason: string): ExerciseOutcome => ({
  function: fn,
  result: 'not-testable',
  reason,
  error: '',
  input: null,
  source: null,
  calls: 0,
  refused: 0,
  typed: false,
});

function shapesOf(path: string): ReadonlyMap<number, readonly Shape[]> {
  try {
    return parameterShapes(path, readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch {
    return new Map();
  }
}
