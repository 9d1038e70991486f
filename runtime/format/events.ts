import { OP, WIDE_DELTA } from './constants.ts';
import type { EventsPayload } from './payloads.ts';

/**
 * Receives the events of a frame in order; times in ns since the thread's origin. Keep one object with these methods
 * for all frames: the decoder's loop is as fast as these calls are monomorphic.
 */
export interface EventHandler {
  enter(functionId: number, timeNs: number): void;
  enterAsync(functionId: number, mark: number, timeNs: number): void;
  exit(timeNs: number): void;
  throw(timeNs: number): void;
  suspend(timeNs: number): void;
  resume(mark: number, timeNs: number): void;
  mark(mark: number): void;
  link(mark: number): void;
  forget(mark: number): void;
  /** `op` is ARGS, RETURN, ERROR or THIS; `words` stands at `words[offset]`, its operands behind it. */
  value(op: number, words: Int32Array, offset: number, count: number): void;
  counted(functionId: number, calls: number): void;
  dropped(spans: number): void;
  unwind(spans: number, timeNs: number): void;
}

export interface DecodeResult {
  /** The previous time P when the frame ended, ns since the origin. */
  readonly timeNs: number;
  /** Largest `tick` of the frame's stamps: how wrong a time may be at most; 0 with the exact clock. */
  readonly maxErrorNs: number;
  /** Words at the end that could not be understood; 0 in a sound frame. */
  readonly damagedWords: number;
}

/** Words of an operation with its operands, 0 if unknown, -1 if it states its own length in the next word. */
const SIZE = new Int8Array(64);
for (const op of [OP.EXIT, OP.THROW, OP.SUSPEND]) SIZE[op] = 1;
for (const op of [OP.RESUME, OP.MARK, OP.LINK, OP.FORGET, OP.DROPPED, OP.UNWIND]) SIZE[op] = 2;
for (const op of [OP.ENTER_ASYNC, OP.STAMP, OP.COUNTED]) SIZE[op] = 3;
SIZE[OP.STAMP_WIDE] = 5;
for (const op of [OP.ARGS, OP.RETURN, OP.ERROR, OP.THIS]) SIZE[op] = -1;

/** Whether the operation is an event that has a time of its own. */
const TIMED = new Uint8Array(64);
for (const op of [OP.EXIT, OP.THROW, OP.ENTER_ASYNC, OP.SUSPEND, OP.RESUME]) TIMED[op] = 1;

const pair = new Uint32Array(2);
const pairAsDouble = new Float64Array(pair.buffer);

function double(words: Int32Array, at: number): number {
  pair[0] = words[at] as number;
  pair[1] = words[at + 1] as number;
  return pairAsDouble[0] as number;
}

/** Length in words of the operation at `at`, or 0 when it is unknown or reaches past the end. */
function sizeAt(words: Int32Array, at: number): number {
  const op = -(words[at] as number);
  const size = op < 64 ? (SIZE[op] as number) : 0;
  if (size >= 0) return at + size <= words.length ? size : 0;
  if (at + 1 >= words.length) return 0;
  const operands = words[at + 1] as number;
  return operands >= 0 && at + 2 + operands <= words.length ? 2 + operands : 0;
}

/** Hands every event of the frame to `handler`, with times resolved as FORMAT.md's "Clock" says. */
export function decodeEvents(payload: EventsPayload, handler: EventHandler): DecodeResult {
  return payload.timed ? decodeTimed(payload, handler) : decodeBounded(payload, handler);
}

function decodeBounded(payload: EventsPayload, handler: EventHandler): DecodeResult {
  const { words } = payload;
  let previous = payload.baseNs;
  let maxErrorNs = 0;
  let at = 0;
  while (at < words.length) {
    // First pass: how many timed words stand before the next stamp? Only then are their times known.
    let timedWords = 0;
    let end = at;
    let stamp = 0;
    let damaged = false;
    while (end < words.length) {
      const word = words[end] as number;
      if (word >= 0) {
        timedWords++;
        end++;
        continue;
      }
      const op = -word;
      const size = sizeAt(words, end);
      if (size === 0) {
        damaged = true;
        break;
      }
      if (op === OP.STAMP || op === OP.STAMP_WIDE) {
        stamp = op;
        break;
      }
      timedWords += TIMED[op] as number;
      end += size;
    }
    let tick = 0;
    let now = previous;
    let next = end;
    if (stamp === OP.STAMP) {
      tick = (words[end + 1] as number) >>> 0;
      now = previous + ((words[end + 2] as number) >>> 0);
      next = end + 3;
    } else if (stamp === OP.STAMP_WIDE) {
      tick = double(words, end + 1) - previous;
      now = double(words, end + 3);
      next = end + 5;
    }
    emit(words, at, end, previous, timedWords > 0 ? tick / timedWords : 0, handler);
    if (timedWords > 1 && tick > maxErrorNs) maxErrorNs = tick;
    previous = now;
    at = next;
    if (damaged) return { timeNs: previous, maxErrorNs, damagedWords: words.length - end };
  }
  return { timeNs: previous, maxErrorNs, damagedWords: 0 };
}

