import { stat } from 'node:fs/promises';
import { ContractError, type Disposable, type Graphs, type ProjectDir, type Recordings } from '#contract';
import { createAnalyser } from './analyser.ts';
import { joinRun, type RunCalls } from './join-run.ts';
import { readSource } from './source-text.ts';

export { edgeKindNames } from './edge-kinds.ts';

export interface GraphsDeps {
  readonly recordings: Pick<Recordings, 'callTree' | 'functions'>;
  /** Files a person starts the project with, relative to it with forward slashes. */
  entryPoints(dir: ProjectDir, signal?: AbortSignal): Promise<readonly string[]>;
}

/** The graphs service: static analysis in a worker thread, joined here with what a run did. */
export function createGraphs({ recordings, entryPoints }: GraphsDeps): Graphs & Disposable {
  const analyser = createAnalyser();

  async function callsOf(run: string, signal?: AbortSignal): Promise<RunCalls> {
    const tree = await recordings.callTree({ run, order: 'first-call', minShare: 0 }, signal);
    return { tree, functions: await recordings.functions({ run }, signal) };
  }

  return {
    async modules({ dir, run }, signal) {
      const folder = await stat(dir).catch(() => null);
      if (!folder?.isDirectory()) {
        throw new ContractError('not-found', `There is no folder ${dir} any more. Open the project again.`);
      }
      const [graph, entries, calls] = await Promise.all([
        analyser.analyse(dir, signal),
        entryPoints(dir, signal),
        run === null ? null : callsOf(run, signal),
      ]);
      return joinRun(graph, new Set(entries), calls);
    },
    source: ({ dir, path }) => readSource(dir, path),
    dispose: () => analyser.dispose(),
  };
}
