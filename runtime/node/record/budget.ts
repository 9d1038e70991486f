import type { ThrottledFunction } from '../../format/index.ts';
import type { Meter } from './meter.ts';
import { MODE, type Modes } from './modes.ts';
import { SafeMap } from './safe-map.ts';
import { scanWords } from './scan-words.ts';

/** CPU time between two decisions at least, ns: the system's own figures come in steps of 4 ms. */
const WINDOW_NS = 8e6;
/** The same of a thread that does less than the next in it, in time; nothing is throttled then. And of one that waits for a core. */
const IDLE_WINDOW_NS = 50e6;
const IDLE_NS = 1e6;
const LONGEST_WINDOW_NS = 1e9;
/**
 * CPU time whose share is granted in advance, ns. A budget is a share of a run, and a run that has just begun is not yet known to be
 * short: what is short is recorded whole so. What is left of it after that time is not granted any more, so that a program which goes on
 * keeps its budget.
 */
const ADVANCE_NS = 500e6;
/** A function is throttled only if it was called so often in one frame; else its calls are not what costs. */
const OFTEN = 32;
const OFTEN_IF_LOOSE = 4;
/** Of the budget, what is left to spans after throttling, and what bringing functions back may fill again. */
const AFTER_THROTTLING = 0.5;
const REFILL = 0.4;
/** Of the budget, what the samples of all throttled functions may cost, and what is left to spans if counting takes it all. */
const SAMPLES = 0.2;
const LEAST = 0.1;
/** Of the budget, what may go into writing each count below its caller. */
const PLACING = 0.25;
/** Calls for each sample, at least and at most. */
const MIN_FACTOR = 32;
const MAX_FACTOR = 1 << 20;
/** How long a function must stay cool before all its calls are recorded again; doubled each time it did not last. */
const COOL_NS = 100e6;
const MAX_COOL_NS = 10e9;
/**
 * A call's words cost several times in an app what they cost in a loop that does nothing else: the app's functions are
 * inlined less, and its memory leaves the caches. Measured on a parser; see docs/benchmarks.md.
 */
const IN_AN_APP = 3;
/** ns that a word costs at most; whether it is worth measuring is decided with them. */
const MOST_NS = 30;
const MOST_EXACT_NS = 100;
/**
 * ns of an event that is timed alone, of which the reading is 45. Such events are rare: the app has put the recorder's code and memory out of
 * the caches before each of them, and the words beside it cost several times as much as those of many calls in a row. Measured on a
 * service; see docs/benchmarks.md.
 */
const READING_NS = 200;
/** How many times as much a word costs then, all of them where one of so many is of an event that is timed alone. */
const COLD = 3;
const ALL_COLD = 8;
/** Words' worth of work in writing one COUNTED operation, whose path is the slow one, and in a sample. */
const COUNTED_WORDS = 40;
const SAMPLE_WORDS = 30;
/** ns that a call costs which is only counted, with what its text hinders the compiler in; and where the text tells of calls or steps too. */
const COUNTING_NS = 3;
const COUNTING_DEEP_NS = 6;

interface Throttled {
  readonly id: number;
  factor: number;
  maxFactor: number;
  /** What one call costs recorded, ns. */
  costNs: number;
  /** Since when it is throttled, ns; NaN while it is not. */
  sinceNs: number;
  coolSinceNs: number;
  coolNs: number;
  /** Totals: time throttled before `sinceNs`, calls without and with a span while throttled. */
  throttledNs: number;
  counted: number;
  sampled: number;
  /** In this window: all, and those that had a span. */
  calls: number;
  samples: number;
}

export interface BudgetOptions {
  /** Of what the app itself takes of the thread's CPU time, 0 to 1, that recording may take. */
  readonly share: number;
  /** Whether texts tell of more than functions. */
  readonly deep: boolean;
  /** CPU time of the thread so far, ns. */
  readonly cpuNs: () => number;
  /** What an enter and an exit cost, ns; asked for once, when it first matters. */
  readonly measureCost: () => number;
}

