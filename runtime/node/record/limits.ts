import { OP, type TracerConfig } from '../../format/index.ts';
import { INCOMPLETE } from './calls.ts';
import { POS } from './cells.ts';
import { HOW } from './links.ts';
import type { MessageGate } from './messages.ts';
import type { Recorder } from './recorder.ts';
import { toldEntries } from './told-entries.ts';

/** The mark of every async span that is left out. Real marks are no negative numbers. */
const LEFT_OUT = -1;
const KEPT = 0;
const MUTED = 1;
/** What a call out gives that is left out with all below. */
const SILENT = 2;
/** Shares that follow each other in steps of this, without their whole part, spread evenly and repeat no pattern. */
const STEP = 0.6180339887498949;
/** In the place of `at`: the span and all around it stay. */
const STAYS = -2;
/** Words of an entry with the exact clock. */
const NARROW_ENTRY = 2;
const WIDE_ENTRY = 6;
/** Calls that wait to be written as counts. */
const MOST_WAITING = 4096;

/** An open span, as far as the limits need it. */
interface Frame {
  /** KEPT or MUTED. */
  readonly state: number;
  readonly id: number;
  /** Where its first word stands; below 0: it stays, however short. */
  at: number;
  /** The time before its entry (P of FORMAT.md), the time of it, and the frames that had been written by then. */
  readonly before: number;
  readonly time: number;
  readonly written: number;
  /** Calls below it that have no span of their own, by function. */
  counts: Map<number, number> | undefined;
  waiting: number;
}

const MUTED_FRAME: Frame = {
  state: MUTED,
  id: -1,
  at: -1,
  before: 0,
  time: 0,
  written: 0,
  counts: undefined,
  waiting: 0,
};

export type Limits = NonNullable<TracerConfig['limits']>;

export const hasLimits = (limits: Limits | undefined): limits is Limits =>
  limits !== undefined &&
  ((limits.sampleRate ?? 1) < 1 ||
    (limits.minDurationNs ?? 0) > 0 ||
    limits.maxDepth !== undefined ||
    limits.maxSpans !== undefined ||
    limits.maxBytes !== undefined);

/**
 * What leaves calls out on purpose, around a recorder that knows nothing of it: without limits rewritten texts call the
 * recorder itself. A trace that is left out is silent as a whole: what it calls, what it awaits and the callbacks that are linked to
 * it. Calls that are too deep or too short become counts below the span around them.
 *
 * `minDurationNs` needs the exact clock. `bytes`: written by the thread so far.
 */
