import { OP, WIDE_DELTA } from './constants.ts';
import { type DecodeResult, doubleAt, type EventHandler, emitOperation, sizeAt, TIMED } from './events.ts';
import type { EventsPayload } from './payloads.ts';

/** Events handed out at once: few enough that their columns stay in the processor's cache. */
const BATCH = 1024;

/**
 * Turns the words of EVENTS frames into columns of events, with times resolved as FORMAT.md's "Clock" says. One decoder for
 * all frames keeps its columns; a reader in a hurry loops over them and hands what it does not know to `emit`.
 *
 * ```
 * decoder.start(payload);
 * while (decoder.next()) for (let i = 0; i < decoder.length; i++) ...
 * ```
 */
export class EventDecoder {
  /** Rows that are valid since the last `next`. */
  length = 0;
  /** The word: a function that is entered, or a negated operation. No stamps. */
  code = new Int32Array(BATCH + 256);
  /** ns since the thread's origin; of an operation without a time, that of the event before it. */
  time = new Float64Array(BATCH + 256);
  /** Where an operation other than EXIT and THROW stands in `words`. */
  at = new Int32Array(BATCH + 256);
  words: Int32Array = new Int32Array(0);

  #timed = false;
  #position = 0;
  #previous = 0;
  #maxErrorNs = 0;
  #damagedWords = 0;

  start({ words, baseNs, timed }: EventsPayload): void {
    this.words = words;
    this.#timed = timed;
    this.#position = 0;
    this.#previous = baseNs;
    this.#maxErrorNs = 0;
    this.#damagedWords = 0;
  }

  /** Decodes the next events of the frame; false at its end. May give no event and yet true. */
  next(): boolean {
    this.length = 0;
    if (this.#position >= this.words.length) return false;
    if (this.#timed) this.#exact();
    else while (this.#position < this.words.length && this.length < BATCH) this.#stretch();
    return true;
  }

  /** Hands the event of row `i` to the handler. */
  emit(i: number, handler: EventHandler): void {
    const code = this.code[i] as number;
    const time = this.time[i] as number;
    if (code >= 0) handler.enter(code, time);
    else if (code === -OP.EXIT) handler.exit(time);
    else if (code === -OP.THROW) handler.throw(time);
    else emitOperation(this.words, this.at[i] as number, -code, time, handler);
  }

  /** Of the frame, once `next` has said that it is at its end. */
  result(): DecodeResult {
    return { timeNs: this.#previous, maxErrorNs: this.#maxErrorNs, damagedWords: this.#damagedWords };
  }

  /** Bounded clock: the events up to the next stamp. Only it says when they happened. */
  #stretch(): void {
    const { words } = this;
    const first = this.length;
    let { code, at } = this;
    let row = first;
    let position = this.#position;
    let timedWords = 0;
    let stamp = 0;
    while (position < words.length) {
      if (row === code.length) {
        this.#grow();
        ({ code, at } = this);
      }
      const word = words[position] as number;
      if (word >= -OP.THROW) {
        code[row++] = word;
        timedWords++;
        position++;
        continue;
      }
      const op = -word;
      const size = sizeAt(words, position);
      if (size === 0) {
        this.#damagedWords = words.length - position;
        position = words.length;
        break;
      }
      if (op === OP.STAMP || op === OP.STAMP_WIDE) {
        stamp = op;
        break;
      }
      code[row] = word;
      at[row++] = position;
      timedWords += TIMED[op] as number;
      position += size;
    }
    this.length = row;
    this.#position = position;
    this.#stamp(stamp, timedWords, first);
  }

  /** Spreads the events from row `first` on over the time that the stamp at the position tells. */
  #stamp(stamp: number, timedWords: number, first: number): void {
    const { words, code, time, length } = this;
    const start = this.#previous;
    let at = this.#position;
    let tick = 0;
    let now = start;
    if (stamp === OP.STAMP) {
      tick = (words[at + 1] as number) >>> 0;
      now = start + ((words[at + 2] as number) >>> 0);
      at += 3;
    } else if (stamp === OP.STAMP_WIDE) {
      tick = doubleAt(words, at + 1) - start;
      now = doubleAt(words, at + 3);
      at += 5;
    }
    const step = timedWords > 0 ? tick / timedWords : 0;
    let k = 0;
    let eventTime = start;
    for (let row = first; row < length; row++) {
      const word = code[row] as number;
      if (word >= -OP.THROW || TIMED[-word] === 1) eventTime = start + step * k++;
      time[row] = eventTime;
    }
    if (timedWords > 1 && tick > this.#maxErrorNs) this.#maxErrorNs = tick;
    this.#previous = now;
    this.#position = at;
  }

  /** Exact clock: a delta stands before each timed word. */
  #exact(): void {
    const { words } = this;
    let position = this.#position;
    let previous = this.#previous;
    let damaged = false;
    while (position < words.length && this.length < BATCH) {
      // A delta may look like any operation but these: one of 2^32 - 64 ns (4.3 s) or more is written wide.
      const untimed = (words[position] as number) < -1 && (words[position] as number) > -64;
      let time = previous;
      let at = position;
      if (!untimed) {
        const delta = (words[at++] as number) >>> 0;
        time = previous + delta;
        if (delta === WIDE_DELTA) {
          damaged = at + 4 > words.length;
          if (!damaged) time = doubleAt(words, at + 2);
          at += 4;
        }
        damaged ||= at >= words.length;
      }
      const word: number = damaged ? 0 : (words[at] as number);
      const size: number = damaged || word >= 0 ? 1 : sizeAt(words, at);
      damaged ||= size === 0 || (!untimed && word < 0 && TIMED[-word] === 0);
      if (damaged) break;
      if (untimed && word === -OP.STAMP) previous += (words[at + 2] as number) >>> 0;
      else if (untimed && word === -OP.STAMP_WIDE) previous = doubleAt(words, at + 3);
      else {
        previous = time;
        this.#push(word, time, at);
      }
      position = at + size;
    }
    if (damaged) this.#damagedWords = words.length - position;
    this.#previous = previous;
    this.#position = damaged ? words.length : position;
  }

  #push(code: number, time: number, at: number): void {
    if (this.length === this.code.length) this.#grow();
    const row = this.length++;
    this.code[row] = code;
    this.time[row] = time;
    this.at[row] = at;
  }

  /** A stretch without a stamp is longer than usual. */
  #grow(): void {
    const size = this.code.length * 2;
    const code = new Int32Array(size);
    code.set(this.code);
    this.code = code;
    const time = new Float64Array(size);
    time.set(this.time);
    this.time = time;
    const at = new Int32Array(size);
    at.set(this.at);
    this.at = at;
  }
}

/** Hands every event of the frame to `handler`. */
export function decodeEvents(payload: EventsPayload, handler: EventHandler): DecodeResult {
  const decoder = new EventDecoder();
  decoder.start(payload);
  while (decoder.next()) for (let i = 0; i < decoder.length; i++) decoder.emit(i, handler);
  return decoder.result();
}