/**
 * Keeps the cost of recording within a share of the thread's CPU time: the functions that are called most often are
 * counted only, but for one call of so many, until they are called less again. Looks at each frame before it is written;
 * what it finds there is what the tracer really did.
 */
export class Budget {
  private readonly modes: Modes;
  private readonly meter: Meter;
  private readonly options: BudgetOptions;
  private readonly isSite: (id: number) => boolean;
  private readonly byId = new SafeMap<number, Throttled>();
  /** ns per word of the stream; 0 until measured. */
  private wordNs = 0;
  /** In this window. */
  private words = 0;
  private readings = 0;
  private capturesNs = 0;
  private counts = 0;
  private samples = 0;
  /** What the spans of the samples cost as such. */
  private samplesNs = 0;
  private countedCalls = 0;
  private windowCpu = 0;
  private windowNs = 0;
  /** What is left of the advance. */
  private advanceNs: number;

  /** `isSite`: whether an id is that of a call or an await, and not of a function. */
  constructor(modes: Modes, meter: Meter, options: BudgetOptions, isSite: (id: number) => boolean) {
    this.modes = modes;
    this.meter = meter;
    this.options = options;
    this.advanceNs = shareOf(ADVANCE_NS, options.share);
    this.isSite = isSite;
  }

  /** Whether any function is throttled now. */
  get isThrottling(): boolean {
    for (const one of this.byId.values()) if (!Number.isNaN(one.sinceNs)) return true;
    return false;
  }

  /** Functions that have been throttled at some time. */
  report(timeNs: number): ThrottledFunction[] {
    return [...this.byId.values()].map((one) => ({
      function: one.id,
      factor: one.maxFactor,
      ns: Math.round(one.throttledNs + (Number.isNaN(one.sinceNs) ? 0 : timeNs - one.sinceNs)),
      counted: one.counted,
      sampled: one.sampled,
      active: !Number.isNaN(one.sinceNs),
    }));
  }

  /** The first `count` words are about to be written. `readings`: of the clock, for events timed one by one. */
  note(words: Int32Array, count: number, exact: boolean, readings = 0): void {
    this.words += count;
    this.readings += readings;
    if (this.byId.size > 0) this.noteThrottled(words, count, exact);
  }

  /** Behind `note` of the same words, while no count waits. Whether what is throttled has changed. */
  look(words: Int32Array, count: number, exact: boolean, timeNs: number): boolean {
    const cpu = this.options.cpuNs();
    const spentCpu = cpu - this.windowCpu;
    const isBusy = spentCpu >= WINDOW_NS;
    const windowNs = timeNs - this.windowNs;
    if (!isBusy && (windowNs < IDLE_WINDOW_NS || (spentCpu > IDLE_NS && windowNs < LONGEST_WINDOW_NS)))
      return false;
    if (cpu > ADVANCE_NS) this.advanceNs = 0;
    const wholeNs = shareOf(Math.max(spentCpu, WINDOW_NS), this.options.share);
    const budgetNs = this.forSpans(wholeNs);
    let changed = false;
    this.capturesNs = this.meter.take();
    let spentNs = this.spentNs(this.wordNs || (exact ? MOST_EXACT_NS : MOST_NS));
    if (isBusy && spentNs > budgetNs + this.advanceNs && this.wordNs === 0) {
      const callNs = this.options.measureCost();
      // With the exact clock a call is four words, and most of it are the two readings, which cost the same anywhere.
      // Before the compiler is done with it, or on a busy machine, it measures too much.
      const measured = exact ? (callNs / 4) * 1.2 : (callNs / 2) * IN_AN_APP;
      this.wordNs = Math.min(measured, exact ? MOST_EXACT_NS : MOST_NS);
      spentNs = this.spentNs(this.wordNs);
    }
    // The figures are those of code that has left the caches, or not been compiled yet; no more went into it than the thread has taken.
    if (isBusy && this.breaks(Math.min(spentNs, spentCpu), budgetNs)) {
      // A sample is behind a count in any case.
      const placingNs = Math.max(0, this.counts - this.samples) * COUNTED_WORDS * this.wordNs;
      if (!this.modes.isLoose && placingNs > wholeNs * PLACING) this.modes.loosen();
      else changed = this.throttleHottest(words, count, exact, timeNs, budgetNs);
    }
    if (isBusy && this.wordNs > 0) this.thinSamples(budgetNs);
    if (this.byId.size > 0 && !changed) changed = this.restoreCool(timeNs, spentNs, budgetNs);
    for (const one of this.byId.values()) one.calls = one.samples = 0;
    this.words = this.readings = this.counts = this.samples = this.samplesNs = this.countedCalls = 0;
    this.windowCpu = this.options.cpuNs();
    this.windowNs = timeNs;
    return changed;
  }

