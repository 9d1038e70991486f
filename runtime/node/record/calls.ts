import { OP } from '../../format/index.ts';
import { CELL } from './cells.ts';
import { MODE } from './modes.ts';
import type { Stream } from './stream.ts';

/**
 * Entry and end of synchronous calls: the hot path. A recorded event is one word and one comparison with a limit that
 * stands for all else; a call that is not recorded is one decrement. Closures over constants, so that the compiler
 * inlines them with the addresses in them. Nothing here throws into the app, except a stack overflow on entry, which the
 * called function would have met itself.
 */
export function createCalls(stream: Stream) {
  const { cells, words, modes } = stream;
  const { gate } = modes;
  const modeOf = modes.modes;

  /** Gives 1 if the call has a span and 0 if it has none: then it must not be told of its end. */
  function enter(id: number): number {
    const stretch = gate[id] as number;
    if (stretch !== 0) return skip(id, stretch);
    let pos = cells[CELL.POS] as number;
    if (pos >= (cells[CELL.LIMIT] as number)) pos = prepared();
    words[pos] = id;
    cells[CELL.POS] = pos + 1;
    return 1;
  }

  /** As `enter`, for a function whose values may be captured: gives 2 if they are to be. */
  function enterWide(id: number): number {
    const stretch = gate[id] as number;
    if (stretch !== 0 && skip(id, stretch) === 0) return 0;
    if (stretch === 0) {
      let pos = cells[CELL.POS] as number;
      if (pos >= (cells[CELL.LIMIT] as number)) pos = prepared();
      words[pos] = id;
      cells[CELL.POS] = pos + 1;
    }
    return (modeOf[id] as number) - MODE.COUNTED;
  }

  function skip(id: number, stretch: number): number {
    if (stretch > 1) {
      gate[id] = stretch - 1;
      return 0;
    }
    if (!countsSlowly(id, stretch)) return 0;
    stream.prepare();
    stream.put(id);
    return 1;
  }

  /** Whether the call is the one at the end of its stretch, which is recorded after all. */
  function countsSlowly(id: number, stretch: number): boolean {
    if (!modes.endsStretch(id, stretch)) {
      if (modes.dirtyCount > 0) stream.holdUp();
      return false;
    }
    stream.settle();
    if (modeOf[id] !== MODE.COUNTED) return true;
    modes.endsStretch(id, gate[id] as number);
    stream.holdUp();
    return false;
  }

  function prepared(): number {
    stream.prepare();
    return cells[CELL.POS] as number;
  }

  function preparedSafely(): number {
    stream.prepareSafely();
    return cells[CELL.POS] as number;
  }

  function exit(): void {
    let pos = cells[CELL.POS] as number;
    if (pos >= (cells[CELL.LIMIT] as number)) pos = preparedSafely();
    words[pos] = -OP.EXIT;
    cells[CELL.POS] = pos + 1;
  }

  function thrown(): void {
    let pos = cells[CELL.POS] as number;
    if (pos >= (cells[CELL.LIMIT] as number)) pos = preparedSafely();
    words[pos] = -OP.THROW;
    cells[CELL.POS] = pos + 1;
  }

  /** Like `thrown`, but written only when the next event comes or `caught` tells the value. */
  function thrownLater(): void {
    stream.pendingThrows++;
    stream.holdUp();
  }

  /** Whether the next call of the function will be recorded. */
  function records(id: number): boolean {
    const stretch = gate[id] as number;
    return stretch === 0 || (stretch === 1 && modeOf[id] !== MODE.COUNTED);
  }

  return { enter, enterWide, exit, thrown, thrownLater, countsSlowly, records };
}

export type Calls = ReturnType<typeof createCalls>;
