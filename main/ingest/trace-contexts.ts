import type { ProcessInfo } from '#format';
import type { Arrival, FarParents, SpanPlace } from './far-parents.ts';

/** Contexts that are remembered; those that nobody goes on with, as those of calls to other machines, have no other bound. */
const MOST_CARRIED = 2 ** 16;

/** Like `FarParentsState`, with which it must be written: an arrival may stand in both. */
export interface TraceContextsState {
  readonly carriers: Map<string, SpanPlace | Arrival>;
  readonly waiting: Map<string, Arrival[]>;
}

/**
 * Joins roots that go on with a W3C trace context to the spans that have sent it ("Parents from elsewhere" in FORMAT.md): each
 * context that arrives is one more message, whichever side has been read first.
 */
export class TraceContexts {
  readonly #far: FarParents;
  readonly #carriers = new Map<string, SpanPlace | Arrival>();
  readonly #waiting = new Map<string, Arrival[]>();

  constructor(far: FarParents) {
    this.#far = far;
  }

  /** `key`: trace id and span id. */
  carried(key: string, by: SpanPlace | Arrival): void {
    this.#carriers.set(key, by);
    for (const arrival of this.#waiting.get(key) ?? []) this.#far.settle(arrival, by);
    this.#waiting.delete(key);
    letGo(this.#carriers);
  }

  /** `context`: the words of the key; they are kept. `process` has received it. */
  continued(key: string, context: Int32Array, process: ProcessInfo): Arrival {
    const sender = this.#carriers.get(key);
    const arrival: Arrival = {
      ...{ high: 0, sequence: 0, context, process, fallback: undefined, sender },
      ...{ roots: [], followers: [] },
    };
    if (sender) return arrival;
    const waiting = this.#waiting.get(key) ?? [];
    waiting.push(arrival);
    this.#waiting.set(key, waiting);
    letGo(this.#waiting);
    return arrival;
  }

  save(): TraceContextsState {
    return { carriers: this.#carriers, waiting: this.#waiting };
  }

  restore({ carriers, waiting }: TraceContextsState): void {
    for (const [key, by] of carriers) this.#carriers.set(key, by);
    for (const [key, arrivals] of waiting) this.#waiting.set(key, arrivals);
  }
}

/** Of what is remembered for too long, the oldest. */
function letGo(map: Map<string, unknown>): void {
  if (map.size <= MOST_CARRIED) return;
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