  /** Whether a window has spent more than its budget and what is left of the advance. */
  private breaks(spentNs: number, budgetNs: number): boolean {
    const overNs = Math.max(0, spentNs - budgetNs);
    const isBroken = overNs > this.advanceNs;
    this.advanceNs = Math.max(0, this.advanceNs - overNs);
    return isBroken;
  }

  /** Of a budget, what is left to all that is more than counting. */
  private forSpans(budgetNs: number): number {
    const countingNs = this.options.deep ? COUNTING_DEEP_NS : COUNTING_NS;
    return Math.max(budgetNs - this.countedCalls * countingNs, budgetNs * LEAST);
  }

  private spentNs(wordNs: number): number {
    const more = this.counts * COUNTED_WORDS + this.samples * SAMPLE_WORDS;
    return (this.words + more) * wordNs * this.coldness + this.readings * READING_NS + this.capturesNs;
  }

  /** How many times what it costs among many calls in a row a word costs in this window. */
  private get coldness(): number {
    return 1 + (COLD - 1) * Math.min(1, (this.readings * ALL_COLD) / Math.max(1, this.words));
  }

  private noteThrottled(words: Int32Array, count: number, exact: boolean): void {
    scanWords(words, count, exact, (id, size, counted) => {
      const one = size >= 0 ? this.byId.get(id) : undefined;
      if (!one || Number.isNaN(one.sinceNs)) return;
      if (counted > 0) {
        one.counted += counted;
        one.calls += counted;
        this.countedCalls += counted;
        if (!this.modes.isLoose) this.counts++;
      } else {
        one.sampled++;
        one.calls++;
        one.samples++;
        this.samples++;
        this.samplesNs += one.costNs;
      }
    });
  }

  /** Fewer samples of the functions that have the most, where they cost too much. */
  private thinSamples(budgetNs: number): void {
    const mostNs = budgetNs * SAMPLES;
    if (this.samplesNs + this.samples * SAMPLE_WORDS * this.wordNs <= mostNs) return;
    const eachNs = mostNs / Math.max(1, this.byId.size);
    for (const one of this.byId.values()) {
      const tookNs = one.samples * (one.costNs + SAMPLE_WORDS * this.wordNs);
      if (tookNs <= eachNs || one.factor >= MAX_FACTOR || Number.isNaN(one.sinceNs)) continue;
      one.factor = factorFor(one.factor * (tookNs / eachNs));
      one.maxFactor = Math.max(one.maxFactor, one.factor);
      this.modes.rethrottle(one.id, one.factor);
    }
  }

