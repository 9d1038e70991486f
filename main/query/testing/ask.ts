import type { Recordings } from '#contract';
import { answers } from '../answers.ts';
import { RecordingReader } from '../recording-reader.ts';

type Answer<M extends keyof Recordings> = ReturnType<(typeof answers)[M]>;
type Request<M extends keyof Recordings> = Parameters<(typeof answers)[M]>[1];

/** Asks a recording in this thread; a test of the queries needs no worker. */
export function ask<M extends keyof Recordings>(
  file: string,
  name: M,
  request: Request<M>,
  checkpoint: () => void = () => {},
): Answer<M> {
  const reader = new RecordingReader(file);
  const answer = answers[name] as (query: unknown, request: Request<M>) => Answer<M>;
  try {
    return reader.within((snapshot) => answer({ reader, snapshot, checkpoint }, request));
  } finally {
    reader.close();
  }
}
