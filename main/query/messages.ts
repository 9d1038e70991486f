import type { ErrorCode, Recordings } from '#contract';

/** The methods that workers answer. */
export type QueryName = keyof Recordings;

/** A recording to answer from. */
export interface QuerySource {
  readonly file: string;
  /** The run, for the empty answer before anything was recorded. */
  readonly run: string;
  /** Nothing was committed yet; the file may not even be there. */
  readonly empty: boolean;
  /** `NodePlace.memory`, which the readers of a file share; none for a reader in a process of its own. */
  readonly nodes?: SharedArrayBuffer | undefined;
}

export interface QueryMessage extends QuerySource {
  /** From 1; also what cancels it (see `WorkerStart.cancelled`). */
  readonly id: number;
  readonly name: QueryName;
  /** The recording it is compared with. */
  readonly base: QuerySource | undefined;
  readonly request: unknown;
  readonly timeLimitMs: number;
}

export type AnswerMessage =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly code: ErrorCode;
      readonly message: string;
      readonly data: unknown;
    };

export interface WorkerStart {
  /** One Int32 in shared memory: the id of the query to give up. */
  readonly cancelled: Int32Array;
}