  /** The frame at hand, the last of the window, tells which functions the time went to. */
  private throttleHottest(
    words: Int32Array,
    count: number,
    exact: boolean,
    timeNs: number,
    budgetNs: number,
  ): boolean {
    const calls = new SafeMap<number, number>();
    const sizes = new SafeMap<number, number>();
    /** Words that tell more of a span than that it was. */
    const values = new SafeMap<number, number>();
    let allValues = 0;
    scanWords(words, count, exact, (id, size, counted, within) => {
      if (counted > 0) return;
      // A call or an await goes unrecorded when the function that it stands in does.
      const isSite = this.isSite(id);
      const owner = isSite ? within : id;
      if (!isSite && size > 0) calls.set(id, (calls.get(id) ?? 0) + 1);
      sizes.set(owner, (sizes.get(owner) ?? 0) + Math.abs(size));
      if (size > 0) return;
      allValues -= size;
      values.set(owner, (values.get(owner) ?? 0) - size);
    });
    const perWindow = this.words / Math.max(1, count);
    const least = this.modes.isLoose ? OFTEN_IF_LOOSE : OFTEN;
    const wordNs = this.wordNs * this.coldness + (this.readings * READING_NS) / Math.max(1, this.words);
    const valueNs = this.capturesNs / Math.max(1, allValues * perWindow);
    const cost = [...sizes].map(([id, size]): readonly [number, number] => [
      id,
      size * wordNs + (values.get(id) ?? 0) * valueNs,
    ]);
    let leftNs = this.words * wordNs + this.capturesNs;
    let changed = false;
    for (const [id, frameNs] of cost.sort((a, b) => b[1] - a[1])) {
      const often = calls.get(id) ?? 0;
      if (leftNs <= budgetNs * AFTER_THROTTLING) break;
      if (id < 0 || often < least || this.modes.modeOf(id) < MODE.TIMED) continue;
      if (this.modes.factorOf(id) > 1) continue;
      this.throttle(id, often * perWindow, frameNs / often, timeNs, budgetNs);
      leftNs -= frameNs * perWindow;
      changed = true;
    }
    return changed;
  }

  private throttle(id: number, calls: number, costNs: number, timeNs: number, budgetNs: number): void {
    const known = this.byId.get(id);
    const samplesNs = calls * (costNs + SAMPLE_WORDS * this.wordNs);
    const factor = factorFor(samplesNs / Math.max(1, (budgetNs * SAMPLES) / (this.byId.size + 1)));
    this.modes.throttle(id, factor);
    if (!known) {
      this.byId.set(id, {
        id,
        factor,
        maxFactor: factor,
        costNs,
        sinceNs: timeNs,
        coolSinceNs: Number.NaN,
        coolNs: COOL_NS,
        throttledNs: 0,
        counted: 0,
        sampled: 0,
        calls: 0,
        samples: 0,
      });
      return;
    }
    known.sinceNs = timeNs;
    known.coolNs = Math.min(MAX_COOL_NS, known.coolNs * 2);
    known.coolSinceNs = Number.NaN;
    known.factor = factor;
    known.maxFactor = Math.max(known.maxFactor, factor);
    known.costNs = costNs;
  }

  private restoreCool(timeNs: number, spentNs: number, budgetNs: number): boolean {
    let room = budgetNs * REFILL - spentNs;
    let changed = false;
    const throttled = [...this.byId.values()].filter((one) => !Number.isNaN(one.sinceNs));
    for (const one of throttled.sort((a, b) => a.calls * a.costNs - b.calls * b.costNs)) {
      const wouldCost = one.calls * one.costNs;
      room -= wouldCost;
      if (room < 0) {
        one.coolSinceNs = Number.NaN;
        continue;
      }
      if (Number.isNaN(one.coolSinceNs)) one.coolSinceNs = this.windowNs;
      if (timeNs - one.coolSinceNs < one.coolNs) continue;
      one.throttledNs += timeNs - one.sinceNs;
      one.sinceNs = Number.NaN;
      one.coolSinceNs = Number.NaN;
      this.modes.throttle(one.id, 1);
      changed = true;
    }
    return changed;
  }
}

/** Of CPU time that has recording in it, what recording may have taken, where it may take `share` of what the app takes. */
function shareOf(cpuNs: number, share: number): number {
  return (cpuNs * share) / (1 + share);
}

/** A power of two that is at least so large. */
function factorFor(wanted: number): number {
  return Math.min(MAX_FACTOR, Math.max(MIN_FACTOR, 2 ** Math.ceil(Math.log2(wanted))));
}
