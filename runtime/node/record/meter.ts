import { sharedNow } from './clock.ts';

/** One capture of so many is measured. */
const EVERY = 32;
/** ns that two readings of the clock measure of themselves. */
const READING_NS = 30;
/** Values are bounded and take less, ns: a longer one waited for a core, and stands for none of the others. */
const LONGEST_NS = 250e3;

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
    if (begun === 0) return;
    this.ns += Math.min(LONGEST_NS, Math.max(0, sharedNow() - begun - READING_NS)) * EVERY;
  }

  /** ns since the last call. */
  take(): number {
    const { ns } = this;
    this.ns = 0;
    return ns;
  }
}
