import { types } from 'node:util';
import { encodeJsonFrame, OP, WIDE_DELTA } from '../../format/index.ts';
import { CAPTURE_SLACK_WORDS } from './capture.ts';
import { EventBuffer } from './event-buffer.ts';
import type { RecorderOptions } from './recorder-options.ts';
import { NO_TAG } from './strings.ts';
import { tagOf } from './tags.ts';

const { isGeneratorObject } = types;

/** Words of one EVENTS frame; 256 KB is where larger writes stop being cheaper. */
const CAPACITY = 1 << 16;
/** Events between two stamps, at most. */
const STAMP_EVERY = 64;
/** Words for stamps, deferred throws and a stack overflow in the slow path. */
const MARGIN = 1024;

/** The value a body's completion variable has until the body completes. */
export const INCOMPLETE = Object.freeze({ __proto__: null });
/** The same after an async body's error has been recorded. */
export const RECORDED = Object.freeze({ __proto__: null });

/** Deltas from here on would look like operations. */
const NARROW = 0xffffffc0;
const WAITING = 1;
const FOLLOWING = 2;

export type Recorder = ReturnType<typeof createRecorder>;

/**
 * The hot path. One event is one word and one comparison; all else (stamps, flushes, throws that wait for their value)
 * happens in `prepare` when the comparison fails. Nothing here throws into the app, except a stack overflow on entry,
 * which the called function would have met itself.
 */
