import type { Arrival } from './far-parents.ts';

/** What a later LINK or RESUME needs of the span that a mark names. */
export interface MarkedSpan {
  /** Its place in the open spans; -1 once it has ended. */
  slot: number;
  readonly ordinal: number;
  readonly root: number;
  readonly node: number;
  /** The mark names whoever has sent a message, somewhere else: nothing of the above is said then. */
  readonly arrival?: Arrival;
}

/** Ended spans whose marks are kept for a LINK that may still come. */
const ENDED_KEPT = 65_536;

/**
 * The marks of one thread. A recorder forgets marks that cannot be used again; should it not, the marks of spans that ended
 * longest ago are let go, so that the map stays bounded.
 */
export class Marks {
  readonly #marks = new Map<number, MarkedSpan>();
  #ended: number[] = [];

  get(mark: number): MarkedSpan | undefined {
    return this.#marks.get(mark);
  }

  set(mark: number, span: MarkedSpan): void {
    this.#marks.set(mark, span);
  }

  /** Another name for a span that has one already. */
  alias(mark: number, span: MarkedSpan): void {
    this.#marks.set(mark, span);
    this.#ended.push(mark);
  }

  end(mark: number): void {
    const span = this.#marks.get(mark);
    if (!span) return;
    span.slot = -1;
    this.#ended.push(mark);
    if (this.#ended.length < ENDED_KEPT * 2) return;
    for (const old of this.#ended.slice(0, ENDED_KEPT)) {
      if (this.#marks.get(old)?.slot === -1) this.#marks.delete(old);
    }
    this.#ended = this.#ended.slice(ENDED_KEPT);
  }

  /** An open span keeps its mark for RESUME. */
  forget(mark: number): void {
    if (this.#marks.get(mark)?.slot === -1) this.#marks.delete(mark);
  }
}
