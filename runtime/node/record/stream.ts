import { encodeJsonFrame, OP } from '../../format/index.ts';
import { PACKED } from '../../format/packed-words.ts';
import type { Budget } from './budget.ts';
import { CAPTURE_SLACK_WORDS } from './capture.ts';
import { CHANGED, LIMIT, MARK, POS, QUICK, TICK } from './cells.ts';
import type { Clock } from './clock.ts';
import { Density, STAMP_EVERY } from './density.ts';
import { EventBuffer } from './event-buffer.ts';
import { Meter } from './meter.ts';
import { Modes } from './modes.ts';
import type { RecorderOptions } from './recorder-options.ts';
import { probeStack } from './stack-room.ts';
import { Stamps } from './stamps.ts';
import { Stretches } from './stretches.ts';

/** Words of one EVENTS frame; 256 KB is where larger writes stop being cheaper. */
export const CAPACITY = 1 << 16;
/**
 * Words for stamps, deferred throws, and what is recorded where the stack has no room for a flush: the last thousand calls before it
 * overflows, each with a stamp.
 */
const MARGIN = 8 * 1024;
/** A consumer that is about to wait for a generator: not, or waiting, or following the one that has just begun. */
export const HANDOVER = { NONE: 0, WAITING: 1, FOLLOWING: 2 } as const;

/**
 * The words of one thread and everything that is not done at each event: stamps, flushes, counts, throws that wait for
 * their value. The hot functions write to `words` at `cells[POS]` themselves, and call `prepare` first when that has
 * reached `cells[LIMIT]`.
 */
export class Stream {
  readonly words: Int32Array;
  readonly cells: Int32Array;
  readonly modes = new Modes();
  /** ns on the options' clock. */
  readonly origin: number;
  /** Looks at each frame; absent where the cost is not limited. */
  budget: Budget | undefined;
  pendingThrows = 0;
  /** When the first of them was, ns since the origin. */
  private thrownAt = 0;
  handover: number = HANDOVER.NONE;
  /** Mark of the consumer that hands over. */
  consumer = 0;
  /** No span is on the stack. Then the limit is 0, so that the next entry looks up. */
  isEmpty = true;
  /** Mark of the lowest span on the stack if that can pause; 0 if not. */
  bottom = 0;
  /** Whether the app has thenables of its own. */
  awaitsThenables = false;
  /** What links do where the stack is empty: a span begins, one goes on; and before a span waits. */
  arrive: () => void = () => {};
  goOn: (mark: number) => void = () => {};
  noteAwaited: (value: unknown, mark: number) => void = () => {};
  /** The stack is empty again. */
  forget: () => void = () => {};
  isOff = false;
  dropped = 0;
  writeNs = 0;
  readonly stamps: Stamps;
  readonly meter = new Meter();
  private readonly options: RecorderOptions;
  private readonly clock: Clock;
  private readonly exact: boolean;
  private readonly now: () => number;
  private readonly flushNs: number;
  private readonly mostTraces: number;
  /** Times that the stack has emptied since the last flush. */
  private traces = 0;
  private readonly buffer: EventBuffer;
  private readonly hardEnd: number;
  private sequence = 0;
  /** The limit that holds again when a span is on the stack. */
  private heldLimit = 0;
  private lastFlush = 0;
  private readonly density = new Density();
  private readonly stretches = new Stretches();
  private armed = false;
  private isFlushing = false;
  /** Nothing waits for the slow path: the flush is armed, no throw and no consumer is held back. */
  private isPlain = false;

  constructor(options: RecorderOptions) {
    this.options = options;
    this.clock = options.clock;
    this.exact = options.exact;
    this.now = options.now;
    this.flushNs = options.flushNs;
    this.mostTraces = options.mostTraces ?? Number.MAX_SAFE_INTEGER;
    this.cells = options.clock.cells;
    const reserve = options.captureWords + CAPTURE_SLACK_WORDS;
    this.buffer = new EventBuffer(CAPACITY + reserve + MARGIN);
    this.words = this.buffer.words;
    this.hardEnd = this.words.length - reserve - 64;
    this.cells[MARK] = 1;
    this.origin = options.now();
    this.stamps = new Stamps(this.buffer, options.clock, options.exact, this.origin);
  }

  /** EVENTS frames so far, and those that were lost: words that stand in one cannot be taken back. */
  get framesWritten(): number {
    return this.sequence + this.dropped;
  }

