import { Worker } from 'node:worker_threads';
import { ContractError, type Disposable, type ProjectDir } from '#contract';
import { workerUrl } from '../worker-url.ts';
import type { CodeAnalysis } from './program/analyse-code.ts';
import type { StaticGraph } from './static-graph.ts';

/** To the worker. */
export interface AnalysisRequest {
  readonly id: number;
  readonly dir: ProjectDir;
  /** `graph`: how modules lead to each other. `code`: also what they define, and what is alive of it. */
  readonly depth: 'graph' | 'code';
  /** Globs of modules that run without being imported. */
  readonly entries: readonly string[];
  /** File in which what sources say is kept between one start and the next; `null`: nowhere. */
  readonly keptIn: string | null;
  /** Shared; element 0 becomes 1 when the analysis is not wanted any more. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** From the worker. Neither a result nor an error: it was cancelled. */
export interface AnalysisReply {
  readonly id: number;
  readonly graph: StaticGraph | null;
  readonly code: CodeAnalysis | null;
  readonly error: string | null;
}

type Question = Pick<AnalysisRequest, 'dir' | 'depth' | 'entries'>;

interface Waiting {
  resolve(reply: AnalysisReply): void;
  reject(error: Error): void;
}

/** Runs static analyses in a worker thread of their own, so that the engine answers meanwhile. */
export interface Analyser extends Disposable {
  analyse(dir: ProjectDir, signal?: AbortSignal): Promise<StaticGraph>;
  /** @param entries globs of modules that run without being imported */
  analyseCode(dir: ProjectDir, entries: readonly string[], signal?: AbortSignal): Promise<CodeAnalysis>;
}

/** Address space for native recursion over nested source (`MAX_NESTING` levels); memory is taken only when it is used. */
const STACK_MB = 256;

/** A worker that answers one question at a time. It starts with the first one, and again after a crash. */
function createLane(keptIn: (dir: ProjectDir) => string | null) {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;
  let disposed = false;

  function start(): Worker {
    const started = new Worker(workerUrl('source-worker', import.meta.url), {
      // The tracer's own workers must not inherit hooks.
      execArgv: [],
      resourceLimits: { stackSizeMb: STACK_MB },
    });
    started.unref();
    started.on('message', settle);
    started.on('error', (error) => fail(started, `The analysis stopped: ${error.message}`));
    started.on('exit', () => fail(started, 'The analysis stopped before it was done.'));
    return started;
  }

  function settle(reply: AnalysisReply): void {
    const { id, graph, code, error } = reply;
    const request = waiting.get(id);
    waiting.delete(id);
    if (graph !== null || code !== null) request?.resolve(reply);
    else request?.reject(error === null ? cancelledError() : new ContractError('internal', error));
    if (waiting.size === 0) worker?.unref();
  }

  function fail(failed: Worker, message: string): void {
    if (worker !== failed) return;
    worker = null;
    const requests = [...waiting.values()];
    waiting.clear();
    const code = disposed ? 'closed' : 'internal';
    for (const request of requests) request.reject(new ContractError(code, message));
  }

  async function ask(question: Question, signal?: AbortSignal): Promise<AnalysisReply> {
    if (disposed) throw new ContractError('closed', 'The engine has been closed.');
    if (signal?.aborted) throw cancelledError();
    const id = ++lastId;
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    const { promise, resolve, reject } = Promise.withResolvers<AnalysisReply>();
    const abort = (): void => {
      Atomics.store(cancelled, 0, 1);
      waiting.delete(id);
      reject(cancelledError());
    };
    signal?.addEventListener('abort', abort, { once: true });
    waiting.set(id, { resolve, reject });
    worker ??= start();
    worker.ref();
    const { dir } = question;
    worker.postMessage({ id, ...question, keptIn: keptIn(dir), cancelled } satisfies AnalysisRequest);
    return promise.finally(() => signal?.removeEventListener('abort', abort));
  }

  return {
    ask,
    dispose() {
      disposed = true;
      void worker?.terminate();
    },
  };
}

/** How modules lead to each other is told in a tenth of the time that all the rest takes, and does not wait behind it. */
export function createAnalyser(keptIn: (dir: ProjectDir) => string | null = () => null): Analyser {
  const graphs = createLane(() => null);
  const codes = createLane(keptIn);
  return {
    async analyse(dir, signal) {
      const { graph } = await graphs.ask({ dir, depth: 'graph', entries: [] }, signal);
      if (graph === null) throw new Error('An analysis without its graph');
      return graph;
    },
    async analyseCode(dir, entries, signal) {
      const { code } = await codes.ask({ dir, depth: 'code', entries }, signal);
      if (code === null) throw new Error('An analysis without its code');
      return code;
    },
    dispose() {
      graphs.dispose();
      codes.dispose();
    },
  };
}

const cancelledError = (): ContractError => new ContractError('cancelled', 'The analysis was cancelled.');
