import type { OpenSpans } from './open-spans.ts';
import type { SpanBatch } from './span-batch.ts';

/** Takes the spans of a thread as they end, and the values as they come. */
export interface SpanSink {
  /** The batch is empty after the call. `open`: those that have not ended. */
  ended(batch: SpanBatch, open: OpenSpans): void;
  /** A value of the span `ordinal`; the words are valid during the call. */
  value(ordinal: number, op: number, words: Int32Array, offset: number, count: number, time: number): void;
  /** A step within the span `ordinal`, or what it sets of the variables of `owner`; see `EventHandler.step`. */
  step(
    ordinal: number,
    owner: number,
    op: number,
    words: Int32Array,
    offset: number,
    count: number,
    time: number,
  ): void;
  /** The span `ordinal` in `lane` was suspended between two moments, ns since the thread's origin; told when that ended. */
  waited(ordinal: number, lane: number, from: number, to: number): void;
  /** What was noted of the span `ordinal` (-1: of none); see `EventHandler.note`. */
  note(ordinal: number, op: number, words: Int32Array, offset: number, count: number): void;
}
