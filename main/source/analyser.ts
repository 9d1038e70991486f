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
  /** Stamp of the analysis that the asker has; `null`: none. */
  readonly known: string | null;
  /** Shared; element 0 becomes 1 when the analysis is not wanted any more. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** From the worker. Neither a result nor an error: what the asker has is as it would be now, or it was cancelled. */
export interface AnalysisReply {
  readonly id: number;
  /** Names the state of the source; `null` with an error. */
  readonly stamp: string | null;
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

/** Analyses that are kept, of each depth: a person has one or two projects open. */
const MAX_KEPT = 2;

const questionKey = ({ dir, entries }: Question): string => JSON.stringify([dir, entries]);

/**
 * A worker that answers one question at a time. It starts with the first one, and again after a crash. An answer is kept, and given again as
 * long as no file of the project has changed.
 */
function createLane(keptIn: (dir: ProjectDir) => string | null) {
  const waiting = new Map<number, Waiting>();
  /** The most recently used last. */
  const kept = new Map<string, AnalysisReply>();
  /** The last of those who asked the same and have no answer yet. */
  const asking = new Map<string, Promise<unknown>>();
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
    const { id, error } = reply;
    const request = waiting.get(id);
    waiting.delete(id);
    if (error === null) request?.resolve(reply);
    else request?.reject(new ContractError('internal', error));
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
    requireOpen(signal);
    const key = questionKey(question);
    const before = asking.get(key);
    const answer = before === undefined ? askWorker(question, signal) : askAfter(before, question, signal);
    const over = answer
      .catch(() => undefined)
      .finally(() => {
        if (asking.get(key) === over) asking.delete(key);
      });
    asking.set(key, over);
    return answer;
  }

  /** Once another has the answer, there may be nothing left to do. */
  async function askAfter(
    before: Promise<unknown>,
    question: Question,
    signal?: AbortSignal,
  ): Promise<AnalysisReply> {
    const gone = Promise.withResolvers<never>();
    const leave = (): void => gone.reject(cancelledError());
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await Promise.race([before, gone.promise]);
    } finally {
      signal?.removeEventListener('abort', leave);
    }
    requireOpen(signal);
    return askWorker(question, signal);
  }

  function requireOpen(signal?: AbortSignal): void {
    if (disposed) throw new ContractError('closed', 'The engine has been closed.');
    if (signal?.aborted) throw cancelledError();
  }

  async function askWorker(question: Question, signal?: AbortSignal): Promise<AnalysisReply> {
    const id = ++lastId;
    const key = questionKey(question);
    const last = kept.get(key);
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
    worker.postMessage({
      id,
      ...question,
      keptIn: keptIn(dir),
      known: last?.stamp ?? null,
      cancelled,
    } satisfies AnalysisRequest);
    try {
      const reply = await promise;
      return keep(key, (reply.graph ?? reply.code) ? reply : reply.stamp === last?.stamp ? last : undefined);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** @param reply `undefined`: there is none, because it was cancelled */
  function keep(key: string, reply: AnalysisReply | undefined): AnalysisReply {
    if (reply === undefined) throw cancelledError();
    kept.delete(key);
    kept.set(key, reply);
    const oldest = kept.keys().next().value;
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return reply;
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
