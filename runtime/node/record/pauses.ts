import { types } from 'node:util';
import { OP } from '../../format/index.ts';
import { MAX_PACKED, MAX_PACKED_SKIP, PACKED, packed } from '../../format/packed-words.ts';
import { aside } from './aside.ts';
import type { Calls } from './calls.ts';
import { LIMIT, POS } from './cells.ts';
import { MODE } from './modes.ts';
import { HANDOVER, type Stream } from './stream.ts';

const { isGeneratorObject } = types;

export type Pauses = ReturnType<typeof createPauses>;

/**
 * Async functions and generators: spans that leave the stack and come back, known by their mark. A call that is not
 * recorded has the mark 0, for which nothing here does anything.
 */
export function createPauses(stream: Stream, { countsSlowly }: Calls, isExact: boolean) {
  const { cells, words, modes } = stream;
  const { gate } = modes;
  const modeOf = modes.modes;
  /** Mark of the generator that the last handover follows. */
  let followed = 0;
  /** Marks of those who wait for its consumer, which delegates to it: the outermost first. */
  const waiting: number[] = [];
  /** The mark of the last span that has begun, and in which frame that stands; -1: none is packed. */
  let lastMark = 0;
  let markedFrame = -1;
  /** Where the last packed RESUME stands. */
  let resumedAt = -3;

  /** Gives the mark of the span. */
  function enterAsync(id: number): number {
    const stretch = gate[id] as number;
    if (stretch > 1) {
      gate[id] = stretch - 1;
      return 0;
    }
    if (stretch !== 0 && !countsSlowly(id, stretch)) return 0;
    const { isEmpty } = stream;
    if (isEmpty) stream.arrive();
    const mark = stream.nextMark();
    if (isEmpty) stream.begin(mark);
    if (stream.handover === HANDOVER.WAITING) {
      stream.handover = HANDOVER.FOLLOWING;
      followed = mark;
    }
    let pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) pos = stream.prepared();
    // Frames are read alone, so that the first of one is written in full.
    const skipped = mark - lastMark - 1;
    if (stream.framesWritten === markedFrame && skipped >= 0 && skipped <= MAX_PACKED_SKIP) {
      words[pos] = packed(PACKED.ENTER_ASYNC, (skipped << 18) | id);
      cells[POS] = pos + 1;
    } else {
      words[pos] = -OP.ENTER_ASYNC;
      words[pos + 1] = id;
      words[pos + 2] = mark;
      cells[POS] = pos + 3;
      markedFrame = isExact ? -1 : stream.framesWritten;
    }
    lastMark = mark;
    return mark;
  }

  /** What `enterWide` gives, of the span that `enterAsync` has begun. */
  function detailOf(id: number, mark: number): number {
    return mark === 0 ? 0 : (modeOf[id] as number) - MODE.COUNTED;
  }

  function suspend<T>(value: T, mark: number): T {
    if (mark === 0) return value;
    let pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) pos = stream.prepared();
    words[pos] = -OP.SUSPEND;
    cells[POS] = pos + 1;
    stream.leave(mark);
    if (stream.awaitsThenables) stream.noteAwaited(value, mark);
    if (mark === followed) settled(mark);
    return value;
  }

  /**
   * For a consumer (`for await`, `yield*`) of `iterable`. A generator's body begins within the consumer's first request,
   * so that it must find the consumer still open; the consumer is suspended when the generator pauses.
   */
  function handOver<T>(iterable: T, mark: number): T {
    if (mark === 0 || !isGeneratorObject(iterable)) return suspend(iterable, mark);
    // A generator that hands over within its own first request keeps its consumer waiting too.
    if (stream.handover === HANDOVER.FOLLOWING && mark === followed) waiting.push(stream.consumer);
    else waiting.length = 0;
    stream.handover = HANDOVER.WAITING;
    stream.consumer = mark;
    stream.holdUp();
    return iterable;
  }

  /** The generator `mark` has paused or ended for the first time: its consumer waits, and who waits for that. */
  function settled(mark: number): void {
    if (mark !== followed || stream.handover !== HANDOVER.FOLLOWING || mark === 0) return;
    stream.handover = HANDOVER.NONE;
    followed = 0;
    for (let mark: number | undefined = stream.consumer; mark !== undefined; mark = waiting.pop()) {
      if ((cells[POS] as number) >= (cells[LIMIT] as number)) stream.prepare(false);
      stream.put(-OP.SUSPEND);
      stream.leave(mark);
    }
  }

  /** Gives 0, which the caller keeps as "not suspended". */
  function resume(mark: number): number {
    if (mark === 0) return 0;
    if (stream.isEmpty) stream.goOn(mark);
    let pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) pos = stream.prepared();
    const back = lastMark - mark;
    if (stream.framesWritten === markedFrame && back >= 0 && back <= MAX_PACKED) {
      words[pos] = packed(PACKED.RESUME, back);
      cells[POS] = pos + 1;
      resumedAt = pos;
    } else {
      words[pos] = -OP.RESUME;
      words[pos + 1] = mark;
      cells[POS] = pos + 2;
      resumedAt = -3;
    }
    return 0;
  }

  /** The value an await gave, to a span that goes on with it. */
  function resumed<T>(value: T, mark: number): T {
    if (mark !== 0) resume(mark);
    return value;
  }

  /** The span of the mark has ended. */
  function left(mark: number): void {
    if (cells[POS] === resumedAt + 2 && stream.framesWritten === markedFrame) {
      stream.mergeResume(resumedAt, -OP.EXIT);
    }
    resumedAt = -3;
    stream.leave(mark);
  }

  return { left, enterAsync, detailOf, suspend, handOver, settled, resume, resumed };
}

type Waits = Pick<Pauses, 'suspend' | 'handOver' | 'resume' | 'resumed'>;

/**
 * The same for texts whose functions may be throttled: a call without a span waits for nothing but what it awaits. So short
 * (27 bytes of bytecode) they become part of any function, hence the parameters: see `hotCalls`.
 */
export function sparingPauses({ suspend, handOver, resume, resumed }: Waits): Waits {
  return {
    suspend: (
      (call) => (value, mark) =>
        mark ? call(value, mark) : value
    )(aside(suspend)),
    handOver: (
      (call) => (iterable, mark) =>
        mark ? call(iterable, mark) : iterable
    )(aside(handOver)),
    resume: (
      (call) => (mark) =>
        mark ? call(mark) : 0
    )(aside(resume)),
    resumed: (
      (call) => (value, mark) =>
        mark ? call(value, mark) : value
    )(aside(resumed)),
  };
}