  timeNs(): number {
    return this.now() - this.origin;
  }

  /** Asks for a flush when the event loop turns. */
  private arm(time: number): void {
    this.armed = true;
    this.options.armTimer(time - this.lastFlush);
  }

  /** Something has been written beside the calls, which no call may follow. */
  noted(): void {
    if (!this.armed) this.arm(this.timeNs());
  }

  /** A call has been counted, which must be written before the next event, and soon if there is none. */
  counted(): void {
    if (!this.armed) this.arm(this.timeNs());
    // Held up, the recorder is passed over by the ticks: this is one.
    if (!this.exact && this.cells[LIMIT] !== 0) this.clock.times[TICK] = this.now();
    this.holdUp();
  }

  /** The innermost span ended by an exception whose value may be told soon. */
  thrownLater(): void {
    if (this.pendingThrows === 0) this.thrownAt = this.timeNs();
    this.pendingThrows++;
    this.holdUp();
  }

  /** The lowest span begins, or goes on. */
  begin(mark: number): void {
    this.isEmpty = false;
    this.bottom = mark;
    if (this.heldLimit === 0 || (this.cells[LIMIT] as number) !== 0) return;
    this.cells[LIMIT] = this.heldLimit;
    this.clock.wake();
  }

  /** The lowest span has left the stack. */
  end(): void {
    this.isEmpty = true;
    this.bottom = 0;
    this.forget();
    const { cells } = this;
    if (this.density.isDense) this.heldLimit = cells[LIMIT] as number;
    else {
      this.heldLimit = 0;
      if (cells[LIMIT] !== 0) this.endStretch();
    }
    cells[LIMIT] = 0;
    if (++this.traces >= this.mostTraces) this.holdUp();
  }

  /** A synchronous call has ended; `detail` is what its entry gave. */
  leaveRoot(detail: number): void {
    if ((detail & 4) !== 0) this.end();
  }

  /** The span of the mark has left the stack. */
  leave(mark: number): void {
    if (mark !== 0 && mark === this.bottom) this.end();
  }

  /** Sends the next event through `prepare`. */
  holdUp(): void {
    this.heldLimit = 0;
    this.isPlain = false;
    this.cells[LIMIT] = 0;
  }

  /**
   * Runs before an event when the limit has been reached: the clock, the flush, the counts and throws that wait. `begins`:
   * the event is one after which the app goes on, so that what is done here lies before it and not behind it. `id`: of the
   * function that begins by it, if it is a synchronous one.
   */
  prepare(begins: boolean, id = -1): void {
    const { cells } = this;
    if (this.isOff) {
      cells[POS] = 0;
      return;
    }
    if (cells[CHANGED] !== 0) this.lookUp();
    let time = this.now() - this.origin;
    // On time rather at an end: behind a system call the system likes to run others, and a sample would take that long.
    const isFlushDue =
      (cells[POS] as number) >= CAPACITY ||
      this.traces >= this.mostTraces ||
      (!begins && time - this.lastFlush >= this.flushNs);
    if (this.isPlain && !isFlushDue && this.timedPlainly(time, id, !begins)) return;
    const events = this.stamps.untimed;
    if (!this.armed) this.arm(time);
    this.writeCounts(time);
    if (isFlushDue || (cells[POS] as number) >= CAPACITY) {
      this.writeAllLoose();
      this.flushAt(time);
      if (begins) time = this.now() - this.origin;
    }
    this.writeThrows();
    if (this.handover === HANDOVER.WAITING) {
      this.handover = HANDOVER.NONE;
      this.stamps.put(time);
      this.put(-OP.SUSPEND);
      this.leave(this.consumer);
    }
    this.stamps.put(time);
    if ((cells[POS] as number) >= this.hardEnd) this.lose();
    this.isPlain = true;
    if (this.exact) return;
    this.stretches.end(-1);
    const isDense = this.density.decide(time, Math.max(1, events), this.clock.running);
    cells[QUICK] = isDense ? 1 : 0;
    this.leaveUntimed(isDense ? STAMP_EVERY : 0);
  }

