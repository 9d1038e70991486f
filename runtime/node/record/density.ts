/** Events between two stamps, at most. */
export const STAMP_EVERY = 64;
/**
 * Events further apart than this on average are timed one by one. A reading of the clock costs 40 to 60 ns, and a tick of the
 * clock's thread, each 130 us, from 6 us of another core where that is idle to 20 where threads wait for cores.
 */
const SPARSE_NS = 400;

/**
 * Whether events come so often that to time each of them would cost more than the ticks do, which bound the times of those
 * between two stamps. Decided anew after so many stamps, or after as many events without one.
 */
export class Density {
  /** The last answer. */
  isDense = false;
  /** When it was given, ns since the origin, and the stamps since. */
  private since = 0;
  private stamps = 0;
  private alone = 0;

  /** Notes a stamp that needs no decision; false if it is time for one. */
  goesOn(): boolean {
    if (this.isDense || this.stamps + 1 >= STAMP_EVERY) return false;
    this.stamps++;
    this.alone++;
    return true;
  }

  /** How many events have been timed one by one since the last call. */
  takeAlone(): number {
    const { alone } = this;
    this.alone = 0;
    return alone;
  }

  /** Behind a stamp that `goesOn` has not noted. */
  decide(timeNs: number, isTicking: () => boolean): boolean {
    if (!this.isDense && ++this.stamps < STAMP_EVERY) return false;
    const isLate = timeNs - this.since > STAMP_EVERY * SPARSE_NS;
    this.isDense = !isLate && isTicking();
    this.since = timeNs;
    this.stamps = 0;
    return this.isDense;
  }
}
