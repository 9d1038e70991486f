import type { ContractError, Disposable, RunId, RunProgress } from '#contract';
import type { IngestSummary, RunFacts } from '../store/facts.ts';

export type { IngestSummary, RunFacts } from '../store/facts.ts';

export interface IngestOptions {
  readonly run: RunId;
  /** Absolute folder that the target's threads write `*.spool` files into; it may not exist yet. */
  readonly spoolDir: string;
  /** Absolute path of the recording. What stands there unsealed is gone on with, or rebuilt from the spool. */
  readonly file: string;
  readonly facts: RunFacts;
  /** Whether pages are compressed that will not be written again; absent: yes. */
  readonly compress?: boolean | undefined;
  readonly onProgress?: (progress: RunProgress) => void;
  /**
   * The recording cannot be written (a full disk) or a defect stopped the worker. What was committed stays readable,
   * the spool stays whole, and `finish` rejects with the same error.
   */
  readonly onFailure?: (error: ContractError) => void;
  /** Bytes the recording may take at most; for tests of a full disk. */
  readonly maxBytes?: number;
}

/** A recording being written, in a worker thread of its own. */
export interface Ingest extends Disposable {
  /** The latest progress; revision 0 before the first spans are in the file. */
  progress(): RunProgress;
  /**
   * The target and its children have ended: reads what is left, closes open spans as unfinished, seals the recording into
   * one portable file, verifies it and deletes the spool. Rejects with a `ContractError`; the spool is kept then.
   */
  finish(facts?: Partial<RunFacts>): Promise<IngestSummary>;
  /** Stops at once. The spool stays, so that a later ingest can rebuild the recording. */
  dispose(): void;
}
