import { OP } from '../../format/index.ts';
import { LIMIT, POS } from './cells.ts';
import { MODE } from './modes.ts';
import type { Stream } from './stream.ts';

/** The value a body's completion variable has until the body completes. */
export const INCOMPLETE = Object.freeze({ __proto__: null });
/** The same after an async body's error has been recorded. */
export const RECORDED = Object.freeze({ __proto__: null });

export type Calls = ReturnType<typeof createCalls>;

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
  /** Gives 1 if the call has a span and 0 if it has none: then it must not be told of its end. */
  function enter(id: number): number {
    const stretch = gate[id] as number;
    if (stretch !== 0) return enterGated(id, stretch);
    let pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) pos = stream.prepared();
    words[pos] = id;
    cells[POS] = pos + 1;
    return 1;
  }

  /** As `enter`, for a function whose values may be captured: gives 2 if they are to be. */
  function enterWide(id: number): number {
    const stretch = gate[id] as number;
    if (stretch !== 0) return enterGated(id, stretch) === 0 ? 0 : (modeOf[id] as number) - 1;
    let pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) pos = stream.prepared();
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
    if ((cells[POS] as number) >= (cells[LIMIT] as number)) stream.prepare(true);
    stream.put(id);
    return 1;
  }

  /** Whether the call is the one at the end of its stretch, which is recorded after all. */
  function countsSlowly(id: number, stretch: number): boolean {
    const { modes } = stream;
    if (!modes.endsStretch(id, stretch)) {
      if (modes.dirtyCount > 0) stream.counted();
      return false;
    }
    stream.settle();
    if (modeOf[id] !== MODE.COUNTED) return true;
    modes.endsStretch(id, gate[id] as number);
    stream.counted();
    return false;
  }

  /** `value`: of the completion variable. */
  function exit(value: unknown): void {
    if (value === incomplete) {
      thrown();
      return;
    }
    let pos = cells[POS] as number;
    if (pos >= (cells[LIMIT] as number)) pos = stream.preparedSafely();
    words[pos] = exitWord;
    cells[POS] = pos + 1;
  }

  function thrown(): void {
    if ((cells[POS] as number) >= (cells[LIMIT] as number)) stream.preparedSafely();
    stream.put(-OP.THROW);
  }

  /** Like the `exit` of a call that has thrown, but written only when the next event comes or `caught` tells the value. */
  function thrownLater(): void {
    stream.pendingThrows++;
    stream.holdUp();
  }

  /** Whether the next call of the function will be recorded. */
  function records(id: number): boolean {
    const stretch = gate[id] as number;
    return stretch === 0 || (stretch === 1 && modeOf[id] !== MODE.COUNTED);
  }

  return { enter, enterWide, exit, thrownLater, countsSlowly, records };
}
