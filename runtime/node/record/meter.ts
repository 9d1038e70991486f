import { sharedNow } from './clock.ts';

/** One capture of so many is measured. */
const EVERY = 32;
/** ns that two readings of the clock measure of themselves. */
const READING_NS = 30;

/** How long values take to be captured, which their words do not tell: by samples, while the app runs. */
export class Meter {
  /** Nobody asks without a budget. */
  isOn = false;
  private count = 0;
  private ns = 0;

  /** Gives what `end` takes. */
  begin(): number {
    return this.isOn && (++this.count & (EVERY - 1)) === 0 ? sharedNow() : 0;
  }

  end(begun: number): void {
    if (begun !== 0) this.ns += Math.max(0, sharedNow() - begun - READING_NS) * EVERY;
  }

  /** ns since the last call. */
  take(): number {
    const { ns } = this;
    this.ns = 0;
    return ns;
  }
}
