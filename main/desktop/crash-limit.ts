const windowMs = 60_000;
const maxCrashes = 3;

/** Tells a mishap from something that will never work: at most three crashes a minute are worth another try. */
export class CrashLimit {
  readonly #now: () => number;
  #crashes: number[] = [];

  /** @param now time in ms, of any origin */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Counts a crash. */
  crashed(): void {
    this.#crashes.push(this.#now());
  }

  /** Whether another try makes sense now. */
  get mayTry(): boolean {
    const since = this.#now() - windowMs;
    this.#crashes = this.#crashes.filter((at) => at > since);
    return this.#crashes.length < maxCrashes;
  }
}
