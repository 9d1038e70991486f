import type { NodeFigures } from './node-table.ts';

const COLUMNS = 4;

/**
 * Room for the figures of all call nodes, lent to one query after another. A million nodes take 32 MB: made anew for every question,
 * they would be left to the collector, and the holes they leave to the allocator, which gives back little of what threads free.
 */
export class FigureSets {
  #kept: NodeFigures | undefined;
  #isLent = false;

  /** Figures of 0 for at least `length` nodes; only until `takeBack`. A second set at the same time is not kept. */
  lend(length: number): NodeFigures {
    if (this.#isLent) return figuresFor(length);
    this.#isLent = true;
    const kept = this.#kept;
    if (!kept || kept.calls.length < length) {
      // Two at a time would be the peak that this class is there against.
      this.#kept = undefined;
      this.#kept = figuresFor(length);
      return this.#kept;
    }
    for (const column of [kept.calls, kept.errors, kept.totalNs, kept.selfNs]) column.fill(0, 0, length);
    return kept;
  }

  /** The query is over: nothing of its answer may be in what was lent. */
  takeBack(): void {
    this.#isLent = false;
  }

  clear(): void {
    this.#kept = undefined;
    this.#isLent = false;
  }
}

/** In one piece: the larger a piece, the sooner the system has it back. */
function figuresFor(length: number): NodeFigures {
  const buffer = new ArrayBuffer(length * COLUMNS * Float64Array.BYTES_PER_ELEMENT);
  const column = (at: number) =>
    new Float64Array(buffer, at * length * Float64Array.BYTES_PER_ELEMENT, length);
  return { calls: column(0), errors: column(1), totalNs: column(2), selfNs: column(3) };
}
