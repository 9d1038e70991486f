import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adjacency, findCycles } from './cycles.ts';
import { EDGE, LOADING } from './edge-kinds.ts';
import type { FactsCache } from './facts-cache.ts';
import { findFiles, type ProjectFiles } from './find-files.ts';
import type { ImportFact, ModuleFacts } from './module-facts.ts';
import { readPackageNames } from './package-names.ts';
import { createImportResolver, packageNameOf, type Target } from './resolve-import.ts';
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
 */
export async function analyse(
  dir: string,
  cache: FactsCache,
  cancelled: () => boolean,
): Promise<StaticGraph | null> {
  const files = await findFiles(dir);
  const facts = readFacts(files, cache, cancelled, false);
  return facts === null ? null : buildGraph(files, facts, cancelled);
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
    const read = cache.read(join(root, path), deep);
    if (read !== null && !isPackageMark(path, read)) facts.set(path, read);
  }
  cache.keepOnly(new Set(modules.map((path) => join(root, path))));
  return facts;
}

/** Hears where each import leads. */
export type OnImport = (module: number, fact: ImportFact, targets: readonly Target[]) => void;

/**
 * Resolves what the modules import; `null` when cancelled.
 * @param onImport given where the files were read whole: then imports that vanish when TypeScript is compiled count as those of types
 */
export function buildGraph(
  files: ProjectFiles,
  facts: ReadonlyMap<string, ModuleFacts>,
  cancelled: () => boolean,
  onImport: OnImport | null = null,
): StaticGraph | null {
  const builder = createBuilder(files, facts, onImport);
  for (const path of facts.keys()) {
    if (cancelled()) return null;
    builder.add(path);
  }
  return builder.finish();
}

/** An empty `__init__.py` makes its folder a package and is no module by itself. */
const isPackageMark = (path: string, facts: ModuleFacts): boolean =>
  facts.isEmpty === true && /(?:^|\/)__init__\.py$/.test(path);

function createBuilder(
  files: ProjectFiles,
  factsOf: ReadonlyMap<string, ModuleFacts>,
  onImport: OnImport | null,
) {
  const { root } = files;
  const paths = [...factsOf.keys()];
  const indexOf = new Map(paths.map((path, index) => [path, index]));
  const javascript = createImportResolver(root, readPackageNames(root, files.manifests));
  const python = createPythonResolver(files.modules);
  const functions = new Int32Array(paths.length);
  const edges: { from: number; to: number; kinds: number }[] = [];
  const unresolved: { module: number; specifier: string; line: number }[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  /** Modules that import each package. */
  const importers = new Map<string, number[]>();
  const erasesTypes = onImport !== null && !keepsImports(root);

  const targetsOf = (path: string, fact: ImportFact): Target[] =>
    /\.pyw?$/.test(path)
      ? python.resolve(path, fact)
      : [javascript.resolve(join(root, path), fact.specifier, fact.kind)];

  return {
    add(path: string): void {
      const module = indexOf.get(path);
      const facts = factsOf.get(path);
      if (module === undefined || facts === undefined) throw new Error(`${path} has not been read`);
      functions[module] = facts.problem === null ? facts.functions : Math.max(0, facts.functions);
      if (facts.problem !== null) unreadable.push({ path, reason: facts.problem });
      const kindsTo = new Map<number, number>();
      const packages = new Set<string>();
      for (const fact of facts.imports) {
        const { specifier, line } = fact;
        const kind = erasesTypes && fact.erased === true ? EDGE.type : fact.kind;
        const targets = targetsOf(path, fact);
        onImport?.(module, fact, targets);
        for (const target of targets) {
          if (target.kind === 'package') packages.add(target.name);
          if (target.kind === 'unresolved' && !isExcused(fact)) unresolved.push({ module, specifier, line });
          const to = target.kind === 'file' ? indexOf.get(target.path) : undefined;
          if (to !== undefined && to !== module) kindsTo.set(to, (kindsTo.get(to) ?? 0) | kind);
        }
      }
      for (const name of packages) {
        const known = importers.get(name);
        if (known) known.push(module);
        else importers.set(name, [module]);
      }
      for (const [to, kinds] of [...kindsTo].sort(([a], [b]) => a - b))
        edges.push({ from: module, to, kinds });
    },

    finish(): StaticGraph {
      const byUse = [...importers].sort(
        ([a, by], [b, others]) => others.length - by.length || (a < b ? -1 : 1),
      );
      const uses = byUse.flatMap(([, modules], at) => modules.map((module) => ({ module, package: at })));
      const loading = edges.filter(({ kinds }) => (kinds & LOADING) !== 0);
      return {
        paths,
        functions,
        from: Int32Array.from(edges, (edge) => edge.from),
        to: Int32Array.from(edges, (edge) => edge.to),
        kinds: Uint8Array.from(edges, (edge) => edge.kinds & ~EDGE.runtime),
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

/** Whether the project's compiler settings keep imports of which only types are used. */
const keepsImports = (root: string): boolean =>
  readdirSync(root)
    .filter((name) => /^tsconfig(?:\.\w+)*\.json$/.test(name))
    .some((name) =>
      /"(?:verbatimModuleSyntax|preserveValueImports)"\s*:\s*true/.test(
        readFileSync(join(root, name), 'utf8'),
      ),
    );

/** A package that may be missing is a choice; a file of the project that may be missing is a mistake, caught or not. */
const isExcused = ({ optional, specifier }: ImportFact): boolean =>
  optional && packageNameOf(specifier) !== null;