export function createRecorder(options: RecorderOptions) {
  const { clock, now, exact, flushNs, strings } = options;
  const { limit, tick } = clock;
  const reserve = options.captureWords + CAPTURE_SLACK_WORDS;
  const buffer = new EventBuffer(CAPACITY + reserve + MARGIN);
  const { words } = buffer;
  const capture = options.createCapture(words);
  const hardEnd = words.length - reserve - 64;
  const origin = now();

  let pos = 0;
  let off = false;
  /** [0] P of FORMAT.md; ns since the origin. In an array, because a variable would be a new heap number each time. */
  const state = new Float64Array(1);
  /** The P that the frame began with. */
  let base = 0;
  let sequence = 0;
  let lastFlush = 0;
  /** A consumer that is about to wait for a generator: 0, or WAITING, or FOLLOWING the one that has just begun. */
  let handover = 0;
  let followed = 0;
  let armed = false;
  /** Nothing waits for the slow path: the flush is armed, no throw and no consumer is held back. */
  let isPlain = false;
  let pendingThrows = 0;
  let nextMark = 1;
  let dropped = 0;
  let writeNs = 0;
  let maxClockErrorNs = 0;

  /** Runs before an event when the limit has been reached: the clock, the flush, the throws that wait. */
  function prepare(): void {
    if (off) {
      pos = 0;
      return;
    }
    const time = now() - origin;
    const delta = time - (state[0] as number);
    if (exact && isPlain && pos < CAPACITY && delta < NARROW && time - lastFlush < flushNs) {
      const whole = Math.round(delta);
      words[pos++] = whole;
      state[0] = (state[0] as number) + whole;
      return;
    }
    if (!armed) {
      armed = true;
      options.armTimer(time - lastFlush);
    }
    if (pos >= CAPACITY || time - lastFlush >= flushNs) flushAt(time);
    writeThrows(time);
    if (handover === WAITING) {
      handover = 0;
      timing(time);
      words[pos++] = -OP.SUSPEND;
    }
    timing(time);
    if (pos >= hardEnd) lose();
    isPlain = true;
    if (!exact) {
      limit[0] = clock.running() ? Math.min(pos + STAMP_EVERY, CAPACITY) : pos;
      clock.wake();
    }
  }

  function writeThrows(time: number): void {
    while (pendingThrows > 0 && pos < hardEnd) {
      pendingThrows--;
      timing(time);
      words[pos++] = -OP.THROW;
    }
  }

  /** What stands before a timed word: a stamp, or with the exact clock a delta. */
  function timing(time: number): void {
    const delta = time - (state[0] as number);
    if (exact) {
      if (delta < NARROW) {
        const whole = Math.round(delta);
        words[pos] = whole;
        state[0] = (state[0] as number) + whole;
        pos++;
      } else {
        words[pos] = WIDE_DELTA;
        wide(pos + 1, time);
        pos += 5;
      }
      return;
    }
    if (pos === 0) {
      base = state[0] = time;
      return;
    }
    let ticked = (tick[0] as number) - origin;
    if (!(ticked > (state[0] as number) && ticked <= time)) ticked = time;
    if (ticked - (state[0] as number) > maxClockErrorNs) maxClockErrorNs = ticked - (state[0] as number);
    if (delta < 0xffffffff) {
      const whole = Math.round(delta);
      words[pos] = -OP.STAMP;
      words[pos + 1] = Math.min(Math.round(ticked - (state[0] as number)), whole);
      words[pos + 2] = whole;
      pos += 3;
      state[0] = (state[0] as number) + whole;
    } else {
      words[pos] = -OP.STAMP_WIDE;
      wide(pos + 1, time, ticked);
      pos += 5;
    }
  }

  function wide(at: number, time: number, ticked = time): void {
    buffer.putWide(at, ticked, time);
    state[0] = time;
  }

  /** Room is gone because nothing could be flushed: only a stack overflow in the slow path gets here. */
  function lose(): void {
    dropped++;
    pos = 0;
    pendingThrows = 0;
    words[pos++] = -OP.DROPPED;
    words[pos++] = 1;
  }

  function flushAt(time: number): void {
    if (off) return;
    if (pos === 0) {
      lastFlush = time;
      return;
    }
    try {
      if (!exact) timing(time);
      for (const frame of options.takeFrames()) options.write(frame);
      options.write(buffer.seal(pos, sequence, base, exact));
      sequence++;
      pos = 0;
      base = state[0] as number;
    } catch (error) {
      // Too deep to write now: the words wait in the margin until the stack is shorter.
      if (error instanceof RangeError && pos < hardEnd) return;
      fail(error);
    }
    lastFlush = time;
    writeNs += now() - origin - time;
  }

  function fail(error: unknown): void {
    off = true;
    pos = 0;
    limit[0] = 0;
    options.failed(error);
  }

  /** Writes what is held back; safe at any time. */
  function flush(): void {
    if (off) return;
    armed = false;
    isPlain = false;
    const time = now() - origin;
    writeThrows(time);
    flushAt(time);
    if (!exact) limit[0] = 0;
  }

  function writeJson(kind: number, value: unknown): void {
    if (off) return;
    try {
      options.write(encodeJsonFrame(kind, value));
    } catch (error) {
      fail(error);
    }
  }

  function room(): void {
    if (off) pos = 0;
    else if (pos >= CAPACITY) {
      flushAt(now() - origin);
      if (pos >= hardEnd) lose();
    }
  }

  function enter(id: number): void {
    if (pos >= (limit[0] as number)) prepare();
    words[pos++] = id;
  }

  function exit(): void {
    if (pos >= (limit[0] as number)) {
      try {
        prepare();
      } catch {
        // Near the end of the stack; the event itself must not be lost.
      }
    }
    words[pos++] = -OP.EXIT;
  }

  function thrown(): void {
    if (pos >= (limit[0] as number)) {
      try {
        prepare();
      } catch {
        // As in `exit`.
      }
    }
    words[pos++] = -OP.THROW;
  }

  /** Like `thrown`, but written only when the next event comes or `caught` tells the value. */
  function thrownLater(): void {
    pendingThrows++;
    isPlain = false;
    limit[0] = 0;
  }

  function writeValue(op: number, value: unknown, captured: number): void {
    const at = pos;
    words[at] = -op;
    capture.begin(at + 2, captured);
    capture.value(value);
    words[at + 1] = capture.at - at - 2;
    pos = capture.at;
  }

  /** The spans that ended by a throw just now ended with this error. Gives it back. */
  function caught(error: unknown): unknown {
    if (pendingThrows === 0) return error;
    try {
      const time = now() - origin;
      while (pendingThrows > 0) {
        pendingThrows--;
        room();
        writeValue(OP.ERROR, error, 0);
        timing(time);
        words[pos++] = -OP.THROW;
      }
    } catch (fault) {
      if (!(fault instanceof RangeError)) fail(fault);
    }
    return error;
  }

  /** An async body ends by an error. */
  function failedAsync(error: unknown, withValue: boolean): void {
    if (withValue) {
      pendingThrows++;
      caught(error);
    } else thrown();
  }

  function returned(value: unknown, id: number): void {
    const tag = pos < CAPACITY ? tagOf(value, strings) : NO_TAG;
    if (tag !== NO_TAG) {
      words[pos] = -OP.RETURN;
      words[pos + 1] = 1;
      words[pos + 2] = tag;
      pos += 3;
      exit();
    } else returnedSlowly(value, id);
  }

  function returnedSlowly(value: unknown, id: number): void {
    try {
      room();
      writeValue(OP.RETURN, value, (captures[id] as number)++);
    } catch (fault) {
      if (!(fault instanceof RangeError)) fail(fault);
    }
    exit();
  }

  /** By function id: how often `capture` has written its values. */
  const captures: number[] = [];

  /** Parameter names by function id: what redaction by key looks at. */
  const paramNames: (readonly string[])[] = [];
  /** By function id: no parameter's name is one of a secret. */
  const plainNames: boolean[] = [];
  const one: unknown[] = [undefined];
  const two: unknown[] = [undefined, undefined];

  function args(id: number, values: readonly unknown[]): void {
    try {
      room();
      const at = pos;
      words[at] = -OP.ARGS;
      words[at + 2] = values.length;
      capture.begin(at + 3, (captures[id] as number)++);
      if (plainNames[id]) for (let i = 0; i < values.length; i++) capture.value(values[i]);
      else {
        const names = paramNames[id] as readonly string[];
        for (let i = 0; i < values.length; i++) capture.namedValue(values[i], names[i] as string);
      }
      words[at + 1] = capture.at - at - 2;
      pos = capture.at;
    } catch (fault) {
      if (!(fault instanceof RangeError)) fail(fault);
    }
  }

  function args1(id: number, a: unknown): void {
    if (pos < CAPACITY && plainNames[id]) {
      const tag = tagOf(a, strings);
      if (tag !== NO_TAG) {
        words[pos] = -OP.ARGS;
        words[pos + 1] = 2;
        words[pos + 2] = 1;
        words[pos + 3] = tag;
        pos += 4;
        return;
      }
    }
    one[0] = a;
    args(id, one);
    one[0] = undefined;
  }

  function args2(id: number, a: unknown, b: unknown): void {
    if (pos < CAPACITY && plainNames[id]) {
      const tagA = tagOf(a, strings);
      const tagB = tagOf(b, strings);
      if (tagA !== NO_TAG && tagB !== NO_TAG) {
        words[pos] = -OP.ARGS;
        words[pos + 1] = 3;
        words[pos + 2] = 2;
        words[pos + 3] = tagA;
        words[pos + 4] = tagB;
        pos += 5;
        return;
      }
    }
    two[0] = a;
    two[1] = b;
    args(id, two);
    two[0] = two[1] = undefined;
  }

  function enterAsync(id: number): number {
    if (handover === WAITING) {
      handover = FOLLOWING;
      followed = nextMark;
    }
    if (pos >= (limit[0] as number)) prepare();
    const mark = nextMark;
    nextMark = (nextMark + 1) >>> 0;
    words[pos] = -OP.ENTER_ASYNC;
    words[pos + 1] = id;
    words[pos + 2] = mark;
    pos += 3;
    return mark;
  }

  function suspend<T>(value: T, _paused: number, mark: number): T {
    if (pos >= (limit[0] as number)) prepare();
    words[pos++] = -OP.SUSPEND;
    if (handover === FOLLOWING && mark === followed) settled(mark);
    return value;
  }

  /**
   * For a consumer (`for await`, `yield*`) of `iterable`. A generator's body begins within the consumer's first request,
   * so that it must find the consumer still open; the consumer is suspended when the generator pauses.
   */
  function handOver<T>(iterable: T, paused: number, mark: number): T {
    if (!isGeneratorObject(iterable)) return suspend(iterable, paused, mark);
    handover = WAITING;
    isPlain = false;
    limit[0] = 0;
    return iterable;
  }

  /** The generator `mark` has paused or ended for the first time: its consumer waits. */
  function settled(mark: number): void {
    if (handover !== FOLLOWING || mark !== followed) return;
    handover = 0;
    if (pos >= (limit[0] as number)) prepare();
    words[pos++] = -OP.SUSPEND;
  }

  /** Gives 0, which the caller keeps as "not suspended". */
  function resume(mark: number): number {
    if (pos >= (limit[0] as number)) prepare();
    words[pos] = -OP.RESUME;
    words[pos + 1] = mark;
    pos += 2;
    return 0;
  }

  /** The mark of the innermost open span, made unless `known` already is it; 0 is none. */
  function markSpan(known: number): number {
    if (known !== 0) return known;
    if (pendingThrows > 0 || pos >= CAPACITY) settleThrows();
    const mark = nextMark;
    nextMark = (nextMark + 1) >>> 0;
    words[pos] = -OP.MARK;
    words[pos + 1] = mark;
    pos += 2;
    return mark;
  }

  /** The span that begins now has the marked one as its parent, unless it begins within another. */
  function linkTo(mark: number): void {
    if (mark === 0) return;
    if (pos >= CAPACITY) settleThrows();
    words[pos] = -OP.LINK;
    words[pos + 1] = mark;
    pos += 2;
  }

  /** Spans that have ended must not be taken for the innermost open one. */
  function settleThrows(): void {
    try {
      if (pendingThrows > 0) writeThrows(now() - origin);
      room();
    } catch (fault) {
      if (!(fault instanceof RangeError)) fail(fault);
    }
  }

  return {
    origin,
    markSpan,
    linkTo,
    enter,
    exit,
    thrown,
    thrownLater,
    caught,
    failedAsync,
    returned,
    args,
    args1,
    args2,
    /** Parameter names of the next function id, and whether none of them names a secret. */
    nameParams: (names: readonly string[], plain: boolean) => {
      captures.push(0);
      paramNames.push(names);
      plainNames.push(plain);
    },
    enterAsync,
    suspend,
    handOver,
    settled,
    resume,
    flush,
    writeJson,
    fail,
    timeNs: () => now() - origin,
    isOff: () => off,
    counts: () => ({
      dropped,
      writeNs: Math.round(writeNs),
      maxClockErrorNs: Math.round(maxClockErrorNs),
      truncatedValues: capture.truncated,
      redactedValues: capture.redacted,
    }),
  };
}
