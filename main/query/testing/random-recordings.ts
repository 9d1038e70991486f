import fc from 'fast-check';
import type { TestEvent } from '../../store/testing/events.ts';
import { type ModelSpan, type ModelThread, modelThread } from '../../store/testing/model.ts';
import { threadEvents } from '../../store/testing/random-events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { ask } from './ask.ts';

/** Functions `a` to `f`, two to a file. */
export const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Function i is in file i >> 1. */
export const FILES = ['lib/one.js', 'lib/two.js', 'three.js'];
const THREAD_OFFSET_NS = 1_000_000;

/** A recording on disk, and what is known to be in it. */
export interface ModelledRecording {
  readonly file: string;
  readonly threads: readonly ModelThread[];
  /** Every span with its thread, on the recording's clock. */
  readonly spans: readonly PlacedSpan[];
  /** Names by function index of the recording. */
  readonly names: readonly string[];
  readonly endNs: number;
}

export interface PlacedSpan {
  readonly thread: number;
  readonly span: ModelSpan;
  readonly name: string;
  readonly startNs: number;
  readonly endNs: number;
}

/** Two threads, the second one 1 ms younger; cut into several frames. */
export function modelled(threads: readonly (readonly TestEvent[])[]): ModelledRecording {
  const functions = NAMES.map((name, i) => ({ name, file: FILES[i >> 1] as string }));
  const file = recordingOf(
    ...threads.map((events, i) => {
      const originUnixNs = String(1_700_000_000_000_000_000n + BigInt(i * THREAD_OFFSET_NS));
      const spool = new SpoolBuilder({ threadId: i, originUnixNs }).functions(functions);
      for (let at = 0; at < events.length; at += 50) spool.events(events.slice(at, at + 50));
      return spool.end();
    }),
  );
  const models = threads.map((events) => modelThread(events));
  const spans = models.flatMap(({ spans }, thread) =>
    spans.map((span) => ({
      thread,
      span,
      name: NAMES[span.fn] as string,
      startNs: span.start + thread * THREAD_OFFSET_NS,
      endNs: span.end + thread * THREAD_OFFSET_NS,
    })),
  );
  return {
    file,
    threads: models,
    spans,
    names: ask(file, 'functions', {}).name,
    endNs: Math.max(...models.map((thread, i) => thread.lastNs + i * THREAD_OFFSET_NS)),
  };
}

/** Runs the check on recordings of random events; few, for each one is a file. */
export async function forRecordings(
  check: (recording: ModelledRecording) => void,
  runs = 25,
  examples: [TestEvent[], TestEvent[]][] = [],
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.tuple(threadEvents(120), threadEvents(120)), async (threads) => {
      check(modelled(threads));
    }),
    { numRuns: runs, examples: examples.map((example) => [example] as [[TestEvent[], TestEvent[]]]) },
  );
}
