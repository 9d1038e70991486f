import { OP, VALUE } from '../../format/index.ts';
import { type Calls, INCOMPLETE, RECORDED } from './calls.ts';
import { type Capture, UP_TO_LESS } from './capture.ts';
import { LIMIT, POS } from './cells.ts';
import { MAX_FUNCTIONS } from './modes.ts';
import type { Pauses } from './pauses.ts';
import { CAPACITY, type Stream } from './stream.ts';
import { NO_TAG, type StringIds } from './strings.ts';
import { tagOf } from './tags.ts';

/** Words of a number that is no integer, and so neither small nor the number of a card. */
const FRACTION_WORDS = 3;

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);

const isFraction = (value: unknown): value is number =>
  typeof value === 'number' && Math.floor(value) !== value;

/**
 * Parameters, results and errors of the innermost open span. Values of one word are written here; all others are
 * `Capture`'s.
 */
export function createValues(
  stream: Stream,
  capture: Capture,
  strings: StringIds,
  { exit, thrownLater }: Calls,
  { left }: Pauses,
) {
  const { cells, words, meter } = stream;
  /** By function id: how often `capture` has written its values. */
  const captures: number[] = [];
  /** Parameter names by function id: what redaction by key looks at. */
  const paramNames: (readonly string[])[] = [];
  /** By function id: 1 if no parameter's name is one of a secret. */
  const plainNames = new Uint8Array(MAX_FUNCTIONS);
  const one: unknown[] = [undefined];
  const two: unknown[] = [undefined, undefined];

  /** Parameter names of the next function id, and whether none of them names a secret. */
  function nameParams(names: readonly string[], plain: boolean): void {
    captures.push(0);
    paramNames.push(names);
    plainNames[paramNames.length - 1] = plain ? 1 : 0;
  }

  function writeValue(op: number, value: unknown, captured: number): void {
    const begun = meter.begin();
    const at = cells[POS] as number;
    words[at] = -op;
    capture.begin(at + 2, captured);
    capture.value(value);
    words[at + 1] = capture.at - at - 2;
    cells[POS] = capture.at;
    meter.end(begun);
  }

  /** The spans that ended by a throw just now ended with this error. Gives it back. */
  function caught(error: unknown): unknown {
    if (stream.pendingThrows === 0) return error;
    try {
      const time = stream.timeNs();
      while (stream.pendingThrows > 0) {
        stream.pendingThrows--;
        stream.room();
        writeValue(OP.ERROR, error, 0);
        stream.stamps.put(time);
        stream.put(-OP.THROW);
      }
    } catch (fault) {
      stream.faulted(fault);
    }
    return error;
  }

  /** An async body ends by an error. */
  function failedAsync(error: unknown, withValue: boolean): void {
    if (withValue) {
      stream.pendingThrows++;
      caught(error);
    } else exit(INCOMPLETE, 1);
  }

  /** The end of a call, as `exit`; `detail` is what `enterWide` gave. */
  function returned(value: unknown, id: number, detail: number): void {
    const pos = cells[POS] as number;
    // Most calls end within another one, with nothing due.
    if (detail !== 2 || pos >= (cells[LIMIT] as number)) {
      returnedElse(value, id, detail);
      return;
    }
    const tag = tagOf(value, strings);
    if (tag !== NO_TAG) {
      words[pos] = -OP.RETURNED;
      words[pos + 1] = tag;
      cells[POS] = pos + 2;
    } else if (value === INCOMPLETE) thrownLater(detail);
    else returnedSlowly(value, id, detail);
  }

  function returnedElse(value: unknown, id: number, detail: number): void {
    if (detail < 2) exit(value, detail);
    else if (value === INCOMPLETE) thrownLater(detail);
    else returnedInFull(value, id, detail);
  }

  function returnedInFull(value: unknown, id: number, detail: number): void {
    const pos = cells[POS] as number;
    const tag = pos < CAPACITY ? tagOf(value, strings) : NO_TAG;
    if (tag !== NO_TAG) {
      const at = pos >= (cells[LIMIT] as number) ? stream.preparedSafely() : pos;
      words[at] = -OP.RETURNED;
      words[at + 1] = tag;
      cells[POS] = at + 2;
      stream.leaveRoot(detail);
    } else returnedSlowly(value, id, detail);
  }

  /** The one word of a value without a tag of its own of which only a name is written. */
  function nameTagOf(value: unknown, id: number): number {
    return (cells[POS] as number) < CAPACITY ? capture.nameTag(value, captures[id] as number) : NO_TAG;
  }

  function returnedSlowly(value: unknown, id: number, detail: number): void {
    const tag = nameTagOf(value, id);
    if (tag !== NO_TAG) {
      const pos = cells[POS] as number;
      const at = pos >= (cells[LIMIT] as number) ? stream.preparedSafely() : pos;
      words[at] = -OP.RETURNED;
      words[at + 1] = tag;
      cells[POS] = at + 2;
      capture.wrote(tag);
      stream.leaveRoot(detail);
      return;
    }
    if (isFraction(value) && (cells[POS] as number) < CAPACITY) {
      const at = cells[POS] as number;
      words[at] = -OP.RETURN;
      words[at + 1] = FRACTION_WORDS;
      putFraction(at + 2, value);
      exit(RECORDED, detail);
      return;
    }
    try {
      stream.room();
      writeValue(OP.RETURN, value, (captures[id] as number)++);
    } catch (fault) {
      stream.faulted(fault);
    }
    exit(RECORDED, detail);
  }

  function args(id: number, values: readonly unknown[]): void {
    try {
      const begun = meter.begin();
      stream.room();
      const at = cells[POS] as number;
      words[at] = -OP.ARGS;
      words[at + 2] = values.length;
      capture.begin(at + 3, (captures[id] as number)++);
      if (plainNames[id] === 1) for (let i = 0; i < values.length; i++) capture.value(values[i]);
      else {
        const names = paramNames[id] as readonly string[];
        for (let i = 0; i < values.length; i++) capture.namedValue(values[i], names[i] as string);
      }
      words[at + 1] = capture.at - at - 2;
      cells[POS] = capture.at;
      meter.end(begun);
    } catch (fault) {
      stream.faulted(fault);
    }
  }

  function args1(id: number, a: unknown): void {
    const pos = cells[POS] as number;
    if (pos < CAPACITY && plainNames[id] === 1) {
      const tag = tagOf(a, strings);
      if (tag !== NO_TAG) {
        words[pos] = -OP.ARG;
        words[pos + 1] = tag;
        cells[POS] = pos + 2;
        return;
      }
    }
    largeArg(id, a);
  }

  /** A parameter that has no tag. */
  function largeArg(id: number, a: unknown): void {
    const pos = cells[POS] as number;
    if (isFraction(a) && pos < CAPACITY && plainNames[id] === 1) {
      words[pos] = -OP.ARGS;
      words[pos + 1] = FRACTION_WORDS + 1;
      words[pos + 2] = 1;
      putFraction(pos + 3, a);
      return;
    }
    const tag = plainNames[id] === 1 ? nameTagOf(a, id) : NO_TAG;
    if (tag !== NO_TAG) {
      words[pos] = -OP.ARG;
      words[pos + 1] = tag;
      cells[POS] = pos + 2;
      capture.wrote(tag);
      return;
    }
    one[0] = a;
    args(id, one);
    one[0] = undefined;
  }

  function putFraction(at: number, value: number): void {
    double[0] = value;
    words[at] = VALUE.NUMBER;
    words[at + 1] = doubleWords[0] as number;
    words[at + 2] = doubleWords[1] as number;
    cells[POS] = at + FRACTION_WORDS;
  }

  function args2(id: number, a: unknown, b: unknown): void {
    const pos = cells[POS] as number;
    if (pos < CAPACITY && plainNames[id] === 1) {
      const tagA = tagOf(a, strings);
      // Most pairs that need more begin with an object, and a text is expensive to look up.
      const tagB = tagA === NO_TAG ? NO_TAG : tagOf(b, strings);
      if (tagB !== NO_TAG) {
        words[pos] = -OP.ARG_PAIR;
        words[pos + 1] = tagA;
        words[pos + 2] = tagB;
        cells[POS] = pos + 3;
        return;
      }
    }
    largeArgs(id, a, b);
  }

  /** The word of a value that has no more than one, where only names are written. */
  function wordOf(value: unknown, id: number): number {
    const tag = nameTagOf(value, id);
    return tag === NO_TAG && (captures[id] as number) >= UP_TO_LESS ? tagOf(value, strings) : tag;
  }

  /** Two parameters that have no tag each. */
  function largeArgs(id: number, a: unknown, b: unknown): void {
    const tagA = plainNames[id] === 1 ? wordOf(a, id) : NO_TAG;
    const tagB = tagA === NO_TAG ? NO_TAG : wordOf(b, id);
    if (tagB !== NO_TAG) {
      const pos = cells[POS] as number;
      words[pos] = -OP.ARG_PAIR;
      words[pos + 1] = tagA;
      words[pos + 2] = tagB;
      cells[POS] = pos + 3;
      capture.wrote(tagA);
      capture.wrote(tagB);
      return;
    }
    two[0] = a;
    two[1] = b;
    args(id, two);
    two[0] = two[1] = undefined;
  }

  /** The span of an async body ends with a value, which this gives back. `detail`: as for `returned`; absent: it is not captured. */
  function endedAsync<T>(value: T, mark: number, id: number, detail?: number): T {
    if (mark === 0) return value;
    if (detail === undefined) exit(0, 1);
    else returned(value, id, detail);
    left(mark);
    return value;
  }

  return {
    nameParams,
    plainNames,
    large: { largeArg, largeArgs },
    published: { caught, failedAsync, returned, endedAsync, args, args1, args2 },
  };
}