/** Emits the words of `[from, to)`, which hold no stamp: the k-th timed one at `first + k * step`. */
function emit(
  words: Int32Array,
  from: number,
  to: number,
  first: number,
  step: number,
  handler: EventHandler,
): void {
  let time = first;
  let k = 0;
  for (let at = from; at < to; ) {
    const word = words[at] as number;
    if (word >= 0) {
      time = first + step * k++;
      handler.enter(word, time);
      at++;
      continue;
    }
    const op = -word;
    if (TIMED[op]) time = first + step * k++;
    at = emitOperation(words, at, op, time, handler);
  }
}

function decodeTimed(payload: EventsPayload, handler: EventHandler): DecodeResult {
  const { words } = payload;
  let previous = payload.baseNs;
  const result = (at: number) => ({
    timeNs: previous,
    maxErrorNs: 0,
    damagedWords: words.length - at,
  });
  // A delta may look like any operation, so its place must be known: it stands before each timed word, and an
  // operation without a time stands only directly behind an event or another such operation, at a place where
  // a delta's low range cannot be mistaken for it (see `isUntimed`).
  let at = 0;
  while (at < words.length) {
    if (isUntimed(words, at)) {
      const size = sizeAt(words, at);
      if (size === 0) return result(at);
      const op = -(words[at] as number);
      if (op === OP.STAMP) previous += (words[at + 2] as number) >>> 0;
      else if (op === OP.STAMP_WIDE) previous = double(words, at + 3);
      else emitOperation(words, at, op, previous, handler);
      at += size;
      continue;
    }
    const start = at;
    const delta = (words[at] as number) >>> 0;
    let time = previous + delta;
    at++;
    if (delta === WIDE_DELTA) {
      if (at + 4 > words.length) return result(start);
      time = double(words, at + 2);
      at += 4;
    }
    if (at >= words.length) return result(start);
    const word = words[at] as number;
    if (word >= 0) {
      previous = time;
      handler.enter(word, time);
      at++;
      continue;
    }
    const size = sizeAt(words, at);
    if (size === 0 || !TIMED[-word]) return result(start);
    previous = time;
    emitOperation(words, at, -word, time, handler);
    at += size;
  }
  return result(at);
}

/**
 * In a TIMED frame: an operation without a time. A delta of 2^32 - 64 ns (4.3 s) or more is written wide, so that
 * the top 63 numbers are free for operations.
 */
function isUntimed(words: Int32Array, at: number): boolean {
  const word = words[at] as number;
  return word < -1 && word > -64;
}

function emitOperation(
  words: Int32Array,
  at: number,
  op: number,
  timeNs: number,
  handler: EventHandler,
): number {
  const a = words[at + 1] as number;
  switch (op) {
    case OP.EXIT:
      handler.exit(timeNs);
      return at + 1;
    case OP.THROW:
      handler.throw(timeNs);
      return at + 1;
    case OP.SUSPEND:
      handler.suspend(timeNs);
      return at + 1;
    case OP.ENTER_ASYNC:
      handler.enterAsync(a, (words[at + 2] as number) >>> 0, timeNs);
      return at + 3;
    case OP.RESUME:
      handler.resume(a >>> 0, timeNs);
      return at + 2;
    case OP.MARK:
      handler.mark(a >>> 0);
      return at + 2;
    case OP.LINK:
      handler.link(a >>> 0);
      return at + 2;
    case OP.FORGET:
      handler.forget(a >>> 0);
      return at + 2;
    case OP.DROPPED:
      handler.dropped(a >>> 0);
      return at + 2;
    case OP.UNWIND:
      handler.unwind(a >>> 0, timeNs);
      return at + 2;
    case OP.COUNTED:
      handler.counted(a, (words[at + 2] as number) >>> 0);
      return at + 3;
    default:
      handler.value(op, words, at + 2, a);
      return at + 2 + a;
  }
}
