import { MAX_FUNCTIONS } from './modes.ts';

/** Words that go without a time of their own, at most. */
const LONGEST = 24;
/** What a stretch may take, ns; one that takes more has met something that deserves a time of its own. */
const SHORT_NS = 1_500;
/** Stretches that must be short before the next longer one is tried: at first, and once a longer one has failed. */
const TRIAL = 3;
const PATIENCE = 255;

/**
 * How many words may follow an event without a reading of the clock. What follows it has mostly followed it before: where that
 * took next to no time it is not looked at each time, and where it called a library or waited it soon is.
 */
export class Stretches {
  /** By what begins a stretch: a function as it begins, or behind them all one that has ended and called no other. */
  private readonly lengths = new Uint8Array(2 * MAX_FUNCTIONS);
  private readonly trials = new Uint8Array(2 * MAX_FUNCTIONS);
  private begunBy = -1;

  /**
   * An event is timed, `ns` behind the one before that was. `id`: the function that begins, or -1; `previous`: the word
   * before. Gives how many words are not timed.
   */
  next(id: number, previous: number, ns: number): number {
    if (this.begunBy >= 0) this.judge(this.begunBy, ns);
    // A word that is no function, but looks like one, does no harm.
    const isLeaf = previous >= 0 && previous < MAX_FUNCTIONS;
    const begins = id >= 0 ? id : isLeaf ? MAX_FUNCTIONS + previous : -1;
    this.begunBy = begins;
    return begins < 0 ? 0 : (this.lengths[begins] as number);
  }

  /** An event is timed that begins none. `ns`: as above, or -1 where the last one is not to be judged. */
  end(ns: number): void {
    if (this.begunBy >= 0 && ns >= 0) this.judge(this.begunBy, ns);
    this.begunBy = -1;
  }

  private judge(key: number, ns: number): void {
    const { lengths, trials } = this;
    const length = lengths[key] as number;
    const trial = trials[key] as number;
    if (ns > SHORT_NS) {
      lengths[key] = trial === PATIENCE ? length >> 1 : Math.max(0, length - 1);
      trials[key] = PATIENCE;
    } else if (trial > 0) trials[key] = trial - 1;
    else if (length < LONGEST) {
      lengths[key] = length + 1;
      trials[key] = TRIAL;
    }
  }
}