  /** Where nothing waits, what `prepare` comes to for all but a few events that are timed one by one. Whether it was done. */
  private timedPlainly(time: number, id: number, isEnd: boolean): boolean {
    if (this.exact) return this.stamps.putPlainly(time) >= 0;
    if (!this.density.goesOn(this.stamps.untimed)) return false;
    const { cells, words } = this;
    const previous = words[(cells[POS] as number) - 1] as number;
    const ns = this.stamps.putPlainly(time);
    if (ns < 0) {
      this.stretches.end(Number.POSITIVE_INFINITY);
      return false;
    }
    this.leaveUntimed(this.density.isSteady ? this.stretches.next(id, isEnd ? previous : -1, ns) : 0);
    return true;
  }

  /** So many words may follow the next one before the clock is read. A limit is a request for ticks. */
  private leaveUntimed(words: number): void {
    const { cells } = this;
    if (words === 0) cells[LIMIT] = 0;
    else {
      cells[LIMIT] = Math.min((cells[POS] as number) + 1 + words, CAPACITY);
      this.clock.wake();
    }
  }

  /** The stack is empty with events that have no time: what comes next may be far away. */
  private endStretch(): void {
    try {
      const time = this.timeNs();
      const ns = this.stamps.putPlainly(time);
      if (ns < 0) this.stamps.put(time);
      this.stretches.end(ns < 0 ? Number.POSITIVE_INFINITY : ns);
    } catch {
      // Near the end of the stack they get the time of the next event.
    }
  }

  /** Calls are recorded with their values. */
  expectValues(): void {
    this.density.expectValues();
  }

  /** The file of live levels has changed. */
  lookUp(): void {
    this.cells[CHANGED] = 0;
    this.options.levelsChanged();
  }

  /** As `prepare` for a beginning, gives the position. */
  prepared(): number {
    this.prepare(true);
    return this.cells[POS] as number;
  }

  /** As `prepared`, for an end, where the event itself must not be lost: near the end of the stack it goes without its stamp. */
  preparedSafely(): number {
    try {
      this.prepare(false);
    } catch {
      // What was to be done waits for the next event. An exact time is that of the event before.
      if (this.exact) {
        const pos = this.cells[POS] as number;
        this.words[pos] = 0;
        this.cells[POS] = pos + 1;
      }
    }
    return this.cells[POS] as number;
  }

  /** An EXIT at the limit. Where nothing but a stamp stands before it, they are one word. */
  exitSafely(exitWord: number): void {
    const pos = this.preparedSafely();
    if (this.stamps.putExit(pos)) return;
    const { words, cells } = this;
    words[pos] = exitWord;
    cells[POS] = pos + 1;
  }

  /**
   * The span that goes on at `at` has ended at once: both are one word, if the span's EXIT stands behind it and nothing else.
   */
  mergeResume(at: number, exitWord: number): void {
    const { words, cells } = this;
    if (cells[POS] !== at + 2 || words[at + 1] !== exitWord) return;
    words[at] = (words[at] as number) - (PACKED.RESUME_EXIT - PACKED.RESUME);
    cells[POS] = at + 1;
    this.stamps.merged();
  }

  put(word: number): void {
    const pos = this.cells[POS] as number;
    this.words[pos] = word;
    this.cells[POS] = pos + 1;
  }

  nextMark(): number {
    const mark = (this.cells[MARK] as number) >>> 0;
    // 0 is no mark.
    this.cells[MARK] = mark === 0xffffffff ? 1 : mark + 1;
    return mark;
  }

  /** The calls that were counted belong below the innermost open span, which is about to change. */
  private writeCounts(time: number): void {
    const { modes, cells, words } = this;
    while (modes.dirtyCount > 0) {
      // Into the margin, because the budget decides only where no count waits.
      if ((cells[POS] as number) + 3 >= this.hardEnd) this.flushAt(time);
      if ((cells[POS] as number) >= this.hardEnd) this.lose();
      const pos = cells[POS] as number;
      words[pos] = -OP.COUNTED;
      words[pos + 1] = modes.dirty[modes.dirtyCount - 1] as number;
      words[pos + 2] = modes.take();
      cells[POS] = pos + 3;
    }
  }

  /** The calls of a throttled function since it was last sampled, which the next word's parent gets as its own. */
  writeLoose(id: number, isSampled: boolean): void {
    this.room();
    const calls = this.modes.takeLoose(id, isSampled);
    if (calls === 0) return;
    const { cells, words } = this;
    const pos = cells[POS] as number;
    words[pos] = -OP.COUNTED;
    words[pos + 1] = id;
    words[pos + 2] = calls;
    cells[POS] = pos + 3;
  }

