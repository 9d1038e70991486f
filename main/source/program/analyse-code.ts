import type { CodeFacts } from '../code/facts.ts';
import { EDGE } from '../edge-kinds.ts';
import type { FactsCache } from '../facts-cache.ts';
import { findFiles } from '../find-files.ts';
import { type Structure, structureOf } from '../graph/structure.ts';
import type { ImportFact } from '../module-facts.ts';
import { packageNameOf, type Target } from '../resolve-import.ts';
import { buildGraph, readFacts, type StaticGraph } from '../static-graph.ts';
import { type CallTable, staticCalls } from './calls.ts';
import { findEntries } from './entry-points.ts';
import { createLocate } from './locate.ts';
import { readManifests } from './manifest-entries.ts';
import { type MissingExport, missingExports } from './missing-exports.ts';
import { judgePackages, type Packages, type PackageUse } from './packages.ts';
import { pythonLibraries } from './python-libraries.ts';
import type { Program } from './types.ts';
import { judge, type Verdicts } from './verdicts.ts';

/** Plain data that a worker can send. */
export interface CodeAnalysis {
  readonly graph: StaticGraph;
  /** By module; `null` for one that could not be read. Without what only the analysis itself needs. */
  readonly code: readonly (CodeFacts | null)[];
  readonly verdicts: Verdicts;
  readonly calls: CallTable;
  readonly packages: Packages;
  readonly structure: Structure;
  readonly missingExports: readonly MissingExport[];
  /** Line of the first import by `from to`, indexes of modules. */
  readonly importLines: ReadonlyMap<string, number>;
}

/**
 * Reads a project whole: its modules, what they define, what is alive of it and who calls whom.
 * @param cancelled asked between files; when it says yes, the result is `null`
 * @param extraEntries globs of modules that run without being imported
 */
export async function analyseCode(
  dir: string,
  cache: FactsCache,
  cancelled: () => boolean,
  extraEntries: readonly string[] = [],
): Promise<CodeAnalysis | null> {
  const files = findFiles(dir);
  const facts = readFacts(files, cache, cancelled, true);
  if (facts === null) return null;
  const paths = [...facts.keys()];
  const indexOf = new Map(paths.map((path, index) => [path, index]));
  const targets = paths.map(() => new Map<string, Target[]>());
  const loads = paths.map(() => new Set<number>());
  const uses: PackageUse[] = [];
  const importLines = new Map<string, number>();
  const specifierLines = new Map<string, number>();
  const manifests = readManifests(files.root, files.manifests);
  const ownPackages = new Set(manifests.map(({ fields }) => fields.name));
  const onImport = (module: number, fact: ImportFact, found: readonly Target[]): void => {
    targets[module]?.set(fact.specifier, [...(targets[module]?.get(fact.specifier) ?? []), ...found]);
    if (!specifierLines.has(`${module} ${fact.specifier}`))
      specifierLines.set(`${module} ${fact.specifier}`, fact.line);
    // Of Python's the whole file is taken to load what its functions do.
    const isPython = fact.members !== undefined;
    const named = isPython ? null : packageNameOf(fact.specifier);
    const deferred = !isPython && (fact.kind === EDGE.require || fact.kind === EDGE.dynamic);
    for (const target of found) {
      const to = target.kind === 'file' ? indexOf.get(target.path) : undefined;
      if (to !== undefined && !deferred) loads[module]?.add(to);
      if (to !== undefined && !importLines.has(`${module} ${to}`))
        importLines.set(`${module} ${to}`, fact.line);
      if (target.kind === 'package') uses.push({ module, name: target.name, line: fact.line, fact });
      else if (named !== null && (target.kind === 'unresolved' || ownPackages.has(named)))
        uses.push({ module, name: named, line: fact.line, fact });
    }
  };
  const graph = buildGraph(files, facts, cancelled, { onImport, erases: true });
  if (graph === null) return null;
  const code = paths.map((path) => facts.get(path)?.code ?? null);
  paths.forEach((path, module) => {
    for (const init of packagesAround(path)) {
      const around = indexOf.get(init);
      if (around !== undefined && around !== module) loads[module]?.add(around);
    }
  });
  const program: Program = {
    paths,
    code,
    loads: loads.map((set) => [...set]),
    locate: createLocate(code, targets, indexOf),
  };
  const entries = findEntries({ ...files, modules: paths, code, extraEntries });
  const libraries = pythonLibraries(paths, code);
  const isLibrary = (module: number): boolean =>
    libraries.some((folder) => paths[module]?.startsWith(`${folder}/`)) ||
    (manifests.find(({ folder }) => folder === '.' || paths[module]?.startsWith(`${folder}/`))?.isLibrary ??
      false);
  return {
    graph,
    code,
    verdicts: judge(program, entries, {
      isLibrary,
      hasPages: files.mentions.some((file) => /\.html?$/.test(file)),
    }),
    calls: staticCalls(program),
    structure: structureOf(graph, countNames(program)),
    missingExports: missingExports(
      program,
      (module, specifier) => specifierLines.get(`${module} ${specifier}`) ?? 1,
    ),
    importLines,
    packages: judgePackages({
      root: files.root,
      paths,
      manifests,
      uses,
      code,
      mentions: files.mentions,
      settings: files.data.filter((path) => /(?:^|\/)[jt]sconfig[^/]*\.json$/.test(path)),
      declarations: files.declarations,
    }),
  };
}

/** How many names a module takes of another. */
function countNames({ code, locate }: Program): (from: number, to: number) => number {
  const counts = new Map<string, Set<string>>();
  code.forEach((facts, from) => {
    for (const { imports } of facts?.definitions ?? []) {
      for (const use of imports) {
        const to = locate(from, use);
        if (to === null) continue;
        const key = `${from} ${to.module}`;
        counts.set(key, (counts.get(key) ?? new Set()).add(use.name));
      }
    }
  });
  return (from, to) => counts.get(`${from} ${to}`)?.size ?? 0;
}

/** What Python runs before a module of a package: the `__init__` of each package around it, as far as there are any. */
function packagesAround(path: string): string[] {
  if (!/\.pyw?$/.test(path)) return [];
  const folders = path.split('/').slice(0, -1);
  return folders.map((_, depth) => `${folders.slice(0, depth + 1).join('/')}/__init__.py`);
}
