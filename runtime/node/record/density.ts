/** Words between two stamps, at most. */
export const STAMP_EVERY = 64;
/** Events that are timed in short stretches before it is decided anew: more than a burst, as a request is one, has. */
const LONG_RUN = 256;
/**
 * ns between two events on average: from when on quick ticks are asked for, and from when on no more. A reading of the clock costs 40
 * to 60 ns, and a tick of the clock's thread, each 130 us, from 6 us of another core where that is idle to 20 where threads wait for cores.
 */
const DENSE_NS = 250;
const SPARSE_NS = 500;
/** Words for each event where values are captured as well: a call has its arguments and its result, some of which are lists. */
const WORDS_WITH_VALUES = 4;
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
  private wordsPerEvent = 1;
  /** When it was given, ns since the origin, and the events since. */
  private since = 0;
  private words = 0;
  private readings = 0;

  /** From now on words are of values, too. Else a service whose calls have values would pass for one with many calls. */
  expectValues(): void {
    this.wordsPerEvent = WORDS_WITH_VALUES;
  }

  /** Notes a stamp behind so many words that needs no decision; false if it is time for one. */
  goesOn(words: number): boolean {
    if (this.isDense || this.words + words >= LONG_RUN * this.wordsPerEvent) return false;
    this.words += words;
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
  decide(timeNs: number, words: number, isTicking: () => boolean): boolean {
    const { wordsPerEvent } = this;
    this.words += words;
    if (!this.isDense && this.words < LONG_RUN * wordsPerEvent) return false;
    const passed = timeNs - this.since;
    const ticks = isTicking();
    this.isSteady = ticks && passed * wordsPerEvent <= this.words * STEADY_NS;
    const mostNs = this.isDense ? (STAMP_EVERY * SPARSE_NS) / wordsPerEvent : LONG_RUN * DENSE_NS;
    this.isDense = ticks && passed <= mostNs;
    this.since = timeNs;
    this.words = 0;
    return this.isDense;
  }
}