  /** The same of all of them, so that readers know soon what was called. */
  private writeAllLoose(isShallow = false): void {
    const { modes } = this;
    if (!modes.isLoose) return;
    if (!isShallow) probeStack();
    for (let i = 0; i < modes.throttled.length; i++) this.writeLoose(modes.throttled[i] as number, false);
    modes.tidy();
  }

  writeThrows(): void {
    while (this.pendingThrows > 0 && (this.cells[POS] as number) < this.hardEnd) {
      this.pendingThrows--;
      this.stamps.put(Math.max(this.thrownAt, this.stamps.times[0] as number));
      this.put(-OP.THROW);
    }
  }

  /** Room is gone because nothing could be flushed: only a stack overflow in the slow path gets here. */
  private lose(): void {
    this.dropped++;
    this.cells[POS] = 0;
    this.pendingThrows = 0;
    this.put(-OP.DROPPED);
    this.put(1);
  }

  private flushAt(time: number, isShallow = false): void {
    const { cells, options } = this;
    // What the app has put in the place of a built-in function may be called while the frames are made.
    if (this.isOff || this.isFlushing) return;
    const started = cells[POS] as number;
    if (started === 0) {
      this.lastFlush = time;
      return;
    }
    this.isFlushing = true;
    try {
      if (!isShallow) probeStack();
      this.budget?.note(this.words, started, this.exact, this.density.takeReadings());
      const isChanged =
        this.modes.dirtyCount === 0 && this.budget?.look(this.words, started, this.exact, time) === true;
      if (!this.exact) this.stamps.put(time);
      for (const frame of options.takeFrames(isChanged)) options.write(frame);
      options.write(
        this.buffer.seal(cells[POS] as number, this.sequence, this.stamps.times[1] as number, this.exact),
      );
      this.sequence++;
      this.traces = 0;
      cells[POS] = 0;
      this.stamps.times[1] = this.stamps.times[0] as number;
    } catch (error) {
      // Too deep to write now: the words wait in the margin until the stack is shorter.
      if (!(error instanceof RangeError)) this.fail(error);
      else if ((cells[POS] as number) >= this.hardEnd) this.lose();
      return;
    } finally {
      this.isFlushing = false;
    }
    this.lastFlush = time;
    this.writeNs += this.now() - this.origin - time;
  }

  fail(error: unknown): void {
    this.isOff = true;
    this.cells[POS] = 0;
    this.cells[LIMIT] = 0;
    this.options.failed(error);
  }

  /**
   * Writes what is held back; safe at any time. `isShallow`: called by the event loop, with the whole stack before it. To probe
   * that takes as long as all else, and puts the app's own memory out of the caches.
   */
  flush(isShallow = false): void {
    if (this.isOff) return;
    this.armed = false;
    const time = this.timeNs();
    this.writeCounts(time);
    this.writeAllLoose(isShallow);
    this.writeThrows();
    const isEmpty = this.cells[POS] === 0;
    this.flushAt(time, isShallow);
    this.holdUp();
    if (!this.budget?.isThrottling) return;
    // Functions cool down also while nothing happens.
    if (isEmpty && this.modes.dirtyCount === 0) this.budget.look(this.words, 0, this.exact, time);
    this.armed = true;
    this.options.armTimer(0);
  }

  /** Writes the counts and throws that wait, so that what comes belongs to the innermost open span. */
  settle(): void {
    try {
      const { modes } = this;
      if (this.pendingThrows > 0 || modes.dirtyCount > 0) {
        const time = this.timeNs();
        this.writeCounts(time);
        this.writeThrows();
      }
      this.room();
    } catch (fault) {
      this.faulted(fault);
    }
  }

  /** Makes room for a value, whose operation has no limit to compare with. */
  room(): void {
    const { cells } = this;
    if (this.isOff) cells[POS] = 0;
    else if ((cells[POS] as number) >= CAPACITY) {
      this.flushAt(this.timeNs());
      if ((cells[POS] as number) >= this.hardEnd) this.lose();
    }
  }

  /** A fault of the tracer ends it; the end of the stack is the app's affair. */
  faulted(fault: unknown): void {
    if (!(fault instanceof RangeError)) this.fail(fault);
  }

  writeJson(kind: number, value: unknown): void {
    if (this.isOff) return;
    try {
      this.options.write(encodeJsonFrame(kind, value));
    } catch (error) {
      this.fail(error);
    }
  }
}