export function limit(recorder: Recorder, limits: Limits, bytes: () => number) {
  const { stream } = recorder;
  const { cells } = stream;
  const { times } = stream.stamps;
  const { sampleRate = 1, maxDepth = Infinity, minDurationNs = 0 } = limits;
  const { maxSpans = Infinity, maxBytes = Infinity } = limits;
  const frames: Frame[] = [];
  let roots = 0;
  let spans = 0;
  let leftOut = 0;
  /** What the root that begins next was linked to, or what handed over to it. */
  let inherited: number | undefined;

  const top = (): Frame | undefined => frames[frames.length - 1];

  /** Whether a new trace is one of those that are kept. */
  const isSampled = (): boolean => sampleRate >= 1 || (roots++ * STEP) % 1 < sampleRate;

  function decide(): number {
    const around = top()?.state ?? inherited;
    inherited = undefined;
    if (around === MUTED || spans >= maxSpans || bytes() >= maxBytes) return MUTED;
    if (around === KEPT) return KEPT;
    const asking = around === undefined ? recorder.asking() : 0;
    if (asking !== 0) return asking > 0 ? KEPT : MUTED;
    return isSampled() ? KEPT : MUTED;
  }

  function mute(): void {
    leftOut++;
    frames.push(MUTED_FRAME);
  }

  function count(id: number, calls: number): void {
    const frame = top();
    if (!frame) {
      writeCount(id, calls);
      return;
    }
    frame.counts ??= new Map();
    frame.counts.set(id, (frame.counts.get(id) ?? 0) + calls);
    frame.waiting += calls;
    if (frame.waiting >= MOST_WAITING) writeCounts(frame);
  }

  function writeCount(id: number, calls: number): void {
    stream.settle();
    stream.put(-OP.COUNTED);
    stream.put(id);
    stream.put(calls);
  }

  function writeCounts(frame: Frame): void {
    if (!frame.counts) return;
    for (const [id, calls] of frame.counts) writeCount(id, calls);
    frame.counts = undefined;
    frame.waiting = 0;
    // Words lie behind its first one that cannot be taken back.
    frame.at = -1;
  }

  /** For an entry by `begin`, which gives 0 for a call that is only counted. */
  function entered<T extends number>(id: number, begin: (id: number) => T, muted: T): T | 0 {
    recorder.core.arriving(id);
    if (decide() === MUTED) {
      mute();
      return muted;
    }
    if (frames.length >= maxDepth) {
      count(id, 1);
      // What an async function calls later would look as if nothing were around it.
      if (muted === LEFT_OUT) mute();
      else leftOut++;
      return muted === LEFT_OUT ? muted : 0;
    }
    return keeps(id, begin);
  }

  function keeps<T extends number>(id: number, begin: (id: number) => T): T | 0 {
    let at = -1;
    if (minDurationNs > 0) {
      stream.settle();
      at = cells[POS] as number;
    }
    const before = times[0] as number;
    const written = stream.framesWritten;
    const detail = begin(id);
    if (detail === 0) return 0;
    spans++;
    // Else something stands before it that must not be taken back with it.
    const words = (cells[POS] as number) - at;
    if (stream.framesWritten !== written || (words !== NARROW_ENTRY && words !== WIDE_ENTRY)) at = -1;
    const time = minDurationNs > 0 ? (times[0] as number) : 0;
    frames.push({ state: KEPT, id, at, before, time, written, counts: undefined, waiting: 0 });
    return detail;
  }

  /** Takes a span back that has been too short. */
  function isTakenBack(frame: Frame): boolean {
    if (frame.at < 0 || frame.written !== stream.framesWritten) return false;
    if (stream.timeNs() - frame.time >= minDurationNs) return false;
    cells[POS] = frame.at;
    times[0] = frame.before;
    leftOut++;
    spans--;
    count(frame.id, 1);
    if (frame.counts) for (const [inner, calls] of frame.counts) count(inner, calls);
    return true;
  }

  /** The end of the innermost span, if there is something to be written for it. */
  function ends(isOrdinary: boolean): boolean {
    const frame = frames.pop();
    if (!frame) return true;
    if (frame.state === MUTED) return false;
    if (isOrdinary && isTakenBack(frame)) return false;
    stay();
    writeCounts(frame);
    return true;
  }

  /** Spans around one that stays do so as well, and so do those that others refer to or that tell something of others. */
  function stay(): void {
    for (let i = frames.length - 1; i >= 0; i--) {
      const frame = frames[i] as Frame;
      if (frame.at === STAYS || frame.state === MUTED) return;
      frame.at = STAYS;
    }
  }

  function leaves(): boolean {
    const frame = frames.pop();
    if (frame?.state === MUTED) return false;
    if (frame) writeCounts(frame);
    return true;
  }

  const enterWide = (id: number) => entered(id, recorder.enterWide, 1);
  const wrapped = {
    enter: (id: number) => entered(id, recorder.enter, 1),
    enterWide,
    ...toldEntries({ ...recorder, enterWide }),
    exit(value: unknown, detail = 1): void {
      if (ends(value !== INCOMPLETE)) recorder.exit(value, detail);
      else stream.leaveRoot(detail);
    },
    thrownLater(detail = 1): void {
      if (ends(false)) recorder.thrownLater(detail);
    },
    returned(value: unknown, id: number, detail: number): void {
      if (ends(value !== INCOMPLETE)) recorder.returned(value, id, detail);
      else stream.leaveRoot(detail);
    },
    endedAsync<T>(value: T, mark: number, id: number, detail?: number): T {
      if (mark === 0) return value;
      if (detail === undefined) wrapped.exit(0, 1);
      else wrapped.returned(value, id, detail);
      recorder.left(mark);
      return value;
    },
    failedAsync(error: unknown, withValue: boolean): void {
      if (ends(false)) recorder.failedAsync(error, withValue);
    },
    enterAsync(id: number): number {
      const mark = entered(id, recorder.enterAsync, LEFT_OUT);
      if (mark > 0) stay();
      return mark;
    },
    detailOf: (id: number, mark: number) => (mark === LEFT_OUT ? 1 : recorder.detailOf(id, mark)),
    suspend<T>(value: T, mark: number): T {
      return mark === 0 || !leaves() ? value : recorder.suspend(value, mark);
    },
    handOver<T>(iterable: T, mark: number): T {
      if (mark === 0) return iterable;
      inherited = mark === LEFT_OUT ? MUTED : KEPT;
      return leaves() ? recorder.handOver(iterable, mark) : iterable;
    },
    settled(mark: number): void {
      if (mark > 0) recorder.settled(mark);
    },
    resume(mark: number): number {
      if (mark === 0) return 0;
      if (mark === LEFT_OUT) frames.push(MUTED_FRAME);
      else {
        stay();
        recorder.resume(mark);
        frames.push({ ...MUTED_FRAME, state: KEPT });
      }
      return 0;
    },
    resumed<T>(value: T, mark: number): T {
      wrapped.resume(mark);
      return value;
    },
    markSpan(known: number): number {
      if (known !== 0) return known;
      const frame = top();
      if (!frame || frame.state === MUTED) return LEFT_OUT;
      stay();
      return recorder.markSpan(0);
    },
    assigned<T>(value: T, id: number, variable: number, detail: number, owner = 0): T {
      if (owner !== 0 && detail > 1) stay();
      return recorder.assigned(value, id, variable, detail, owner);
    },
    stepped(old: unknown, id: number, variable: number, detail: number, by: number, owner = 0): unknown {
      if (owner !== 0 && detail > 1) stay();
      return recorder.stepped(old, id, variable, detail, by, owner);
    },
    linkTo(mark: number, id: number, how: number): void {
      if (mark === 0 || how === HOW.MAYBE) return;
      if (frames.length === 0) inherited = mark === LEFT_OUT ? MUTED : KEPT;
      if (mark > 0) recorder.linkTo(mark, id, how);
    },
  };
  recorder.core.limitSitesBy({
    enter(id: number): number {
      if (spans >= maxSpans || bytes() >= maxBytes) {
        mute();
        return SILENT;
      }
      return frames.length >= maxDepth ? 0 : keeps(id, recorder.core.enter);
    },
    exit(value: unknown): void {
      if (ends(true)) recorder.core.exit(value);
    },
    thrownLater(): void {
      if (ends(false)) recorder.core.thrownLater();
    },
    suspend: wrapped.suspend,
    resume: wrapped.resume,
    forget(): void {
      frames.pop();
      spans--;
    },
  });
  const gate: MessageGate = { keeps: isSampled, isMuted: () => top()?.state === MUTED };
  return { wrapped, gate, leftOut: () => leftOut };
}
