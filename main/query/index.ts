import {
  ContractError,
  type Disposable,
  type RecordingSummary,
  type Recordings,
  type Run,
  type RunId,
  type RunProgress,
  recordings,
} from '#contract';
import { LruCache } from './lru-cache.ts';
import type { QueryName, QuerySource } from './messages.ts';
import { NodePlace } from './node-place.ts';
import { QueryPool, type SlowQuery } from './pool.ts';
import { startProcess, startThread } from './readers.ts';

export { type JoinedFunction, joinFunctions } from './function-identity.ts';
export type { SlowQuery } from './pool.ts';
export { openScan } from './scan.ts';
export type { CallEdges, RecordingScan, ScannedSpan } from './scan-types.ts';
export { slowQueryLog } from './slow-query-log.ts';
export { traceIdOf } from './span-detail.ts';

/** Where a run's recording is and how far it has come; rejects with `not-found`. */
export type Locate = (run: RunId) => Promise<{
  readonly file: string;
  readonly run: Run;
  readonly progress: RunProgress;
}>;

export interface RecordingsOptions {
  /** Reader threads; 2 by default. */
  readonly workers?: number;
  /** After which a query gives up with `timeout`; 10 s by default. */
  readonly timeLimitMs?: number;
  /** Told of queries that take longer than `slowMs` (100 by default). */
  readonly onSlowQuery?: (query: SlowQuery) => void;
  readonly slowMs?: number;
}

/** Answered by a worker as they are asked. */
const QUERIES = Object.keys(recordings.methods).filter((name) => name !== 'summary') as QueryName[];

/** These read a whole file: a hundred million spans take minutes. */
const CARE: ReadonlySet<string> = new Set(['verify', 'repair']);
const CARE_LIMIT_MS = 600_000;

const LIVE: ReadonlySet<string> = new Set(['running', 'stopping', 'finishing']);

/** Of so many recordings the readers share their call nodes. */
const SHARED_RECORDINGS = 4;

function sourceOf({ file, run, progress }: Awaited<ReturnType<Locate>>): QuerySource {
  return { file, run: run.id, empty: progress.revision === 0 && LIVE.has(run.state) };
}

/** The recordings service: answers from the files, in reader threads, also while they are being written. */
export function createRecordings(locate: Locate, options: RecordingsOptions = {}): Recordings & Disposable {
  const { workers = 2, timeLimitMs = 10_000, slowMs = 100, onSlowQuery } = options;
  const pool = new QueryPool({ workers, slowMs, onSlowQuery, start: startThread });
  const places = new LruCache<string, NodePlace>(SHARED_RECORDINGS);
  const statements = new QueryPool({ workers: 1, slowMs, onSlowQuery, start: startProcess });

  /** A source for threads that share what they read. */
  function shared(located: Awaited<ReturnType<Locate>>): QuerySource {
    const source = sourceOf(located);
    const place = places.get(source.file) ?? new NodePlace();
    places.set(source.file, place);
    return { ...source, nodes: place.memory };
  }

  async function ask<M extends QueryName>(
    name: M,
    request: { run: RunId },
    signal: AbortSignal | undefined,
  ): Promise<{ located: Awaited<ReturnType<Locate>>; answer: Awaited<ReturnType<Recordings[M]>> }> {
    const located = await locate(request.run);
    if (name === 'repair' && LIVE.has(located.run.state)) {
      throw new ContractError('refused', `"${located.run.name}" is being recorded. Wait until it has ended.`);
    }
    const other = (request as { base?: RunId }).base;
    const base = other === undefined ? undefined : shared(await locate(other));
    const own = request as { timeLimitMs?: number };
    const isStatement = name === 'sql';
    const answer = await (isStatement ? statements : pool).run(
      {
        name,
        ...(isStatement ? sourceOf(located) : shared(located)),
        base,
        request,
        timeLimitMs: own.timeLimitMs ?? (CARE.has(name) ? CARE_LIMIT_MS : timeLimitMs),
      },
      signal,
    );
    // The repaired recording is another file.
    if (name === 'repair') places.set(located.file, new NodePlace());
    return { located, answer: answer as Awaited<ReturnType<Recordings[M]>> };
  }

  const methods = QUERIES.map((name) => [
    name,
    async (request: { run: RunId }, signal?: AbortSignal) => (await ask(name, request, signal)).answer,
  ]);
  const direct = Object.fromEntries(methods) as Omit<Recordings, 'summary'>;
  return {
    async summary(request, signal) {
      const { located, answer } = await ask('summary', request, signal);
      return { ...(answer as RecordingSummary), run: located.run, progress: located.progress };
    },
    ...direct,
    dispose() {
      pool.dispose();
      statements.dispose();
    },
  };
}
