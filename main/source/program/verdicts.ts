import { posix } from 'node:path';
import type { CodeFacts, DefinitionFact } from '../code/facts.ts';
import { type Reached, reach } from './reach.ts';
import type { EntryReason, Program } from './types.ts';

export type Confidence = 'high' | 'medium' | 'low';

/** Something that no way leads to. */
export interface DeadDefinition {
  readonly module: number;
  /** Index into the module's definitions. */
  readonly definition: number;
  /** `unused`: nothing uses it. `tests`: only tests do. `module`: nothing loads its file. */
  readonly why: 'unused' | 'tests' | 'module';
  readonly exported: boolean;
  readonly confidence: Confidence;
  /** Sentences for a person. */
  readonly reasons: readonly string[];
}

export interface UnusedExport {
  readonly module: number;
  readonly name: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
}

export interface UnloadedModule {
  readonly module: number;
  /** Only tests load it. */
  readonly byTests: boolean;
  readonly confidence: Confidence;
  readonly reasons: readonly string[];
}

export interface Verdicts {
  readonly dead: readonly DeadDefinition[];
  readonly unusedExports: readonly UnusedExport[];
  readonly unloaded: readonly UnloadedModule[];
  /** By module: why it runs without being imported; the first reason. */
  readonly entries: readonly (string | null)[];
}

export interface VerdictOptions {
  /** By module: others may install its package, and call methods of whatever its exports give them. */
  readonly isLibrary: (module: number) => boolean;
  /** There are pages, whose scripts share what they define at their top level. */
  readonly hasPages: boolean;
}

