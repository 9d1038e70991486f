import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { adjacency, findCycles } from './cycles.ts';
import { AT_ONCE, EDGE, LOADING } from './edge-kinds.ts';
import type { FactsCache } from './facts-cache.ts';
import { findFiles, type ProjectFiles } from './find-files.ts';
import { type AliasedModules, learnAliases } from './learn-aliases.ts';
import type { Erased, ImportFact, ModuleFacts } from './module-facts.ts';
import { readPackageNames } from './package-names.ts';
import { builtModules } from './python-built.ts';
import { createImportResolver, packageNameOf, type Target } from './resolve-import.ts';
import { createNearResolver, isTypeScript } from './resolve-near.ts';
import { createPythonResolver } from './resolve-python.ts';

/** What the source alone says; the part of `ModuleGraph` that needs no run. Plain data that a worker can send. */
export interface StaticGraph {
  /** Relative to the project, forward slashes, sorted. */
  readonly paths: readonly string[];
  /** Functions defined in each; 0 for one that could not be read, -1 where only its imports were read. */
  readonly functions: Int32Array<ArrayBuffer>;
  /** Ordered by `from`, then `to`; one row for each pair, without edges from a module to itself. */
  readonly from: Int32Array<ArrayBuffer>;
  readonly to: Int32Array<ArrayBuffer>;
  /** Bits of `EDGE` without `runtime`. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** 1 for an edge whose statements all wait until a function is called, as far as the files were read whole; else 0. */
  readonly late: Uint8Array<ArrayBuffer>;
  readonly cycles: readonly (readonly number[])[];
  readonly unresolved: readonly {
    readonly module: number;
    readonly specifier: string;
    readonly line: number;
  }[];
  readonly packages: readonly { readonly name: string; readonly modules: number }[];
  /** Pairs of a module and a package that it imports, indexes into `paths` and `packages`. */
  readonly packageUses: {
    readonly module: Int32Array<ArrayBuffer>;
    readonly package: Int32Array<ArrayBuffer>;
  };
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Reads a project's modules and resolves their imports.
 * @param cancelled asked between files; when it says yes, the result is `null`
 * @param settles modules of which the quick reading leaves something open are read whole: those with a `require` that may wait in a function,
 * and those in TypeScript that seem to load each other, whose imports may vanish when they are compiled
 */
export async function analyse(
  dir: string,
  cache: FactsCache,
  cancelled: () => boolean,
  settles = false,
): Promise<StaticGraph | null> {
  const files = findFiles(dir);
  const facts = readFacts(files, cache, cancelled, false);
  if (facts === null) return null;
  if (!settles) return buildGraph(files, facts, cancelled, { erases: false });
  /** `false` when it was cancelled. */
  const readWhole = (path: string): boolean => {
    if (cancelled()) return false;
    const read = cache.read(`${files.root}/${path}`, true);
    if (read !== null) facts.set(path, read);
    return true;
  };
  const unsure = [...facts].filter(([, { imports }]) => imports.some(({ mayBeLate }) => mayBeLate === true));
  if (!unsure.every(([path]) => readWhole(path))) return null;
  const graph = buildGraph(files, facts, cancelled, { erases: true });
  const doubtful = graph?.cycles.flat().map((module) => graph.paths[module] ?? '') ?? [];
  if (!doubtful.some(isTypeScript)) return graph;
  if (!doubtful.filter(isTypeScript).every(readWhole)) return null;
  return buildGraph(files, facts, cancelled, { erases: true });
}

/** Reads the project's modules, those that are not empty marks; `null` when cancelled. @param deep see `FactsCache.read` */
export function readFacts(
  { root, modules }: ProjectFiles,
  cache: FactsCache,
  cancelled: () => boolean,
  deep: boolean,
): Map<string, ModuleFacts> | null {
  const facts = new Map<string, ModuleFacts>();
  for (const path of modules) {
    if (cancelled()) return null;
    const read = cache.read(`${root}/${path}`, deep);
    if (read !== null && !isPackageMark(path, read)) facts.set(path, read);
  }
  cache.keepOnly(new Set(modules.map((path) => `${root}/${path}`)));
  return facts;
}

/** Hears where each import leads. */
export type OnImport = (module: number, fact: ImportFact, targets: readonly Target[]) => void;

/**
 * Resolves what the modules import; `null` when cancelled.
 * @param erases imports that vanish when TypeScript is compiled count as those of types, wherever a file was read whole
 */
export function buildGraph(
  files: ProjectFiles,
  facts: ReadonlyMap<string, ModuleFacts>,
  cancelled: () => boolean,
  { onImport, erases = false }: { readonly onImport?: OnImport; readonly erases?: boolean } = {},
): StaticGraph | null {
  const build = (aliases: AliasedModules | null) => {
    const builder = createBuilder(files, facts, { erases, aliases, hears: onImport !== undefined });
    for (const path of facts.keys()) {
      if (cancelled()) return null;
      builder.add(path);
    }
    return builder;
  };
  const first = build(null);
  if (first === null) return null;
  const aliases = learnAliases(first.unresolvedNames(), facts.keys());
  const builder = aliases === null ? first : build(aliases);
  if (builder === null) return null;
  if (onImport) builder.tell(onImport);
  return builder.finish();
}

/** An empty `__init__.py` makes its folder a package and is no module by itself. */
const isPackageMark = (path: string, facts: ModuleFacts): boolean =>
  facts.isEmpty === true && /(?:^|\/)__init__\.py$/.test(path);

interface BuilderOptions {
  readonly erases: boolean;
  /** `null`: there are none. */
  readonly aliases: AliasedModules | null;
  /** What is imported is told afterwards. */
  readonly hears: boolean;
}

function createBuilder(
  files: ProjectFiles,
  factsOf: ReadonlyMap<string, ModuleFacts>,
  { erases, aliases, hears }: BuilderOptions,
) {
  const { root } = files;
  const paths = [...factsOf.keys()];
  const indexOf = new Map(paths.map((path, index) => [path, index]));
  let asking: ReturnType<typeof createImportResolver> | undefined;
  /** For what the files that are known do not answer: many a project asks for nothing else. */
  const javascript = () => {
    asking ??= createImportResolver(
      root,
      readPackageNames(root, files.manifests),
      !hasCompilerSettings(files),
    );
    return asking;
  };
  const near = createNearResolver(files);
  let python: ReturnType<typeof createPythonResolver> | undefined;
  const functions = new Int32Array(paths.length);
  const edges: { from: number; to: number; kinds: number; late: boolean }[] = [];
  const unresolved: { module: number; specifier: string; line: number }[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  const heard: Parameters<OnImport>[] = [];
  /** Modules that import each package. */
  const importers = new Map<string, number[]>();
  const erasesTypes = erases && !isSetToTrue(root, 'verbatimModuleSyntax|preserveValueImports');
  const erased: readonly Erased[] = !erasesTypes
    ? []
    : isSetToTrue(root, 'emitDecoratorMetadata')
      ? ['always']
      : ['always', 'without-metadata'];

  function targetsOf(path: string, fact: ImportFact): Target[] {
    if (/\.pyw?$/.test(path)) {
      python ??= createPythonResolver(files.modules, builtModules(files));
      return python.resolve(path, fact);
    }
    const known = near(path, fact.specifier, fact.kind);
    if (known !== null) return [{ kind: 'file', path: known }];
    const found = javascript().resolve(`${root}/${path}`, fact.specifier, fact.kind);
    return [found.kind === 'unresolved' ? (byAlias(fact.specifier) ?? found) : found];
  }

  function byAlias(specifier: string): Target | null {
    const inside = aliases?.pathOf(specifier) ?? null;
    if (inside === null) return null;
    const module = indexOf.has(inside) ? inside : aliases?.moduleAt(inside);
    if (module !== undefined) return { kind: 'file', path: module };
    // A picture, a style.
    return existsSync(join(root, inside)) ? { kind: 'provided' } : null;
  }

  return {
    add(path: string): void {
      const module = indexOf.get(path);
      const facts = factsOf.get(path);
      if (module === undefined || facts === undefined) throw new Error(`${path} has not been read`);
      functions[module] = facts.problem === null ? facts.functions : Math.max(0, facts.functions);
      if (facts.problem !== null) unreadable.push({ path, reason: facts.problem });
      const kindsTo = new Map<number, number>();
      const loadedAtOnce = new Set<number>();
      const packages = new Set<string>();
      for (const fact of facts.imports) {
        const { specifier, line } = fact;
        const kind = edgeKindOf(fact, erased);
        const targets = targetsOf(path, fact);
        if (hears) heard.push([module, fact, targets]);
        for (const target of targets) {
          if (target.kind === 'package') packages.add(target.name);
          if (target.kind === 'unresolved' && !isExcused(fact)) unresolved.push({ module, specifier, line });
          const to = target.kind === 'file' ? indexOf.get(target.path) : undefined;
          if (to === undefined || to === module) continue;
          kindsTo.set(to, (kindsTo.get(to) ?? 0) | kind);
          if ((kind & AT_ONCE) !== 0 && fact.late !== true) loadedAtOnce.add(to);
        }
      }
      for (const { specifier, line } of facts.code?.commented ?? []) {
        const fact: ImportFact = { specifier, kind: EDGE.type, line, optional: true };
        if (hears) heard.push([module, fact, targetsOf(path, fact)]);
      }
      for (const name of packages) {
        const known = importers.get(name);
        if (known) known.push(module);
        else importers.set(name, [module]);
      }
      for (const to of [...kindsTo.keys()].sort(ascending)) {
        const kinds = kindsTo.get(to) ?? 0;
        edges.push({ from: module, to, kinds, late: (kinds & LOADING) !== 0 && !loadedAtOnce.has(to) });
      }
    },

    tell(onImport: OnImport): void {
      for (const one of heard) onImport(...one);
    },

    /** Specifiers that lead nowhere and are no paths. */
    unresolvedNames: (): string[] =>
      unresolved.map(({ specifier }) => specifier).filter((specifier) => !specifier.startsWith('.')),

    finish(): StaticGraph {
      const byUse = [...importers].sort(
        ([a, by], [b, others]) => others.length - by.length || (a < b ? -1 : 1),
      );
      const uses = byUse.flatMap(([, modules], at) => modules.map((module) => ({ module, package: at })));
      const loading = edges.filter(({ kinds }) => (kinds & LOADING) !== 0);
      const from = new Int32Array(edges.length);
      const to = new Int32Array(edges.length);
      const kinds = new Uint8Array(edges.length);
      const late = new Uint8Array(edges.length);
      edges.forEach((edge, e) => {
        from[e] = edge.from;
        to[e] = edge.to;
        kinds[e] = edge.kinds & ~EDGE.runtime;
        late[e] = edge.late ? 1 : 0;
      });
      return {
        paths,
        functions,
        from,
        to,
        kinds,
        late,
        cycles: findCycles(
          adjacency(
            paths.length,
            loading.map((edge) => edge.from),
            loading.map((edge) => edge.to),
          ),
        ),
        unresolved,
        packages: byUse.map(([name, modules]) => ({ name, modules: modules.length })),
        packageUses: {
          module: Int32Array.from(uses, (use) => use.module),
          package: Int32Array.from(uses, (use) => use.package),
        },
        unreadable,
      };
    },
  };
}

const ascending = (a: number, b: number): number => a - b;

/** A `require` that waits in a function loads as `import('x')` does: when the code comes by, if at all. */
function edgeKindOf({ kind, erased, late }: ImportFact, vanishing: readonly Erased[]): number {
  if (erased !== undefined && vanishing.includes(erased)) return EDGE.type;
  return late === true && kind === EDGE.require ? EDGE.dynamic : kind;
}

/** Whether settings of the TypeScript compiler may give names another meaning: those of the project, or of a folder around it. */
function hasCompilerSettings({ root, data }: ProjectFiles): boolean {
  if (data.some((path) => /(?:^|\/)[jt]sconfig[^/]*\.json$/.test(path))) return true;
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'tsconfig.json'))) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** Whether settings of the project's compiler set an option. @param options names with `|` between them */
const isSetToTrue = (root: string, options: string): boolean =>
  readdirSync(root)
    .filter((name) => /^tsconfig(?:\.\w+)*\.json$/.test(name))
    .some((name) => new RegExp(`"(?:${options})"\\s*:\\s*true`).test(readFileSync(join(root, name), 'utf8')));

/**
 * A package that may be missing is a choice; a file of the project that may be missing is a mistake, caught or not. In Python a module whose name
 * begins with `_` may be one that is built in another language, for which the project has another way.
 */
const isExcused = ({ optional, specifier, members }: ImportFact): boolean =>
  optional && (members === undefined ? packageNameOf(specifier) !== null : /(?:^|\.)_\w+$/.test(specifier));
