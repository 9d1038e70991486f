import { describe, expect, it } from 'vitest';
import type { Recordings } from '#contract';
import type { TestEvent } from '../store/testing/events.ts';
import { recordingOf } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { answers } from './answers.ts';
import { RecordingReader } from './recording-reader.ts';

const THREADS = 12;
/** One call of each duration class from here on, so that every thread has a page for each of them. */
const DURATIONS = [1, 5, 20, 100, 400, 1500, 5000];

/** Function 0 calls function 1 for each of the durations. */
function calls(): TestEvent[] {
  const events: TestEvent[] = [{ op: 'enter', fn: 0, at: 0 }];
  let at = 10;
  for (const duration of DURATIONS) {
    events.push({ op: 'enter', fn: 1, at }, { op: 'exit', at: at + duration });
    at += duration + 10;
  }
  return [...events, { op: 'exit', at }];
}

const file = recordingOf(
  ...Array.from({ length: THREADS }, (_, threadId) =>
    new SpoolBuilder({ threadId })
      .functions([{ name: 'whole' }, { name: 'part' }])
      .events(calls())
      .end(),
  ),
);
const range = { startNs: 0, endNs: 100_000 };
const QUESTIONS: { readonly [M in keyof Recordings]?: Parameters<(typeof answers)[M]>[1] } = {
  durations: { path: [0, 1] },
  statistics: { by: 'function', range },
  callTree: { order: 'left-heavy', minShare: 0, range },
  heatMap: { range, columns: 8 },
  spans: { function: 1, order: 'start', offset: 0, limit: 100 },
  search: { query: 'duration>=1ns', order: 'start', offset: 0, limit: 200 },
};

describe('a question to more pages than a reader keeps', () => {
  it('is answered alike again and again, and after others', () => {
    const reader = new RecordingReader(file);
    const ask = (name: keyof Recordings, request: unknown): unknown =>
      reader.within((snapshot) => {
        expect(snapshot.pages.length).toBeGreaterThan(THREADS * (DURATIONS.length - 1));
        const answer = answers[name] as (query: unknown, request: unknown) => unknown;
        return answer({ reader, snapshot, checkpoint: () => {} }, request);
      });
    const askAll = () => Object.entries(QUESTIONS).map(([name, of]) => ask(name as keyof Recordings, of));
    const first = askAll();
    expect(first[0]).toMatchObject({
      calls: THREADS * DURATIONS.length,
      minNs: 1,
      maxNs: 5000,
      p50Ns: 100,
      count: Float64Array.from(DURATIONS, () => THREADS),
    });
    expect(first[4]).toMatchObject({ total: THREADS * DURATIONS.length });
    expect(first[5]).toMatchObject({ total: THREADS * (DURATIONS.length + 1) });
    for (let again = 0; again < 3; again++) expect(askAll()).toEqual(first);
    reader.close();
  });
});
