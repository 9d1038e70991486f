import type { ErrorCode, RunProgress } from '#contract';
import type { IngestSummary, RunFacts } from './types.ts';

/** A run to ingest. */
export interface WorkerStart {
  readonly spoolDir: string;
  readonly file: string;
  readonly facts: RunFacts;
  readonly maxBytes: number | undefined;
  readonly compress: boolean;
}

/** After `start` nothing but its `finish`, until it has `finished`. */
export type ToWorker =
  | { readonly kind: 'start'; readonly start: WorkerStart }
  | { readonly kind: 'finish'; readonly facts: Partial<RunFacts> };

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: RunProgress }
  | { readonly kind: 'finished'; readonly summary: IngestSummary }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly data: unknown };
