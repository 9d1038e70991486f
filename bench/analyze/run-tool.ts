import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, posix, relative } from 'node:path';
import { bundled } from './bundled.ts';
import type { Tool } from './tool.ts';

/* Runs one tool on one project and writes what it found and took: `node run-tool.ts TOOL DIR OUT`. */

interface Found {
  readonly edges: readonly string[];
  readonly modules: number;
}

/** What is used of dependency-cruiser. */
type Cruise = (
  paths: readonly string[],
  options: object,
) => Promise<{ readonly output: string | { readonly modules: readonly CruisedModule[] } }>;

interface CruisedModule {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string; readonly couldNotResolve: boolean }[];
}

const [, , tool = '', dir = '', out = ''] = process.argv;
const require = createRequire(import.meta.url);
const none: Found = { edges: [], modules: 0 };

const local = (path: string): string => (isAbsolute(path) ? relative(dir, path) : posix.normalize(path));

const cacheModule = async () =>
  (await import(bundled.cache)) as typeof import('../../main/source/facts-cache.ts');

const ways: Readonly<Record<Tool, () => Promise<Found>>> = {
  floor: async () => none,
  async callscape() {
    const { analyse } = (await import(bundled.graph)) as typeof import('../../main/source/static-graph.ts');
    const { createFactsCache } = await cacheModule();
    const graph = await analyse(dir, createFactsCache(), () => false);
    if (graph === null) return none;
    const { from, to, paths } = graph;
    return { modules: paths.length, edges: Array.from(from, (a, e) => `${paths[a]} ${paths[to[e] ?? 0]}`) };
  },
  async 'callscape-all'() {
    const { analyseCode } = (await import(
      bundled.code
    )) as typeof import('../../main/source/program/analyse-code.ts');
    const { createFactsCache } = await cacheModule();
    const analysis = await analyseCode(dir, createFactsCache(), () => false);
    return { ...none, modules: analysis?.graph.paths.length ?? 0 };
  },
  async 'dependency-cruiser'() {
    // By its path: the peers are installed apart, and are not there when the types are checked.
    const path = import.meta.resolve('dependency-cruiser');
    const { cruise } = (await import(path)) as { readonly cruise: Cruise };
    const { output } = await cruise(['.'], {
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
    });
    if (typeof output === 'string') return none;
    const edges = output.modules.flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ couldNotResolve }) => !couldNotResolve)
        .map(({ resolved }) => `${local(source)} ${local(resolved)}`),
    );
    return { modules: output.modules.length, edges };
  },
  async madge() {
    const madge = require('madge') as (
      path: string,
      options: object,
    ) => Promise<{ obj(): Record<string, string[]> }>;
    const found = await madge(dir, {
      baseDir: dir,
      fileExtensions: ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'],
      detectiveOptions: { ts: { skipTypeImports: false }, es6: { mixedImports: true } },
    });
    const graph = found.obj();
    const edges = Object.entries(graph).flatMap(([from, to]) =>
      to.map((path) => `${local(from)} ${local(path)}`),
    );
    return { modules: Object.keys(graph).length, edges };
  },
  async knip() {
    process.argv.splice(
      2,
      Number.POSITIVE_INFINITY,
      '--directory',
      dir,
      '--reporter',
      'json',
      '--no-exit-code',
    );
    const log = process.stdout.write;
    process.stdout.write = () => true;
    await import(require.resolve('knip').replace(/index\.js$/, 'cli.js'));
    process.stdout.write = log;
    return none;
  },
};

const found = ways[tool as Tool]();
let result = none;
found.then((value) => {
  result = value;
});
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(
    out,
    JSON.stringify({
      ...result,
      cpuMs: (userCPUTime + systemCPUTime) / 1000,
      // Since the process began.
      wallMs: performance.now(),
      peakMb: maxRSS / 1024,
    }),
  );
});
