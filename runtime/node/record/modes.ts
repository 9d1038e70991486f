/** What becomes of a function's calls, from least to most. */
export const MODE = {
  /** Nothing is recorded, not even that it was called. */
  OFF: 0,
  /** Calls are counted below the innermost recorded span; none has a span. */
  COUNTED: 1,
  /** Every call has a span with its times. */
  TIMED: 2,
  /** Also what its level captures: parameters, return value, error and so on. */
  CAPTURED: 3,
} as const;
export type Mode = (typeof MODE)[keyof typeof MODE];

/** Functions of one thread; those that are defined later are not rewritten. The memory is touched as it is used. */
export const MAX_FUNCTIONS = 1 << 18;

/** Gate of a function that is off. Every other state is in the comment of `gate`. */
const CLOSED = -1;
/** Calls between two samples of a function that is counted only: after so many its count is written. */
const COUNTED_STRETCH = 1 << 14;

/**
 * Whether and how the calls of each function are recorded, by function id. The fast path is one load and one comparison:
 * see `createCalls`.
 */
export class Modes {
  /**
   * 0: each call is recorded. n > 1: this call and n - 2 more are counted, the one after them is the end of the stretch.
   * 1: the end of the stretch. -1: off. n < -1: as -n, but nothing has been counted since the count was last written.
   */
  readonly gate = new Int32Array(MAX_FUNCTIONS);
  /** MODE by function id, as it was asked for; throttling shows only in `gate`. */
  readonly modes = new Uint8Array(MAX_FUNCTIONS);
  /** Functions with calls that are counted and not written. */
  readonly dirty = new Int32Array(MAX_FUNCTIONS);
  dirtyCount = 0;
  /** What the gate was when the count was last written. */
  private readonly armed = new Int32Array(MAX_FUNCTIONS);
  /** Calls for each one that is recorded; 1: all are recorded. */
  private readonly factors = new Int32Array(MAX_FUNCTIONS);

  define(id: number, mode: Mode): void {
    this.factors[id] = 1;
    this.set(id, mode);
  }

  modeOf(id: number): Mode {
    return this.modes[id] as Mode;
  }

  factorOf(id: number): number {
    return this.factors[id] as number;
  }

  /** Only when no count waits. */
  set(id: number, mode: Mode): void {
    this.modes[id] = mode;
    this.park(id);
  }

  /** Of `factor` calls one is recorded and the others are counted; 1 records all. Only when no count waits. */
  throttle(id: number, factor: number): void {
    this.factors[id] = factor;
    this.park(id);
  }

  /** Begins a stretch of counted calls, if any are to be counted. */
  private park(id: number): void {
    const mode = this.modes[id];
    const factor = this.factors[id] as number;
    if (mode === MODE.OFF) this.gate[id] = CLOSED;
    else if (mode === MODE.COUNTED) this.gate[id] = -COUNTED_STRETCH;
    else this.gate[id] = factor > 1 ? -factor : 0;
  }

  /**
   * For a call that the gate does not count by itself: whether it is to be recorded, as the sample at the end of a
   * stretch. Then the counts must be written before it.
   */
  endsStretch(id: number, gate: number): boolean {
    if (gate === 1) return true;
    if (gate < CLOSED) {
      this.armed[id] = -gate;
      this.gate[id] = -gate - 1;
      this.dirty[this.dirtyCount++] = id;
    }
    return false;
  }

  /** Takes the count of the last dirty function. Its stretch goes on, or begins anew at its end. */
  take(): number {
    const id = this.dirty[this.dirtyCount - 1] as number;
    const left = this.gate[id] as number;
    if (left > 1) this.gate[id] = -left;
    else this.park(id);
    this.dirtyCount--;
    return (this.armed[id] as number) - left;
  }
}
