import { OP, WIDE_DELTA } from '../../format/index.ts';
import { CallSites } from './call-sites.ts';
import { type Calls, INCOMPLETE } from './calls.ts';
import { POS } from './cells.ts';
import type { Links } from './links.ts';
import type { Pauses } from './pauses.ts';
import type { RecorderOptions } from './recorder-options.ts';
import type { Stream } from './stream.ts';

/** What a function gives that captures values; below that its calls and awaits are not recorded either. */
const CAPTURED = 2;
const NOTHING: readonly never[] = Object.freeze([]);
const arrayPrototype = Array.prototype;
const arrayIterator = arrayPrototype[Symbol.iterator];
const iteratorPrototype = Object.getPrototypeOf([][Symbol.iterator]()) as { next: unknown };
/** Not read from `Symbol` each time, which the app may have replaced. */
const iteratorKey: typeof Symbol.iterator = Symbol.iterator;
const arrayNext = iteratorPrototype.next;

/** Nothing to spread, also for an app that has replaced what arrays do. */
const nothing: Iterable<never> = {
  [Symbol.iterator]: () => ({ next: () => ({ done: true, value: undefined }) }),
};

/**
 * What stands around the last argument of a call. `own`: what `openCalls` gave to the body. Short enough to become part of any
 * function, hence made with a parameter, which unlike a variable needs no check that it has been initialised.
 */
function beginningWith(begin: (id: number, own: number) => void) {
  return function callBegins<T>(last: T, id: number, detail: number, own: number): T {
    if (detail >= CAPTURED) begin(id, own);
    return last;
  };
}

/** What the spans of calls need. `enter` gives 1 for a span, 0 for none, and 2 where one is left out with all below. */
type SiteCalls = Pick<Calls, 'enter' | 'exit' | 'thrownLater'>;
type SitePauses = Pick<Pauses, 'suspend' | 'resume'>;

/**
 * Level 3: calls and awaits as spans. A call begins when its last argument is there. Should what is called turn out to be a
 * recorded function, that function's span takes the place of the call's, which has not been read by anybody yet.
 *
 * `apart`: what functions that are not to become part of the app's go through.
 *
 * In one body at most one call is open at a time, so that what stands above the body's own place in `open` is this call.
 */
