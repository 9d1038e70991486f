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
/** For [0] of `gateOfTexts`. */
const COUNTING = 1;
const TELLING = 2 ** 31 - 1;
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
  readonly gate: Int32Array;
  /**
   * The same for rewritten texts, one place further. [0]: a gate above it counts its call without telling anybody; 1, or more
   * than any gate is.
   */
  readonly gateOfTexts = new Int32Array(1 + MAX_FUNCTIONS);
  /** MODE by function id, as it was asked for; throttling shows only in `gate`. */
  readonly modes = new Uint8Array(MAX_FUNCTIONS);
  /** Functions with calls that are counted and not written. */
  readonly dirty = new Int32Array(MAX_FUNCTIONS);
  dirtyCount = 0;
  /**
   * Throttled functions count on through the events of others, without a look at each: their counts are written where
   * they are sampled. The gate of such a function is never negative.
   */
  isLoose = false;
  /** Functions that are throttled. */
  readonly throttled: number[] = [];
  /** What the gate was when the count was last written. */
  private readonly armed = new Int32Array(MAX_FUNCTIONS);
  /** Calls counted before the gate was set anew, and not written yet; loose ones only. */
  private readonly owed = new Int32Array(MAX_FUNCTIONS);
  /** Calls for each one that is recorded; 1: all are recorded. */
  private readonly factors = new Int32Array(MAX_FUNCTIONS);
  /** State of the generator that spreads samples. */
  private seed = 0x2545f491;

  constructor() {
    this.gate = this.gateOfTexts.subarray(1);
    this.gateOfTexts[0] = COUNTING;
  }

  /** Whether every call is told, also one that is only counted. */
  tellAll(isWanted: boolean): void {
    this.gateOfTexts[0] = isWanted ? TELLING : COUNTING;
  }

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

  /** Of about `factor` calls one is recorded and the others are counted; 1 records all. Only when no count waits. */
  throttle(id: number, factor: number): void {
    const at = this.throttled.indexOf(id);
    if (factor > 1 && at < 0) this.throttled[this.throttled.length] = id;
    this.factors[id] = factor;
    this.park(id);
  }

  /** The same from the end of the stretch on. */
  rethrottle(id: number, factor: number): void {
    this.factors[id] = factor;
  }

  /** From now on counts are written where functions are sampled. Only when no count waits. */
  loosen(): void {
    this.isLoose = true;
    for (const id of this.throttled) this.park(id);
  }

  /** Begins a stretch of counted calls, if any are to be counted. */
  private park(id: number): void {
    const { gate, armed } = this;
    const mode = this.modes[id];
    const factor = this.factors[id] as number;
    // The stack may end in any call: first all of them, then what they tell.
    const stretch = factor > 1 ? this.stretch(factor) : 0;
    const owed = this.isLoose && mode !== MODE.COUNTED ? this.looseCount(id) : 0;
    this.owed[id] = owed;
    if (mode === MODE.OFF) gate[id] = CLOSED;
    else if (mode === MODE.COUNTED) gate[id] = -COUNTED_STRETCH;
    else {
      gate[id] = this.isLoose ? stretch : -stretch;
      armed[id] = stretch;
    }
  }

  /** Calls until the next sample. Of one length they would meet a program's own rhythm always at the same place. */
  private stretch(factor: number): number {
    let { seed } = this;
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    this.seed = seed;
    return (factor >> 1) + 2 + ((seed >>> 0) % factor);
  }

  private looseCount(id: number): number {
    const left = this.gate[id] as number;
    return (this.owed[id] as number) + (left > 0 ? (this.armed[id] as number) - left : 0);
  }

  /** Takes the count of a function that counts loosely. `begins`: a new stretch, else the one at hand goes on. */
  takeLoose(id: number, begins: boolean): number {
    const calls = this.looseCount(id);
    if (begins) this.park(id);
    else this.armed[id] = this.gate[id] as number;
    this.owed[id] = 0;
    return calls;
  }

  /** Forgets who is throttled no more. Only when all counts have been taken. */
  tidy(): void {
    const { throttled } = this;
    let kept = 0;
    for (const id of throttled) if ((this.factors[id] as number) > 1) throttled[kept++] = id;
    throttled.length = kept;
    if (kept === 0) this.isLoose = false;
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
    const calls = (this.armed[id] as number) - left;
    if (left > 1) this.gate[id] = -left;
    else this.park(id);
    this.dirtyCount--;
    return calls;
  }
}
