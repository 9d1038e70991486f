import { CONTEXT_WORDS, OP, type ProcessInfo } from '#format';
import { ROOT_NODE } from '../store/node-page.ts';
import { hexadecimal } from '../store/signal-words.ts';
import type { Arrival, FarParents, SpanPlace } from './far-parents.ts';
import type { MarkedSpan } from './marks.ts';
import type { SpanSink } from './span-sink.ts';
import type { TraceContexts } from './trace-contexts.ts';

/** A span of the own thread, or with `arrival` whoever has sent that. */
export type OwnSpan = Pick<MarkedSpan, 'ordinal' | 'root' | 'arrival'>;

/** What all threads of a recording have sent each other. */
export interface JoinedThreads {
  readonly far: FarParents;
  readonly contexts: TraceContexts;
}

/** What one thread has sent and received. */
export class ThreadMessages {
  readonly #far: FarParents;
  readonly #contexts: TraceContexts;
  readonly #thread: number;
  readonly #process: ProcessInfo;
  readonly #originUnixNs: number;
  readonly #sink: Pick<SpanSink, 'note'>;

  /** `sink`: takes the contexts that spans carry and continue. */
  constructor(
    { far, contexts }: JoinedThreads,
    thread: number,
    process: ProcessInfo,
    sink: Pick<SpanSink, 'note'>,
  ) {
    this.#sink = sink;
    this.#far = far;
    this.#contexts = contexts;
    this.#thread = thread;
    this.#process = process;
    far.joined(process);
    this.#originUnixNs = Number(process.originUnixNs);
  }

  /** `by`: nothing is known of nobody. `timeNs`: since the thread's origin. */
  sent(high: number, low: number, sequence: number, by: OwnSpan | undefined, timeNs: number): void {
    if (by) this.#far.sent(high, low, sequence, by.arrival ?? this.#place(by), this.#originUnixNs + timeNs);
  }

  /** What a mark names that stands for the sender. */
  received(high: number, low: number, sequence: number, fallback: MarkedSpan | undefined): MarkedSpan {
    const own = fallback && !fallback.arrival ? this.#place(fallback) : undefined;
    return named(this.#far.received(high, low, sequence, this.#process, own));
  }

  /** A span has sent a trace context on: `CONTEXT_WORDS` words from `words[offset]` on, as for the next two. */
  carries(words: Int32Array, offset: number, by: OwnSpan): void {
    if (!by.arrival) this.#sink.note(by.ordinal, OP.CARRIES, words, offset, CONTEXT_WORDS);
    this.#contexts.carried(keyOf(words, offset), by.arrival ?? this.#place(by));
  }

  /** What a mark names that stands for the sender of a trace context. */
  receivedContext(words: Int32Array, offset: number): MarkedSpan {
    return named(this.#continued(words, offset));
  }

  /** A span goes on with a trace context. One that calls for another one of its thread has its parent already. */
  continues(words: Int32Array, offset: number, span: OwnSpan): void {
    this.#sink.note(span.ordinal, OP.CONTINUES, words, offset, CONTEXT_WORDS);
    if (span.ordinal === span.root) this.#far.began(this.#continued(words, offset), this.#place(span));
  }

  #continued(words: Int32Array, offset: number): Arrival {
    const context = words.slice(offset, offset + CONTEXT_WORDS);
    return this.#contexts.continued(keyOf(words, offset), context, this.#process);
  }

  /** The root `ordinal` has begun on behalf of who has sent the message. */
  began(arrival: Arrival, ordinal: number): void {
    const { context } = arrival;
    if (context) this.#sink.note(ordinal, OP.CONTINUES, context, 0, CONTEXT_WORDS);
    this.#far.began(arrival, this.#place({ ordinal, root: ordinal }));
  }

  #place({ ordinal, root }: OwnSpan): SpanPlace {
    return { thread: this.#thread, ordinal, root };
  }
}

const named = (arrival: Arrival): MarkedSpan => ({
  slot: -1,
  ordinal: -1,
  root: -1,
  node: ROOT_NODE,
  arrival,
});

const keyOf = (words: Int32Array, offset: number): string => hexadecimal(words, offset, CONTEXT_WORDS);
