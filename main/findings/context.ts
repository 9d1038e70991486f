import picomatch from 'picomatch';
import type { ExerciseOutcome } from '#contract';
import { type CodeAnalysis, isTest } from '../source/index.ts';
import type { Config } from './config.ts';
import type { KnownFunction, RuleContext } from './rule.ts';
import type { RunFacts, RunSums } from './run-facts/types.ts';

/** What a function took in one run. */
export interface Taken {
  readonly calls: number;
  readonly selfNs: number;
}

/** Another run: what each function took in it, by `identityKey`. */
export interface OtherRun {
  readonly taken: ReadonlyMap<string, Taken>;
  /** It ended before the run that is analysed, or there is none. */
  readonly isEarlier: boolean;
}

export const identityKey = (file: string, name: string, line: number): string => `${file}\n${name}\n${line}`;

const aside =
  /(?:^|\/)(?:examples?|fixtures?|__fixtures__|__mocks__|docs?|demos?|templates?|bench(?:es|marks?)?|website|playground)\/|\.(?:config|conf|setup|stories)\.[mc]?[jt]sx?$/;

/** Joins what the source says with what a run did. */
export function createContext(
  code: CodeAnalysis,
  config: Config,
  run: RunFacts | RunSums | null,
  otherRuns: readonly OtherRun[],
  exercised: readonly ExerciseOutcome[] = [],
): RuleContext {
  const rowOf = new Map<string, number>();
  if (run !== null) {
    const { length, files, file, name, line } = run.table;
    for (let f = 0; f < length; f++)
      rowOf.set(identityKey(files[file[f] ?? 0] ?? '', name[f] ?? '', line[f] ?? 0), f);
  }
  const functions: KnownFunction[] = [];
  const ofRow = new Map<number, KnownFunction>();
  const first: number[] = [];
  code.code.forEach((facts, module) => {
    first.push(functions.length);
    const file = code.graph.paths[module] ?? '';
    for (const fact of facts?.functions ?? []) {
      const inRun = rowOf.get(identityKey(file, fact.name, fact.line)) ?? -1;
      const known = { module, file, fact, inRun };
      functions.push(known);
      if (inRun !== -1 && !ofRow.has(inRun)) ofRow.set(inRun, known);
    }
  });
  const functionsOf = (module: number): KnownFunction[] =>
    functions.slice(first[module] ?? 0, first[module + 1] ?? functions.length);
  const callsInAnyRun = (file: string, name: string, line: number): number | null => {
    const key = identityKey(file, name, line);
    const row = rowOf.get(key);
    const counts = otherRuns.flatMap(({ taken }) => taken.get(key)?.calls ?? []);
    if (row !== undefined) counts.push(run?.table.calls[row] ?? 0);
    return counts.length === 0 ? null : counts.reduce((sum, n) => sum + n, 0);
  };
  const isIgnored = config.ignore.length === 0 ? () => false : picomatch([...config.ignore]);
  const known = new Map<string, boolean>();
  return {
    code,
    config,
    run,
    calls: run !== null && 'waitingNs' in run ? run : null,
    exercised,
    functions,
    runsLooked: otherRuns.length + (run === null ? 0 : 1),
    ofTable: (index) => ofRow.get(index) ?? null,
    importLine: (from, to) => code.importLines.get(`${from} ${to}`) ?? 1,
    callsInAnyRun,
    ranInside: (module, { line, endLine }) =>
      functionsOf(module).some(
        ({ file, fact }) =>
          fact.line >= line &&
          fact.endLine <= endLine &&
          (callsInAnyRun(file, fact.name, fact.line) ?? 0) > 0,
      ),
    wasLoaded: (module) =>
      functionsOf(module).some(({ file, fact }) => callsInAnyRun(file, fact.name, fact.line) !== null),
    trend(file, name, line) {
      const key = identityKey(file, name, line);
      return otherRuns.flatMap(({ taken, isEarlier }) => {
        const { calls = 0, selfNs = 0 } = taken.get(key) ?? {};
        return isEarlier && calls > 0 ? [{ calls, ownNs: selfNs / calls }] : [];
      });
    },
    around(module, definition) {
      const facts = code.code[module];
      for (let at = definition; at > 0; at = facts?.definitions[at]?.parent ?? 0) {
        const own = facts?.definitions[at]?.function ?? -1;
        if (own !== -1) return functions[(first[module] ?? 0) + own] ?? null;
      }
      return null;
    },
    isAside(file) {
      const answer = known.get(file) ?? (isTest(file) || aside.test(file) || isIgnored(file));
      known.set(file, answer);
      return answer;
    },
  };
}
