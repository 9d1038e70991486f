import { OP } from '../../format/index.ts';
import { CHANGED, LIMIT, POS } from './cells.ts';
import { MODE } from './modes.ts';
import type { Stream } from './stream.ts';

/** The value a body's completion variable has until the body completes. */
export const INCOMPLETE = Object.freeze({ __proto__: null });
/** The same after an async body's error has been recorded. */
export const RECORDED = Object.freeze({ __proto__: null });

export type Calls = ReturnType<typeof createCalls>;

/**
 * What a function keeps of its entry. 0: it has no span. 1: a span. 2: its values are to be captured as well. With this bit
 * its span is the lowest of the stack: -4 and 6, so that one comparison with 1 tells capturing from timing.
 */
const ROOT = 4;

/** Entry and end of synchronous calls. */
export function createCalls(stream: Stream) {
  const { cells, words, modes } = stream;
  return hotCalls(stream, cells, words, modes.gate, modes.modes, -OP.EXIT, INCOMPLETE);
}

/**
 * The hot path. A recorded event is one word and one comparison with a limit that stands for all else; a call that is
 * not recorded is one decrement. These functions are inlined into the app's as long as their bytecode is short, hence
 * the parameters: unlike constants they need no check that they have been initialised. Nothing here throws into the app,
 * except a stack overflow on entry, which the called function would have met itself.
 */
function hotCalls(
  stream: Stream,
  cells: Int32Array,
  words: Int32Array,
  gate: Int32Array,
  modeOf: Uint8Array,
  exitWord: number,
  incomplete: unknown,
) {
  /** Gives 0 if the call has no span: then it must not be told of its end. */
  function enter(id: number): number {
    const stretch = gate[id] as number;
    if (stretch !== 0) return enterGated(id, stretch);
    const pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) return enterPrepared(id);
    words[pos] = id;
    cells[POS] = pos + 1;
    return 1;
  }

  /** As `enter`, for a function whose values may be captured: gives more than 1 if they are to be. */
  function enterWide(id: number): number {
    const stretch = gate[id] as number;
    if (stretch !== 0) return widened(enterGated(id, stretch), modeOf[id] as number);
    const pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) return enterWidePrepared(id);
    words[pos] = id;
    cells[POS] = pos + 1;
    return (modeOf[id] as number) - 1;
  }

  function enterGated(id: number, stretch: number): number {
    if (stretch > 1) {
      gate[id] = stretch - 1;
      return 0;
    }
    if (!countsSlowly(id, stretch)) return 0;
    const entered = enterPrepared(id);
    // Its end is timed as well, unless it has calls of its own.
    stream.holdUp();
    return entered;
  }

  /** Where the stack is empty the span gets its parent from elsewhere, and the result has the bit `ROOT`. */
  function enterPrepared(id: number): number {
    if (!stream.isEmpty) {
      if ((cells[POS] as number) >= (cells[LIMIT] as number)) stream.prepare(true, id);
      stream.put(id);
      return 1;
    }
    stream.arrive();
    stream.begin(0);
    try {
      if ((cells[POS] as number) >= (cells[LIMIT] as number)) stream.prepare(true, id);
    } catch (overflow) {
      stream.end();
      throw overflow;
    }
    stream.put(id);
    return -ROOT;
  }

  /** Levels may change while room is made: the call that meets the change is the last one of before, with its values. */
  function enterWidePrepared(id: number): number {
    const mode = modeOf[id] as number;
    return widened(enterPrepared(id), mode);
  }

  function widened(entered: number, mode: number): number {
    if (entered === 0) return 0;
    const detail = mode - 1;
    return entered === 1 ? detail : detail > 1 ? ROOT + detail : entered;
  }

  /** Whether the call is the one at the end of its stretch, which is recorded after all. */
  function countsSlowly(id: number, stretch: number): boolean {
    const { modes } = stream;
    // A thread in which all is off looks up nowhere else.
    if (cells[CHANGED] !== 0) stream.lookUp();
    if (!modes.endsStretch(id, stretch)) {
      if (modes.dirtyCount > 0) stream.counted();
      return false;
    }
    stream.settle();
    if (modeOf[id] !== MODE.COUNTED) {
      if (modes.isLoose) stream.writeLoose(id, true);
      // A sample stands for many calls, so that it is timed.
      stream.holdUp();
      return true;
    }
    modes.endsStretch(id, gate[id] as number);
    stream.counted();
    return false;
  }

  /** `value`: of the completion variable; `detail`: what the entry gave. */
  function exit(value: unknown, detail = 1): void {
    if (value === incomplete) {
      thrown(detail);
      return;
    }
    const pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) stream.exitSafely(exitWord);
    else {
      words[pos] = exitWord;
      cells[POS] = pos + 1;
    }
    if ((detail & ROOT) !== 0) stream.end();
  }

  function thrown(detail: number): void {
    if ((cells[POS] as number) >= (cells[LIMIT] as number)) stream.preparedSafely();
    stream.put(-OP.THROW);
    if ((detail & ROOT) !== 0) stream.end();
  }

  /** Like the `exit` of a call that has thrown, but written only when the next event comes or `caught` tells the value. */
  function thrownLater(detail = 1): void {
    stream.thrownLater();
    if ((detail & ROOT) !== 0) stream.end();
  }

  /** Whether the next call of the function will be recorded. */
  function records(id: number): boolean {
    const stretch = gate[id] as number;
    return stretch === 0 || (stretch === 1 && modeOf[id] !== MODE.COUNTED);
  }

  return { enter, enterWide, exit, thrownLater, countsSlowly, records };
}
