import { join } from 'node:path';
import { adjacency, findCycles } from './cycles.ts';
import { EDGE, LOADING } from './edge-kinds.ts';
import type { FactsCache } from './facts-cache.ts';
import { findFiles, type ProjectFiles } from './find-files.ts';
import type { ImportFact } from './module-facts.ts';
import { readPackageNames } from './package-names.ts';
import { createImportResolver, type Target } from './resolve-import.ts';
import { createPythonResolver } from './resolve-python.ts';

/** What the source alone says; the part of `ModuleGraph` that needs no run. Plain data that a worker can send. */
export interface StaticGraph {
  /** Relative to the project, forward slashes, sorted. */
  readonly paths: readonly string[];
  /** Functions defined in each; 0 for one that could not be read. */
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
  const builder = createBuilder(files);
  for (let module = 0; module < files.modules.length; module++) {
    if (cancelled()) return null;
    builder.add(module, cache);
  }
  cache.keepOnly(new Set(files.modules.map((path) => join(files.root, path))));
  return builder.finish();
}

function createBuilder({ root, modules, manifests }: ProjectFiles) {
  const resolver = createImportResolver(root, readPackageNames(root, manifests));
  const python = createPythonResolver(modules);
  const targetsOf = (path: string, fact: ImportFact): Target[] =>
    /\.pyw?$/.test(path)
      ? python.resolve(path, fact)
      : [resolver.resolve(join(root, path), fact.specifier, fact.kind)];
  const indexOf = new Map(modules.map((path, index) => [path, index]));
  const functions = new Int32Array(modules.length);
  const edges: { from: number; to: number; kinds: number }[] = [];
  const unresolved: { module: number; specifier: string; line: number }[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  const importers = new Map<string, number>();

  return {
    add(module: number, cache: FactsCache): void {
      const path = modules[module] ?? '';
      const facts = cache.read(join(root, path));
      if (facts === null) return;
      functions[module] = Math.max(0, facts.functions);
      if (facts.problem !== null) unreadable.push({ path, reason: facts.problem });
      const kindsTo = new Map<number, number>();
      const packages = new Set<string>();
      for (const fact of facts.imports) {
        const { specifier, kind, line, optional } = fact;
        for (const target of targetsOf(path, fact)) {
          if (target.kind === 'package') packages.add(target.name);
          if (target.kind === 'unresolved' && !optional) unresolved.push({ module, specifier, line });
          const to = target.kind === 'file' ? indexOf.get(target.path) : undefined;
          if (to !== undefined && to !== module) kindsTo.set(to, (kindsTo.get(to) ?? 0) | kind);
        }
      }
      for (const name of packages) importers.set(name, (importers.get(name) ?? 0) + 1);
      for (const [to, kinds] of [...kindsTo].sort(([a], [b]) => a - b))
        edges.push({ from: module, to, kinds });
    },

    finish(): StaticGraph {
      const loading = edges.filter(({ kinds }) => (kinds & LOADING) !== 0);
      return {
        paths: modules,
        functions,
        from: Int32Array.from(edges, (edge) => edge.from),
        to: Int32Array.from(edges, (edge) => edge.to),
        kinds: Uint8Array.from(edges, (edge) => edge.kinds & ~EDGE.runtime),
        cycles: findCycles(
          adjacency(
            modules.length,
            loading.map((edge) => edge.from),
            loading.map((edge) => edge.to),
          ),
        ),
        unresolved,
        packages: [...importers]
          .map(([name, count]) => ({ name, modules: count }))
          .sort((a, b) => b.modules - a.modules || (a.name < b.name ? -1 : 1)),
        unreadable,
      };
    },
  };
}
