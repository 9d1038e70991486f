import { types } from 'node:util';
import { OP } from '../../format/index.ts';
import type { Ambient } from '../parents/ambient.ts';
import type { Calls } from './calls.ts';
import { MARK, POS } from './cells.ts';
import { CAPACITY, type Stream } from './stream.ts';

const { isPromise } = types;

export type Links = ReturnType<typeof createLinks>;

/** How a callback's span is linked to the one that has handed it over. */
export const HOW = {
  /** It has that one as its parent, unless it begins within another. */
  PLAIN: 0,
  /** That only in a task that is done for somebody, and while that one is open: it may have been kept for others. */
  MAYBE: 1,
  /** It has that one as its parent also where it begins within a span of another trace: a pool calls who has waited. */
  ANSWER: 2,
} as const;

/** Spans that have others as children which begin later, when nothing is open. */
export function createLinks(stream: Stream, { records }: Calls, ambient: Ambient) {
  const { cells, words, modes } = stream;
  /** Marks of the spans on behalf of which objects do what they do. */
  let owners: WeakMap<object, number> | undefined;
  /** The span that begins now has been linked. */
  let isLinked = false;
  /** The task that runs is the continuation of an async function: with its span it ends. */
  let isTurn = false;
  /** The next mark when the task that runs began: it has made those from there on. */
  let firstMark = 0;

  /** The last mark of an open span, and the words behind it: while there are no others the same span is the innermost one. */
  let marked = 0;
  let markedAt = -1;
  let markedFrame = 0;

  const nextMark = (): number => (cells[MARK] as number) >>> 0;

  function put(op: number, mark: number): void {
    if ((cells[POS] as number) >= CAPACITY || modes.dirtyCount > 0) stream.settle();
    const pos = cells[POS] as number;
    words[pos] = -op;
    words[pos + 1] = mark;
    cells[POS] = pos + 2;
  }

  /** A span begins at an empty stack: without a link it belongs to whoever began the task. */
  stream.arrive = () => {
    isTurn = false;
    firstMark = nextMark();
    const asker = isLinked ? 0 : asking();
    if (asker > 0) put(OP.LINK, asker);
    isLinked = false;
  };

  /** A span goes on at an empty stack. */
  stream.goOn = (mark: number) => {
    isTurn = true;
    firstMark = nextMark();
    stream.begin(mark);
  };

  /** What is waited for does what it does, should it be a thenable of the app, on behalf of the span. */
  stream.noteAwaited = (value: unknown, mark: number) => {
    if (!isPromise(value)) noteOwner(value, mark);
  };

  /** The mark of the innermost open span, made unless `known` already is it; 0 is none. */
  function markSpan(known: number): number {
    if (known !== 0 || stream.isEmpty) return known;
    // Spans that have ended must not be taken for the innermost open one.
    if (stream.pendingThrows > 0) stream.settle();
    // A body without a span names the one around it, again and again.
    if (cells[POS] === markedAt && stream.framesWritten === markedFrame) return marked;
    marked = stream.nextMark();
    put(OP.MARK, marked);
    markedAt = cells[POS] as number;
    markedFrame = stream.framesWritten;
    return marked;
  }

  /** For the function that begins now: a callback that the marked span has handed over. `how`: see HOW. */
  function linkTo(mark: number, id: number, how: number): void {
    if (mark === 0 || !records(id)) return;
    if (!stream.isEmpty) {
      if (how === HOW.ANSWER && mark < firstMark) put(OP.CLAIM, mark);
      return;
    }
    if (how !== HOW.MAYBE) put(OP.LINK, mark);
    else {
      const asker = asking();
      if (asker <= 0) return;
      put(OP.LINK, asker);
      if (asker !== mark) put(OP.CLAIM, mark);
    }
    isLinked = true;
  }

  function noteOwner(object: unknown, mark: number): void {
    if (mark <= 0 || typeof object !== 'object' || object === null) return;
    owners ??= new WeakMap();
    owners.set(object, mark);
  }

  /** For a method of what may have an owner. */
  function linkToOwner(object: unknown, id: number): void {
    if (owners === undefined || !stream.isEmpty || typeof object !== 'object' || object === null) return;
    linkTo(owners.get(object) ?? 0, id, HOW.PLAIN);
  }

  /** The mark of the span on behalf of which a task runs; 0: of none. */
  const asking = (): number => (ambient.isUsed ? ambient.current() : 0);

  /** What is begun from now on is done on behalf of the marked span. Gives what `outOfContext` takes back. */
  const inContext = (mark: number): number => ambient.begin(mark);

  /**
   * Gives 0. `mark`: of a span that can pause, or 0. A task that ends with the span needs nothing put back, and the span's
   * own continuation is in the right context then.
   */
  const outOfContext = (before: number, mark: number): number =>
    isTurn && mark !== 0 && mark === stream.bottom ? 0 : ambient.end(before);

  function watchThenables(): void {
    stream.awaitsThenables = true;
  }

  return { markSpan, linkTo, noteOwner, linkToOwner, asking, inContext, outOfContext, watchThenables };
}