export function createSites(
  stream: Stream,
  calls: Calls,
  pauses: Pauses,
  links: Links,
  { exact: isExact, awaits: recordsAwaits = true }: Pick<RecorderOptions, 'exact' | 'awaits'>,
  apart: <F extends (a: never, b: never, c: never) => unknown>(call: F) => F,
) {
  const { cells, words, modes } = stream;
  let { enter, exit, thrownLater }: SiteCalls = calls;
  let { suspend, resume }: SitePauses = pauses;
  /** The call that is open has been taken back. */
  let forget = (): void => {};
  const places = new CallSites();
  /** By depth of open calls: 1 if it has a span. */
  let open = new Uint8Array(256);
  let depth = 0;
  /** Where the ENTER of a call stands whose callee has not shown itself; -1: none. */
  let waitingAt = -1;

  function expectNobody(): void {
    if (waitingAt < 0) return;
    waitingAt = -1;
    modes.tellAll(false);
  }

  function push(hasSpan: number): void {
    if (depth === open.length) {
      const bigger = new Uint8Array(depth * 2);
      bigger.set(open);
      open = bigger;
    }
    open[depth++] = hasSpan;
  }

  /** Ends what is open above `own` as it should end: with a result. */
  function endAbove(own: number): void {
    expectNobody();
    while (depth > own) if (open[--depth] === 1) exit(undefined);
  }

  function begin(id: number, own: number): void {
    if (depth > own) endAbove(own);
    const entered = enter(id);
    push(entered === 0 ? 0 : 1);
    if (entered !== 1) return;
    waitingAt = (cells[POS] as number) - 1;
    modes.tellAll(true);
  }

  const callOpens = apart(begin);
  const callBegins = beginningWith(callOpens);
  const endApart = apart(endAbove);

  /** To be spread behind the last argument, where there is none. */
  function callBeginsBare(id: number, detail: number, own: number): Iterable<never> {
    callBegins(0, id, detail, own);
    const untouched = arrayPrototype[iteratorKey] === arrayIterator && iteratorPrototype.next === arrayNext;
    return untouched ? NOTHING : nothing;
  }

  function callEnds<T>(result: T, own: number): T {
    if (depth > own) endApart(own);
    return result;
  }

  const openCalls = (): number => depth;

  /** The body, or a part of it, ends by an exception. `awaits`: marks of its awaits that are open, outermost first. */
  function sitesFail(own: number, awaits?: number[]): void {
    expectNobody();
    while (depth > own) if (open[--depth] === 1) thrownLater();
    if (awaits === undefined) return;
    for (; awaits.length > 0; awaits.length--) calls.thrownLater();
  }

  const endAllApart = apart((own: number, value: unknown): void => {
    if (value === INCOMPLETE) sitesFail(own);
    else endAbove(own);
  });

  /** The body ends, with what its completion variable holds. */
  function sitesEnd(own: number, value: unknown): void {
    if (depth > own) endAllApart(own, value);
  }

  /** Before the operand of an await. */
  function awaitBegins(id: number, detail: number, own: number, awaits: number[]): void {
    if (detail < CAPTURED) return;
    if (depth > own) endAbove(own);
    if (!recordsAwaits) return;
    const mark = pauses.enterAsync(id);
    if (mark !== 0) awaits[awaits.length] = mark;
  }

  function suspendAll<T>(value: T, mark: number, awaits: number[]): T {
    expectNobody();
    for (let i = awaits.length; i > 0; i--) pauses.suspend(undefined, awaits[i - 1] as number);
    return suspend(value, mark);
  }

  const awaitSuspends = (
    (call: typeof suspendAll) =>
    <T>(_begun: unknown, value: T, mark: number, _paused: number, awaits: number[]): T =>
      mark ? call(value, mark, awaits) : value
  )(apart(suspendAll));

  /** Gives 0, as `resume` does: the span and its awaits go on, the innermost one to its end. */
  function awaitWakes(mark: number, awaits: readonly number[]): number {
    resume(mark);
    for (let i = 0; i < awaits.length; i++) pauses.resume(awaits[i] as number);
    return 0;
  }

  function endAwait<T>(value: T, mark: number, awaits: number[]): T {
    awaitWakes(mark, awaits);
    if (awaits.length === 0) return value;
    awaits.length--;
    calls.exit(undefined);
    return value;
  }

  const awaitEnds = (
    (call: typeof endAwait) =>
    <T>(value: T, mark: number, awaits: number[]): T =>
      mark ? call(value, mark, awaits) : value
  )(apart(endAwait));

  /** A function begins: if it is what the open call calls, the call's span makes way for its own. */
  function arrive(id: number): void {
    const at = waitingAt;
    expectNobody();
    if (cells[POS] !== at + 1 || !places.isDirect(words[at] as number, id, arrive)) return;
    open[depth - 1] = 0;
    forget();
    takeBack(at);
  }

  /** Unwrites the ENTER at `at`. What tells its time stays, as a stamp. */
  function takeBack(at: number): void {
    if (!isExact) {
      cells[POS] = at;
      return;
    }
    const isWide =
      words[at - 5] === (WIDE_DELTA | 0) &&
      words[at - 4] === words[at - 2] &&
      words[at - 3] === words[at - 1];
    if (isWide) {
      words[at - 5] = -OP.STAMP_WIDE;
      cells[POS] = at;
      return;
    }
    const delta = words[at - 1] as number;
    words[at - 1] = -OP.STAMP;
    words[at] = words[at + 1] = delta;
    cells[POS] = at + 2;
  }

  /** The hot functions, for programs in which calls are recorded. */
  const around = {
    enter(id: number): number {
      if (waitingAt >= 0) arrive(id);
      return calls.enter(id);
    },
    enterWide(id: number): number {
      if (waitingAt >= 0) arrive(id);
      return calls.enterWide(id);
    },
    enterAsync(id: number): number {
      if (waitingAt >= 0) arrive(id);
      return pauses.enterAsync(id);
    },
    resume(mark: number): number {
      expectNobody();
      return pauses.resume(mark);
    },
    /** Within a call something is open, so that nothing needs a link. */
    linkTo(mark: number, id: number, how: number): void {
      if (waitingAt < 0 || how === 2) links.linkTo(mark, id, how);
    },
  };

  /** From now on limits decide which calls have spans, and follow what pauses. */
  function limitBy(limits: SiteCalls & SitePauses & { readonly forget: () => void }): void {
    ({ enter, exit, thrownLater, suspend, resume, forget } = limits);
  }

  /** A function begins: as `around.enter`, before anything is decided about it. */
  function arriving(id: number): void {
    if (waitingAt >= 0) arrive(id);
  }

  return {
    places,
    limitBy,
    arriving,
    around,
    published: {
      callOpens,
      callBegins,
      callBeginsBare,
      callEnds,
      openCalls,
      sitesFail,
      sitesEnd,
      awaitBegins,
      awaitSuspends,
      awaitWakes,
      awaitEnds,
    },
  };
}
