import { stat } from 'node:fs/promises';
import { ContractError, type Disposable, type Graphs, type ProjectDir, type Recordings } from '#contract';
import { createAnalyser } from './analyser.ts';
import { joinCalls } from './graph/join-calls.ts';
import { structureTable } from './graph/structure-table.ts';
import { joinRun, type RunCalls } from './join-run.ts';
import type { CodeAnalysis } from './program/analyse-code.ts';
import { readSource } from './source-text.ts';
import { createSourceWatches } from './source-watches.ts';

export { NOTE } from './code/notes.ts';
export { edgeKindNames } from './edge-kinds.ts';
export { isTest } from './find-files.ts';
export { lateFunctions } from './javascript/late-code.ts';
export type { CodeAnalysis } from './program/analyse-code.ts';
export { namesRunOnLoad } from './python/late-code.ts';
export { isNode, nodesIn, type SyntaxNode } from './syntax-tree.ts';

export interface GraphsDeps {
  readonly recordings: Pick<Recordings, 'callTree' | 'functions'>;
  /** Files a person starts the project with, relative to it with forward slashes. */
  entryPoints(dir: ProjectDir, signal?: AbortSignal): Promise<readonly string[]>;
  /** File in which what the sources of a project say is kept between one start and the next; left out: nowhere. */
  keptIn?(dir: ProjectDir): string;
}

/** What the rest of the engine asks of the analysis, besides what screens do. */
export interface SourceEngine extends Graphs, Disposable {
  /** @param entries globs of modules that run without being imported */
  analyseCode(dir: ProjectDir, entries: readonly string[], signal?: AbortSignal): Promise<CodeAnalysis>;
}

/** The graphs service: static analysis in a worker thread, joined here with what a run did. */
export function createGraphs({ recordings, entryPoints, keptIn }: GraphsDeps): SourceEngine {
  const analyser = createAnalyser((dir) => keptIn?.(dir) ?? null);
  const watches = createSourceWatches();

  async function callsOf(run: string, signal?: AbortSignal): Promise<RunCalls> {
    const tree = await recordings.callTree({ run, order: 'first-call', minShare: 0 }, signal);
    return { tree, functions: await recordings.functions({ run }, signal) };
  }

  async function requireFolder(dir: ProjectDir): Promise<void> {
    const folder = await stat(dir).catch(() => null);
    if (folder?.isDirectory()) return;
    throw new ContractError('not-found', `There is no folder ${dir} any more. Open the project again.`);
  }

  return {
    async modules({ dir, run }, signal) {
      await requireFolder(dir);
      const [graph, entries, calls] = await Promise.all([
        analyser.analyse(dir, signal),
        entryPoints(dir, signal),
        run === null ? null : callsOf(run, signal),
      ]);
      return joinRun(graph, new Set(entries), calls);
    },
    async analyseCode(dir, entries, signal) {
      await requireFolder(dir);
      return analyser.analyseCode(dir, entries, signal);
    },
    async structure({ dir }, signal) {
      await requireFolder(dir);
      return structureTable(await analyser.analyseCode(dir, [], signal));
    },
    async calls({ dir, run }, signal) {
      await requireFolder(dir);
      const [code, calls] = await Promise.all([
        analyser.analyseCode(dir, [], signal),
        run === null ? null : callsOf(run, signal),
      ]);
      return joinCalls(code, calls);
    },
    source: ({ dir, path }) => readSource(dir, path),
    onSourceChanged: ({ dir }, listener) => watches.listen(dir, listener),
    dispose() {
      watches.dispose();
      analyser.dispose();
    },
  };
}
