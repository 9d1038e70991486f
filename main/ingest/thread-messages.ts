import type { ProcessInfo } from '#format';
import { ROOT_NODE } from '../store/node-page.ts';
import type { Arrival, FarParents, SpanPlace } from './far-parents.ts';
import type { MarkedSpan } from './marks.ts';
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

  constructor({ far, contexts }: JoinedThreads, thread: number, process: ProcessInfo) {
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
    const arrival = this.#far.received(high, low, sequence, this.#process, own);
    return { slot: -1, ordinal: -1, root: -1, node: ROOT_NODE, arrival };
  }

  /** The root `ordinal` has begun on behalf of who has sent the message. */
  began(arrival: Arrival, ordinal: number): void {
    this.#far.began(arrival, this.#place({ ordinal, root: ordinal }));
  }

  /** A span has sent a trace context on, or goes on with one. */
  context(continues: boolean, context: string, span: OwnSpan): void {
    if (continues) this.#contexts.continued(context, this.#place(span));
    else this.#contexts.carried(context, this.#place(span));
  }

  #place({ ordinal, root }: OwnSpan): SpanPlace {
    return { thread: this.#thread, ordinal, root };
  }
}
