import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import type { MetricSample } from '../../format/index.ts';
import { sharedNow } from './clock.ts';

/** Between two samples of a busy thread. */
const EVERY_NS = 250e6;
/** How long the timer that measures the event loop is set for. */
const TIMER_MS = 20;

// Captured before the app can replace them.
const { setTimeout: startTimer } = globalThis;
const memoryUsage = process.memoryUsage.bind(process);
const cpuUsage = process.cpuUsage.bind(process);

/**
 * Figures of the process, and of this thread's event loop: a timer that comes late tells for how long nothing else could run. It
 * is set only when something was recorded, so that a program at rest is not woken up by it.
 */
export class ProcessFigures {
  readonly #collections = isMainThread ? new Collections() : null;
  readonly #timer: NodeJS.Timeout;
  #isSet = true;
  #setAt = sharedNow();
  #delayNs = 0;
  #sampledAt = Number.NEGATIVE_INFINITY;

  constructor() {
    this.#timer = startTimer(() => this.#look(), TIMER_MS).unref();
  }

  /** Something is being recorded. */
  busy(): void {
    if (this.#isSet) return;
    this.#isSet = true;
    this.#setAt = sharedNow();
    this.#timer.refresh();
  }

  /** A sample for the METRICS frame when one is due; `timeNs`: now, on the recording's clock. */
  take(timeNs: number, isLast = false): MetricSample | undefined {
    if (!isLast && timeNs - this.#sampledAt < EVERY_NS) return undefined;
    this.#sampledAt = timeNs;
    // The loop is held up by what runs now as well.
    if (this.#isSet) this.#note();
    const delayNs = this.#delayNs;
    this.#delayNs = 0;
    const collected = this.#collections === null ? {} : { 'gc.major': this.#collections.count() };
    const values = { ...(isMainThread ? ofProcess() : {}), ...collected, 'loop.delay': Math.round(delayNs) };
    return { timeNs: Math.round(timeNs), values };
  }

  #look(): void {
    this.#isSet = false;
    this.#note();
  }

  #note(): void {
    const lateNs = sharedNow() - this.#setAt - TIMER_MS * 1e6;
    if (lateNs > this.#delayNs) this.#delayNs = lateNs;
  }
}

/**
 * Counts collections of the whole heap without an observer, which would run in the app's event loop: what nothing but a weak reference leads
 * to is let go by them alone, those of young objects leave it. Whether memory that grows is in use can only be said behind one.
 */
class Collections {
  #canary = new WeakRef({});
  #count = 0;

  count(): number {
    if (this.#canary.deref() === undefined) {
      this.#count++;
      this.#canary = new WeakRef({});
    }
    return this.#count;
  }
}

/** Nothing where the system does not tell, as without `/proc`: that is no reason to stop recording. */
function ofProcess(): Readonly<Record<string, number>> {
  try {
    const { rss, heapUsed } = memoryUsage();
    const { user, system } = cpuUsage();
    return {
      'memory.rss': rss,
      'memory.heap': heapUsed,
      'cpu.user': user * 1e3,
      'cpu.system': system * 1e3,
    };
  } catch {
    return {};
  }
}