/** Says what is dead, how surely, and why. */
export function judge(program: Program, entries: readonly EntryReason[], options: VerdictOptions): Verdicts {
  const { code, paths } = program;
  const inUse = reach(
    program,
    entries.filter(({ kind }) => kind !== 'test'),
  );
  const inTests = reach(program, entries);
  const { index } = inUse;
  const texts = wordsOf(program, inTests.loaded);
  const entryOf = paths.map((): string | null => null);
  const isTest = new Uint8Array(paths.length);
  for (const { module, reason, kind } of entries) {
    entryOf[module] ??= reason;
    if (kind === 'test') isTest[module] = 1;
  }
  const isForTests = (name: string): boolean => hasNoTests && forTests.test(name);
  const hasNoTests = !entries.some(({ kind }) => kind === 'test');
  const dead: DeadDefinition[] = [];
  const unusedExports: UnusedExport[] = [];
  /** Of each of them, in its module. */
  const exportIndex: number[] = [];
  const unloaded: UnloadedModule[] = [];

  code.forEach((facts, module) => {
    if (facts === null || isTest[module] === 1) return;
    const isLoaded = inUse.loaded[module] === 1;
    const file = isLoaded ? null : judgeModule(module, facts);
    if (file !== null) unloaded.push(file);
    const exported = new Set(facts.exports.map(({ definition }) => definition));
    facts.definitions.forEach((fact, definition) => {
      if (fact.kind === 'module' || fact.kind === 'variable') return;
      if (inUse.alive[index.of(module, definition)] === 1 || hasDeadParent(module, facts, fact)) return;
      const byTests = inTests.alive[index.of(module, definition)] === 1;
      // What is never in use without its file is judged with the file.
      const why = byTests ? 'tests' : isLoaded ? 'unused' : 'module';
      const doubts = [...doubtsOf(fact, facts, texts, options.hasPages), ...(file?.reasons.slice(1) ?? [])];
      const isMember = fact.by === 'member';
      if (exported.has(definition) && isForTests(fact.name))
        doubts.push('its name says that tests use it, of which there are none here');
      if (isMember && options.isLibrary(module) && !/^=?#/.test(fact.member ?? ''))
        doubts.push('users of the package may call it');
      // Every module of a Python package can be imported from outside, and a name without an underscore is meant for it.
      if (!isMember && facts.format === 'python' && options.isLibrary(module) && !isPrivate(fact.name))
        doubts.push('users of the package may import it');
      const confidence: Confidence =
        file !== null && file.confidence !== 'high' ? 'low' : doubts.length > 0 ? 'low' : 'high';
      const reasons = [
        becauseOf(why, fact, exported.has(definition)),
        ...doubts.map((doubt) => `But ${doubt}.`),
      ];
      dead.push({ module, definition, why, exported: exported.has(definition), confidence, reasons });
    });
    if (!isLoaded) return;
    facts.exports.forEach((fact, e) => {
      if (
        fact.typeOnly ||
        fact.usedHere === true ||
        fact.name === '*' ||
        fact.name === '=' ||
        fact.name === '__esModule' ||
        inUse.usedExports[module]?.[e] === 1
      )
        return;
      const tested = inTests.usedExports[module]?.[e] === 1;
      // Python exports all it defines.
      if (facts.format === 'python') return;
      // Dead ones are findings of their own; a default export is often there for form's sake.
      if (tested || fact.name === 'default') return;
      const { kind, marked = false } = facts.definitions[fact.definition] ?? {};
      // A mark says that somebody else uses it.
      if (marked) return;
      if (
        fact.definition !== -1 &&
        kind !== 'variable' &&
        inUse.alive[index.of(module, fact.definition)] !== 1
      )
        return;
      const { name, line, start, end } = fact;
      const doubtful = facts.evaluates || fact.from !== null || isForTests(name);
      exportIndex.push(e);
      unusedExports.push({ module, name, line, start, end, confidence: doubtful ? 'low' : 'high' });
    });
  });

  function judgeModule(module: number, facts: CodeFacts): UnloadedModule | null {
    // A file that defines nothing cannot be missed: types, constants without a use.
    if (facts.definitions.length < 2 && facts.exports.every(({ typeOnly }) => typeOnly)) return null;
    if (/(?:^|\/)(?:conftest|setup|__init__)\.py$/.test(paths[module] ?? '')) return null;
    const byTests = inTests.loaded[module] === 1;
    const reasons = [
      byTests ? 'Only tests load the file.' : 'No entry point leads to the file, by whatever imports.',
    ];
    const name = (paths[module] ?? '').replace(/^.*\//, '').replace(/\.\w+$/, '');
    if (texts.loadsComputed && texts.words.has(name))
      reasons.push(
        `modules are loaded by names that are put together, and the text "${name}" stands in the code`,
      );
    const folder = posix.dirname(paths[module] ?? '');
    if (texts.loadsComputed && (texts.folders.has(folder) || texts.words.has(posix.basename(folder))))
      reasons.push('modules are loaded by names that are put together, and the code names the folder');
    if (facts.evaluates) reasons.push('it makes code of text');
    if (facts.format === 'script' && options.isLibrary(module))
      reasons.push('it is a plain script of a package, which pages of its users may load');
    if (!entries.some(({ kind }) => kind !== 'test')) reasons.push('no entry point of the project is known');
    return { module, byTests, confidence: reasons.length > 1 ? 'low' : 'high', reasons };
  }

  function hasDeadParent(module: number, facts: CodeFacts, { parent }: DefinitionFact): boolean {
    for (let at = parent; at > 0; at = facts.definitions[at]?.parent ?? -1) {
      const outer = facts.definitions[at];
      if (outer !== undefined && outer.kind !== 'variable' && inUse.alive[index.of(module, at)] !== 1)
        return true;
    }
    return false;
  }

  const doubtfulModules = unloaded.filter(({ confidence }) => confidence === 'low');
  const perhaps =
    dead.some(({ confidence }) => confidence === 'low') || doubtfulModules.length > 0 ? reachPerhaps() : null;
  return {
    dead: dead.map(doubtFollower),
    // What something uses that is only probably dead is only probably unused.
    unusedExports: unusedExports.map((one, at) =>
      perhaps?.usedExports[one.module]?.[exportIndex[at] ?? -1] === 1 ? { ...one, confidence: 'low' } : one,
    ),
    unloaded: unloaded.map(doubtFollower),
    entries: entryOf,
  };

  /** What would be alive if all were that is only probably dead. */
  function reachPerhaps(): Reached {
    const seeds = dead
      .filter(({ confidence }) => confidence === 'low')
      .map(({ module, definition }) => index.of(module, definition));
    const modules = doubtfulModules.map(({ module }) => ({ module, reason: '', kind: 'run' as const }));
    return reach(program, [...entries.filter(({ kind }) => kind !== 'test'), ...modules], seeds);
  }

  /** What only something doubtful uses is as doubtful. */
  function doubtFollower<T extends DeadDefinition | UnloadedModule>(one: T): T {
    if (perhaps === null || one.confidence === 'low') return one;
    const used =
      'why' in one ? perhaps.alive[index.of(one.module, one.definition)] : perhaps.loaded[one.module];
    if (used !== 1) return one;
    const reasons = [...one.reasons, 'But something uses it of which it is not sure that it is dead.'];
    return { ...one, confidence: 'low', reasons };
  }
}

/** Published packages leave out their tests, and keep what only these use. */
const forTests = /^_*test[A-Z_]|(?:For|In)_?(?:Unit)?Tests?(?:ing)?$|_for_tests?(?:ing)?$/;

const isPrivate = (name: string): boolean => name.split('.').some((part) => part.startsWith('_'));

function becauseOf(why: DeadDefinition['why'], fact: DefinitionFact, exported: boolean): string {
  const what =
    fact.by === 'member'
      ? `Nothing ${fact.member?.startsWith('=') ? 'writes' : 'reads'} a member called ${fact.member?.replace('=', '')}`
      : exported
        ? 'It is exported, and no module imports it or uses it'
        : 'Nothing uses its name';
  if (why === 'tests') return 'Only tests use it.';
  return why === 'module' ? 'It is in a file that nothing loads.' : `${what}.`;
}

interface Texts {
  readonly words: ReadonlySet<string>;
  readonly prefixes: readonly string[];
  /** Folders that texts name, as they would be found from the file or from the project. */
  readonly folders: ReadonlySet<string>;
  readonly loadsComputed: boolean;
}

function wordsOf({ code, paths }: Program, loaded: Uint8Array): Texts {
  const folders = new Set<string>();
  const words = new Set<string>();
  const prefixes = new Set<string>();
  code.forEach((facts, module) => {
    if (facts === null || loaded[module] !== 1) return;
    for (const word of facts.words) words.add(word);
    for (const text of facts.paths) {
      folders.add(posix.join(posix.dirname(paths[module] ?? ''), text).replace(/\/$/, ''));
      folders.add(posix.normalize(text));
    }
    for (const prefix of facts.prefixes) if (/^\w{2,}$/.test(prefix)) prefixes.add(prefix);
  });
  return {
    words,
    prefixes: [...prefixes],
    folders,
    loadsComputed: code.some((facts) => facts?.loadsComputed === true),
  };
}

function doubtsOf(
  fact: DefinitionFact,
  facts: CodeFacts,
  { words, prefixes }: Texts,
  hasPages: boolean,
): string[] {
  const doubts: string[] = [];
  if (facts.evaluates) doubts.push('the file makes code of text');
  if (facts.format === 'script' && hasPages)
    doubts.push('the file is a plain script, which a page may share with others');
  if (fact.by !== 'member' || fact.member === null) return doubts;
  if (words.has(fact.member)) doubts.push(`the text "${fact.member}" stands in the code, which may name it`);
  if (prefixes.some((prefix) => fact.member?.startsWith(prefix)))
    doubts.push('names that begin like it are put together');
  return doubts;
}
