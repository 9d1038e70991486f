import { OP, WIDE_DELTA } from '../../format/index.ts';
import { MAX_PACKED, PACKED, packed } from '../../format/packed-words.ts';
import { POS, TICK } from './cells.ts';
import type { Clock } from './clock.ts';
import type { EventBuffer } from './event-buffer.ts';

/** Deltas from here on would look like operations. */
const NARROW = 0xffffffc0;
/** A stretch of events without times of their own that took longer is told with the tick that it met, ns. */
const LONG_STRETCH = 100e3;

/** What stands in the words to say when events happened: FORMAT.md, "Clock". */
export class Stamps {
  /**
   * [0] P of FORMAT.md, [1] the P that the frame began with; ns since the origin. In an array, because a field would be a
   * new heap number each time.
   */
  readonly times = new Float64Array(2);
  maxClockErrorNs = 0;
  private readonly cells: Int32Array;
  private readonly words: Int32Array;
  private readonly buffer: EventBuffer;
  private readonly clock: Clock;
  private readonly exact: boolean;
  private readonly origin: number;
  /** Position behind the last stamp. */
  private stampedAt = 0;
  /** Position of the last packed stamp. */
  private packedAt = -2;

  constructor(buffer: EventBuffer, clock: Clock, exact: boolean, origin: number) {
    this.buffer = buffer;
    this.words = buffer.words;
    this.cells = clock.cells;
    this.clock = clock;
    this.exact = exact;
    this.origin = origin;
  }

  /** Events since the last stamp, about. */
  get untimed(): number {
    return (this.cells[POS] as number) - this.stampedAt;
  }

  /** As `put`, for all but a few events that are timed one by one. Gives the ns since the last time, or -1: not done. */
  putPlainly(time: number): number {
    const { cells, times, words } = this;
    // Whole numbers both.
    const passed = time - (times[0] as number);
    const pos = cells[POS] as number;
    if (this.exact) {
      if (passed >= NARROW) return -1;
      words[pos] = passed;
    } else {
      if (pos === 0 || passed > MAX_PACKED) return -1;
      const delta = passed | 0;
      if (pos - this.stampedAt > 1) {
        if (delta > LONG_STRETCH) return -1;
        if (delta > this.maxClockErrorNs) this.maxClockErrorNs = delta;
      }
      words[pos] = packed(PACKED.STAMP, delta);
      this.packedAt = pos;
      this.stampedAt = pos + 1;
    }
    cells[POS] = pos + 1;
    times[0] = time;
    return passed;
  }

  /** What stands before a timed word: a stamp, or with the exact clock a delta. */
  put(time: number): void {
    const { times, words, cells } = this;
    const previous = times[0] as number;
    // Whole numbers both.
    const delta = time - previous;
    const pos = cells[POS] as number;
    if (this.exact) {
      words[pos] = delta < NARROW ? delta : WIDE_DELTA;
      cells[POS] = pos + 1;
      if (delta < NARROW) times[0] = previous + delta;
      else this.wide(time, time);
      return;
    }
    if (pos === 0) {
      times[0] = times[1] = time;
      this.stampedAt = 0;
      return;
    }
    this.packedAt = -2;
    let ticked = (this.clock.times[TICK] as number) - this.origin;
    if (!(ticked > previous && ticked <= time)) ticked = time;
    // A word that stands alone between two stamps has the time of the first.
    if (pos - this.stampedAt > 1 && ticked - previous > this.maxClockErrorNs) {
      this.maxClockErrorNs = ticked - previous;
    }
    if (ticked === time && delta >= 0 && delta <= MAX_PACKED) {
      words[pos] = packed(PACKED.STAMP, delta);
      this.packedAt = pos;
      cells[POS] = pos + 1;
      times[0] = previous + delta;
    } else if (delta < 0xffffffff) {
      words[pos] = -OP.STAMP;
      words[pos + 1] = Math.min(ticked - previous, delta);
      words[pos + 2] = delta;
      cells[POS] = pos + 3;
      times[0] = previous + delta;
    } else {
      words[pos] = -OP.STAMP_WIDE;
      cells[POS] = pos + 1;
      this.wide(ticked, time);
    }
    this.stampedAt = cells[POS] as number;
  }

  private wide(ticked: number, time: number): void {
    const { cells } = this;
    this.buffer.putWide(cells[POS] as number, ticked, time);
    cells[POS] = (cells[POS] as number) + 4;
    this.times[0] = time;
  }

  /** Where nothing but a stamp stands before `pos`, makes it one word with the EXIT that follows. Whether it has. */
  putExit(pos: number): boolean {
    const { words } = this;
    if (this.exact || pos === 0 || pos !== this.stampedAt || pos !== this.packedAt + 1) return false;
    words[pos - 1] = (words[pos - 1] as number) - (PACKED.STAMP_EXIT - PACKED.STAMP);
    this.stampedAt = pos - 1;
    return true;
  }

  /** Two events have become one word. */
  merged(): void {
    this.stampedAt--;
  }
}
