import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExerciseOutcome, FunctionIdentity } from '#contract';
import type { CodeFacts, DefinitionFact, FunctionFact } from '../../source/code/facts.ts';
import { type CodeAnalysis, isTest } from '../../source/index.ts';
import { type FileShapes, isKnown, parameterShapes } from './parameters.ts';
import type { Member, RecordedCall, Target } from './protocol.ts';

export interface PlannedTarget extends Target {
  readonly function: FunctionIdentity;
  readonly typed: boolean;
}

export interface PlannedModule {
  /** Relative to the project. */
  readonly file: string;
  readonly format: CodeFacts['format'];
  readonly targets: readonly PlannedTarget[];
  /** Modules that are loaded with it, itself included, relative to the project. */
  readonly loads: readonly string[];
}

export interface Plan {
  readonly modules: readonly PlannedModule[];
  readonly notTestable: readonly ExerciseOutcome[];
}

/** Calls that a run recorded of a function. */
export type RecordedCalls = (of: FunctionIdentity) => readonly RecordedCall[];

/**
 * The exported functions of a project that can be called from outside, and why others cannot.
 * @param root absolute @param only these functions, each of which is in the plan; `null`: all
 */
export function planExercise(
  root: string,
  { graph, code }: CodeAnalysis,
  recorded: RecordedCalls,
  only: readonly FunctionIdentity[] | null = null,
): Plan {
  const modules: PlannedModule[] = [];
  const notTestable: ExerciseOutcome[] = [];
  const below = loadedBelow(graph);
  code.forEach((facts, module) => {
    const file = graph.paths[module] ?? '';
    const wanted = only?.filter((fn) => fn.file === file);
    if (facts === null || isTest(file) || wanted?.length === 0) return;
    const planned = planModule(root, file, facts, recorded);
    const isWanted = (fn: FunctionIdentity): boolean => wanted?.some((one) => isSame(one, fn)) ?? true;
    notTestable.push(...planned.notTestable.filter(({ function: fn }) => isWanted(fn)));
    const targets = planned.targets.filter(({ function: fn }) => isWanted(fn));
    const loads = below(module).map((at) => graph.paths[at] ?? '');
    if (targets.length > 0) modules.push({ file, format: facts.format, targets, loads });
  });
  const found = [...modules.flatMap(({ targets }) => targets), ...notTestable];
  for (const fn of only ?? [])
    if (!found.some((one) => isSame(one.function, fn))) notTestable.push(refusal(fn, whyNot(graph, fn)));
  return { modules, notTestable };
}

export const isSame = (a: FunctionIdentity, b: FunctionIdentity): boolean =>
  a.file === b.file && a.name === b.name && a.line === b.line;

function whyNot({ paths }: CodeAnalysis['graph'], { file }: FunctionIdentity): string {
  if (!paths.includes(file)) return 'its file is not among the sources of the project';
  if (isTest(file)) return 'its file is a test';
  return 'its module does not export it, nor a class that has it as a method';
}

function planModule(root: string, file: string, facts: CodeFacts, recorded: RecordedCalls) {
  const targets: PlannedTarget[] = [];
  const notTestable: ExerciseOutcome[] = [];
  const shapes = shapesOf(join(root, file), facts.format);
  const seen = new Set<number>();
  for (const { name, definition, typeOnly } of facts.exports) {
    const of = facts.definitions[definition];
    if (of === undefined || typeOnly || seen.has(definition)) continue;
    // Python exports all that it defines; a leading underscore says that it is nobody else's.
    if (facts.format === 'python' && (of.name.startsWith('_') || of.parent > 0)) continue;
    seen.add(definition);
    const fact = facts.functions[of.function];
    if (of.kind === 'function' && fact !== undefined) addTarget(name, null, fact);
    else if (of.kind === 'class') addClass(name, of);
  }
  return { targets, notTestable };

  function addTarget(exported: string, member: Member | null, fact: FunctionFact): void {
    const fn = { file, name: fact.name, line: fact.line };
    const params = shapes.params.get(fact.start) ?? [];
    const all = [...params, ...(member?.kind === 'method' ? (member.params ?? []) : [])];
    targets.push({
      exported,
      member,
      params,
      typed: all.length > 0 && all.every(isKnown),
      recorded: recorded(fn),
      function: fn,
    });
  }

  function addClass(exported: string, of: DefinitionFact): void {
    if (facts.format === 'python') {
      addPythonMethods(exported, of);
      return;
    }
    const found =
      shapes.classes.get(of.start) ?? [...shapes.classes.values()].find(({ name }) => name === of.name);
    if (found === undefined) return;
    const { isAbstract, ownConstructor, methods, params } = found;
    const factOf = (start: number) => facts.functions.find((fact) => fact.start === start);
    const maker = factOf(ownConstructor);
    const made = maker === undefined ? [] : recorded({ file, name: maker.name, line: maker.line });
    if (maker !== undefined && !isAbstract) addTarget(exported, { kind: 'constructor' }, maker);
    for (const { name, start, isStatic } of methods) {
      const fact = factOf(start);
      if (fact === undefined) continue;
      const fn = { file, name: fact.name, line: fact.line };
      if (isStatic) addTarget(exported, { kind: 'static', name }, fact);
      else if (isAbstract) notTestable.push(refusal(fn, 'its class is abstract'));
      else if (params !== null || made.length > 0 || recorded(fn).some(({ on }) => on !== null))
        addTarget(exported, { kind: 'method', name, params, recorded: made }, fact);
      else notTestable.push(refusal(fn, 'what its class takes is said by another one'));
    }
  }

  /** What kind of method it is, and how instances are made, the child sees from the class itself. */
  function addPythonMethods(exported: string, of: DefinitionFact): void {
    const at = facts.definitions.indexOf(of);
    for (const member of facts.definitions) {
      const name = member.name.slice(of.name.length + 1);
      if (member.parent !== at || member.kind !== 'method' || (name.startsWith('_') && name !== '__init__'))
        continue;
      const kind: Member = name === '__init__' ? { kind: 'constructor' } : pythonMethod(name, of);
      const fact = facts.functions[member.function];
      if (fact !== undefined) addTarget(exported, kind, fact);
    }
  }

  function pythonMethod(name: string, of: DefinitionFact): Member {
    const maker = facts.functions.find((fact) => fact.name === `${of.name}.__init__`);
    const made = maker === undefined ? [] : recorded({ file, name: maker.name, line: maker.line });
    return { kind: 'method', name, params: [], recorded: made };
  }
}

export const refusal = (fn: FunctionIdentity, reason: string): ExerciseOutcome => ({
  function: fn,
  result: 'not-testable',
  reason,
  error: '',
  input: null,
  source: null,
  reproduction: null,
  calls: 0,
  refused: 0,
  typed: false,
});

/** By module, what is loaded with it. */
function loadedBelow({ paths, from, to }: CodeAnalysis['graph']): (module: number) => number[] {
  const next: number[][] = paths.map(() => []);
  for (const [e, module] of from.entries()) next[module]?.push(to[e] ?? 0);
  return (module) => {
    const seen = new Set([module]);
    for (const at of seen) for (const target of next[at] ?? []) seen.add(target);
    return [...seen];
  };
}

const none: FileShapes = { params: new Map(), classes: new Map() };

/** Python's parameters are looked at by Python itself. */
function shapesOf(path: string, format: CodeFacts['format']): FileShapes {
  if (format === 'python') return none;
  try {
    return parameterShapes(path, readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch {
    return none;
  }
}
