/** Events between two stamps, at most. */
export const STAMP_EVERY = 64;
/** Events that are timed alone before it is decided anew: more than a burst, as a request is one, has. */
const LONG_RUN = 256;
/**
 * ns between two events on average: from when on ticks are asked for, and from when on no more. A reading of the clock costs 40 to 60
 * ns, and a tick of the clock's thread, each 130 us, from 6 us of another core where that is idle to 20 where threads wait for cores.
 */
const DENSE_NS = 250;
const SPARSE_NS = 500;

/**
 * Whether events come so often that to time each of them would cost more than the ticks do, which bound the times of those
 * between two stamps.
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
    if (this.isDense || this.stamps + 1 >= LONG_RUN) return false;
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
    if (!this.isDense && ++this.stamps < LONG_RUN) return false;
    const most = this.isDense ? STAMP_EVERY * SPARSE_NS : LONG_RUN * DENSE_NS;
    this.isDense = timeNs - this.since <= most && isTicking();
    this.since = timeNs;
    this.stamps = 0;
    return this.isDense;
  }
}
