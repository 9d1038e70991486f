/** Events between two stamps, at most. */
export const STAMP_EVERY = 64;
/** Events that are timed in short stretches before it is decided anew: more than a burst, as a request is one, has. */
const LONG_RUN = 256;
/**
 * ns between two events on average: from when on quick ticks are asked for, and from when on no more. A reading of the clock costs 40
 * to 60 ns, and a tick of the clock's thread, each 130 us, from 6 us of another core where that is idle to 20 where threads wait for cores.
 */
const DENSE_NS = 250;
const SPARSE_NS = 500;
/** The same of slow ticks, each 4 ms, which bound the times of events in stretches. */
const STEADY_NS = 4_000;

/**
 * Whether events come so often that to time each of them would cost more than the ticks do, which bound the times of those
 * between two stamps.
 */
export class Density {
  /** The last answer. */
  isDense = false;
  /** Whether events come often enough for slow ticks. */
  isSteady = false;
  /** When it was given, ns since the origin, and the events since. */
  private since = 0;
  private events = 0;
  private readings = 0;

  /** Notes a stamp behind so many events that needs no decision; false if it is time for one. */
  goesOn(events: number): boolean {
    if (this.isDense || this.events + events >= LONG_RUN) return false;
    this.events += events;
    this.readings++;
    return true;
  }

  /** How often the clock has been read by itself since the last call. */
  takeReadings(): number {
    const { readings } = this;
    this.readings = 0;
    return readings;
  }

  /** Behind a stamp that `goesOn` has not noted. */
  decide(timeNs: number, events: number, isTicking: () => boolean): boolean {
    this.events += events;
    if (!this.isDense && this.events < LONG_RUN) return false;
    const passed = timeNs - this.since;
    const ticks = isTicking();
    this.isSteady = ticks && passed <= this.events * STEADY_NS;
    this.isDense = ticks && passed <= (this.isDense ? STAMP_EVERY * SPARSE_NS : LONG_RUN * DENSE_NS);
    this.since = timeNs;
    this.events = 0;
    return this.isDense;
  }
}
