import type { Honesty, Run } from '#contract';

/** What a recording says of the run it came from, so that the file alone can be imported elsewhere. */
export type RunFacts = Omit<Run, 'dir' | 'file' | 'bytes' | 'pinned' | 'spans' | 'functions' | 'errors'>;

/** What a sealed recording holds. */
export interface IngestSummary {
  readonly spans: number;
  readonly functions: number;
  readonly errors: number;
  readonly threads: number;
  /** From the origin to the last event. */
  readonly durationNs: number;
  /** Size of the recording on disk. */
  readonly bytes: number;
  readonly honesty: Honesty;
  /** Spans of damaged pages that a repair gave up. */
  readonly lostSpans?: number;
}
