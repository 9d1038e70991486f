import { ContractError } from '#contract';
import type { RecordingReader } from './recording-reader.ts';
import type { Snapshot } from './snapshot.ts';

/** What a query works with. */
export interface Query {
  readonly reader: RecordingReader;
  readonly snapshot: Snapshot;
  /** Called between pages: throws `cancelled` or `timeout`. */
  readonly checkpoint: () => void;
  /** The recording it is compared with, for queries about two. */
  readonly base?: Pick<Query, 'reader' | 'snapshot'> | undefined;
}

/** Throws `not-found` for a function that the recording does not have. */
export function requireFunction({ functions }: Snapshot, index: number): void {
  if (index < functions.length) return;
  throw new ContractError('not-found', `The recording has no function ${index}.`);
}
