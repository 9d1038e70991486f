/** Numbers of a row in `SpanBatch.times` and `SpanBatch.facts`. */
export const ROW = 8;
/** Places in a row of `times`; ns since the thread's origin, and ordinals. */
export const T = {
  ordinal: 0,
  /** Ordinal; -1: no parent. */
  parent: 1,
  root: 2,
  start: 3,
  end: 4,
  duration: 5,
  covered: 6,
  suspended: 7,
} as const;
/** Places in a row of `facts`. */
export const F = {
  node: 0,
  function: 1,
  /** Of the call node. */
  depth: 2,
  lane: 3,
  flags: 4,
  children: 5,
} as const;

/**
 * Spans of one thread that have just ended, in the order of their ends. Row after row in two arrays: what gathers them
 * touches two places in memory a span, and what files them loops over few arrays.
 */
export class SpanBatch {
  length = 0;
  readonly capacity: number;
  readonly times: Float64Array;
  readonly facts: Int32Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.times = new Float64Array(capacity * ROW);
    this.facts = new Int32Array(capacity * ROW);
  }
}
