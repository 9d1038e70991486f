import type { Recordings } from '#contract';
import { answers } from '../answers.ts';
import { RecordingReader } from '../recording-reader.ts';
import type { Snapshot } from '../snapshot.ts';

type Answer<M extends keyof Recordings> = ReturnType<(typeof answers)[M]>;
type Request<M extends keyof Recordings> = Parameters<(typeof answers)[M]>[1];

/** Asks for the difference of two recordings in this thread. */
export function askDifference(
  baseFile: string,
  file: string,
  request: Omit<Request<'difference'>, 'base'>,
): Answer<'difference'> {
  const [base, reader] = [new RecordingReader(baseFile), new RecordingReader(file)];
  const query = (than: Snapshot, snapshot: Snapshot) => ({
    ...{ reader, snapshot, checkpoint: () => {} },
    base: { reader: base, snapshot: than },
  });
  try {
    return base.within((than) =>
      reader.within((snapshot) => answers.difference(query(than, snapshot), { ...request, base: 'rbase' })),
    );
  } finally {
    base.close();
    reader.close();
  }
}

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
