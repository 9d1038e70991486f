import type { CapturedValue, Disposable, FunctionTable, ThreadSummary } from '#contract';

/** One span with its values, as an export writes it. */
export interface ScannedSpan {
  readonly thread: number;
  /** In its thread; `formatSpanId(thread, ordinal)` is the span id. */
  readonly ordinal: number;
  /** Ordinal of the parent in the same thread; -1 at a root. */
  readonly parent: number;
  /** Ordinal of the root above it in the same thread; its own at a root. */
  readonly root: number;
  readonly function: number;
  readonly startNs: number;
  /** -1: no recorded end. */
  readonly durationNs: number;
  readonly selfNs: number;
  /** Time not suspended. */
  readonly activeNs: number;
  readonly status: 'ok' | 'error' | 'unfinished' | 'incomplete';
  /** In the order of the call; `null`: not captured. */
  readonly params: readonly CapturedValue[] | null;
  readonly returned: CapturedValue | null;
  readonly thrown: CapturedValue | null;
}

/** A span by its thread and its ordinal there. */
export interface SpanPlace {
  readonly thread: number;
  readonly ordinal: number;
}

/** Calls between functions, merged over the run; one row per pair. */
export interface CallEdges {
  readonly length: number;
  /** Index into the function table; -1: called from outside. */
  readonly caller: Int32Array;
  readonly callee: Int32Array;
  readonly calls: Float64Array;
  /** Inclusive ns; calls nested in one of the same pair count once. */
  readonly totalNs: Float64Array;
}

/**
 * Everything in a recording, for exports. Reads in the calling thread, in bounded memory, against the one consistent state
 * the file had when it was opened. Throws `ContractError`: `not-found`, `damaged`, `refused` (newer format).
 */
export interface RecordingScan extends Disposable {
  readonly threads: readonly ThreadSummary[];
  functions(): FunctionTable;
  /** Parameter names of a function, as the source has them. */
  params(functionIndex: number): readonly string[];
  callEdges(): CallEdges;
  /** The span of another thread or process that has caused a root, by a message, a start or a request. */
  parentElsewhere(thread: number, root: number): SpanPlace | undefined;
  /** The first root of the trace that a root belongs to, over all threads; itself where nothing has caused it. */
  traceRoot(thread: number, root: number): SpanPlace;
  /**
   * All spans in batches of up to a few thousand, ordered by thread and ordinal (a parent stands before its children).
   * Gives way to other work between batches; rejects with `cancelled`.
   */
  spans(signal?: AbortSignal): AsyncGenerator<readonly ScannedSpan[]>;
}
