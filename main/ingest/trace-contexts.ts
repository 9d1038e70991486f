import type { SpanPlace } from './far-parents.ts';

/** Contexts that are remembered; those that nobody goes on with, as those of calls to other machines, have no other bound. */
const MOST_CARRIED = 2 ** 16;

export interface TraceContextsState {
  readonly carriers: Map<string, SpanPlace>;
  readonly waiting: Map<string, SpanPlace[]>;
}

/**
 * Joins roots that go on with a W3C trace context to the spans that have sent it (CARRIES and CONTINUES in FORMAT.md), and tells
 * each once, whichever side has been read first.
 */
export class TraceContexts {
  readonly #found: (child: SpanPlace, parent: SpanPlace) => void;
  readonly #carriers = new Map<string, SpanPlace>();
  readonly #waiting = new Map<string, SpanPlace[]>();

  constructor(found: (child: SpanPlace, parent: SpanPlace) => void) {
    this.#found = found;
  }

  /** `context`: trace id and span id. */
  carried(context: string, by: SpanPlace): void {
    this.#carriers.set(context, by);
    for (const child of this.#waiting.get(context) ?? []) this.#found(child, by);
    this.#waiting.delete(context);
    letGo(this.#carriers);
  }

  /** A span that calls for another one of its thread has its parent already. */
  continued(context: string, child: SpanPlace): void {
    if (child.ordinal !== child.root) return;
    const by = this.#carriers.get(context);
    if (by) {
      this.#found(child, by);
      return;
    }
    const waiting = this.#waiting.get(context) ?? [];
    waiting.push(child);
    this.#waiting.set(context, waiting);
    letGo(this.#waiting);
  }

  save(): TraceContextsState {
    return { carriers: this.#carriers, waiting: this.#waiting };
  }

  restore({ carriers, waiting }: TraceContextsState): void {
    for (const [context, by] of carriers) this.#carriers.set(context, by);
    for (const [context, children] of waiting) this.#waiting.set(context, children);
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
