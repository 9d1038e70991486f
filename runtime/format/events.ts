import { OP } from './constants.ts';

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
  claim(mark: number): void;
  /** A message has left on a channel (two u32) on behalf of the span of the mark, or for 0 of the innermost open one. */
  sent(mark: number, high: number, low: number, sequence: number): void;
  /** From now on the mark names the span that has sent the message; `fallback` names another, should that be unknown. */
  received(mark: number, high: number, low: number, sequence: number, fallback: number): void;
  /** A trace context, 6 words from `words[offset]` on, has been sent on behalf of the span of the mark, or for 0 of the innermost open one. */
  sentContext(mark: number, words: Int32Array, offset: number): void;
  /** From now on the mark names the span that has sent this trace context on. */
  receivedContext(mark: number, words: Int32Array, offset: number): void;
  below(mark: number): void;
  forget(mark: number): void;
  /** `op` is ARGS, RETURN, ERROR or THIS; `words` stands at `words[offset]`, its operands behind it. */
  value(op: number, words: Int32Array, offset: number, count: number): void;
  /**
   * `op` is LINE, SET or SET_MODULE. `count` operands stand from `words[offset]` on: the line; or the mark or function, the
   * variable, and the words of its value.
   */
  step(op: number, words: Int32Array, offset: number, count: number): void;
  /**
   * `op` is LOG, DETAIL, CARRIES or CONTINUES, of the innermost open span. `count` operands stand from `words[offset]` on, as
   * FORMAT.md has them.
   */
  note(op: number, words: Int32Array, offset: number, count: number): void;
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

/** Words of a trace context: four of its trace id, two of its span id. */
export const CONTEXT_WORDS = 6;

/** Words of an operation with its operands, 0 if unknown, -1 if it states its own length in the next word. */
const SIZE = new Int8Array(64);
for (const op of [OP.EXIT, OP.THROW, OP.SUSPEND]) SIZE[op] = 1;
for (const op of [OP.RESUME, OP.MARK, OP.LINK, OP.FORGET, OP.DROPPED, OP.UNWIND, OP.LINE]) {
  SIZE[op] = 2;
}
for (const op of [OP.ARG, OP.RETURNED, OP.CLAIM, OP.BELOW]) SIZE[op] = 2;
for (const op of [OP.ENTER_ASYNC, OP.STAMP, OP.COUNTED, OP.ARG_PAIR]) SIZE[op] = 3;
for (const op of [OP.STAMP_WIDE, OP.SENT]) SIZE[op] = 5;
SIZE[OP.RECEIVED] = 6;
for (const op of [OP.CARRIES, OP.CONTINUES]) SIZE[op] = 1 + CONTEXT_WORDS;
for (const op of [OP.SENT_CONTEXT, OP.RECEIVED_CONTEXT]) SIZE[op] = 2 + CONTEXT_WORDS;
for (const op of [OP.ARGS, OP.RETURN, OP.ERROR, OP.THIS, OP.SET, OP.SET_MODULE, OP.LOG, OP.DETAIL]) {
  SIZE[op] = -1;
}

/** Whether the operation is an event that has a time of its own. */
export const TIMED = new Uint8Array(64);
for (const op of [OP.EXIT, OP.THROW, OP.ENTER_ASYNC, OP.SUSPEND, OP.RESUME, OP.RETURNED]) TIMED[op] = 1;

/** The words that ARGS would have for the short operations. */
const shortArgs = new Int32Array(3);

const pair = new Uint32Array(2);
const pairAsDouble = new Float64Array(pair.buffer);

/** The f64 that stands as lo, hi. */
export function doubleAt(words: Int32Array, at: number): number {
  pair[0] = words[at] as number;
  pair[1] = words[at + 1] as number;
  return pairAsDouble[0] as number;
}

const wordAt = (words: Int32Array, at: number): number => (words[at] as number) >>> 0;

/** Length in words of the operation at `at`, or 0 when it is unknown or reaches past the end. */
export function sizeAt(words: Int32Array, at: number): number {
  const op = -(words[at] as number);
  const size = op < 64 ? (SIZE[op] as number) : 0;
  if (size >= 0) return at + size <= words.length ? size : 0;
  if (at + 1 >= words.length) return 0;
  const operands = words[at + 1] as number;
  return operands >= 0 && at + 2 + operands <= words.length ? 2 + operands : 0;
}

/** Hands the operation at `at` to the handler; where the next one stands. */
export function emitOperation(
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
    case OP.CLAIM:
      handler.claim(a >>> 0);
      return at + 2;
    case OP.SENT:
      handler.sent(a >>> 0, wordAt(words, at + 2), wordAt(words, at + 3), wordAt(words, at + 4));
      return at + 5;
    case OP.RECEIVED: {
      const sequence = wordAt(words, at + 4);
      handler.received(
        a >>> 0,
        wordAt(words, at + 2),
        wordAt(words, at + 3),
        sequence,
        wordAt(words, at + 5),
      );
      return at + 6;
    }
    case OP.BELOW:
      handler.below(a >>> 0);
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
    case OP.ARG:
      shortArgs[0] = 1;
      shortArgs[1] = a;
      handler.value(OP.ARGS, shortArgs, 0, 2);
      return at + 2;
    case OP.ARG_PAIR:
      shortArgs[0] = 2;
      shortArgs[1] = a;
      shortArgs[2] = words[at + 2] as number;
      handler.value(OP.ARGS, shortArgs, 0, 3);
      return at + 3;
    case OP.RETURNED:
      handler.value(OP.RETURN, words, at + 1, 1);
      handler.exit(timeNs);
      return at + 2;
    case OP.LINE:
      handler.step(op, words, at + 1, 1);
      return at + 2;
    case OP.SET:
    case OP.SET_MODULE:
      handler.step(op, words, at + 2, a);
      return at + 2 + a;
    case OP.LOG:
    case OP.DETAIL:
      handler.note(op, words, at + 2, a);
      return at + 2 + a;
    case OP.CARRIES:
    case OP.CONTINUES:
      handler.note(op, words, at + 1, CONTEXT_WORDS);
      return at + 1 + CONTEXT_WORDS;
    case OP.SENT_CONTEXT:
      handler.sentContext(a >>> 0, words, at + 2);
      return at + 2 + CONTEXT_WORDS;
    case OP.RECEIVED_CONTEXT:
      handler.receivedContext(a >>> 0, words, at + 2);
      return at + 2 + CONTEXT_WORDS;
    default:
      handler.value(op, words, at + 2, a);
      return at + 2 + a;
  }
}
