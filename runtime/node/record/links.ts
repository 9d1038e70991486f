import { OP } from '../../format/index.ts';
import type { Calls } from './calls.ts';
import { POS } from './cells.ts';
import { CAPACITY, type Stream } from './stream.ts';

export type Links = ReturnType<typeof createLinks>;

/** Spans that have others as children which begin later, when nothing is open. */
export function createLinks(stream: Stream, { records }: Calls) {
  const { cells, words, modes } = stream;

  /** The mark of the innermost open span, made unless `known` already is it; 0 is none. */
  function markSpan(known: number): number {
    if (known !== 0) return known;
    // Spans that have ended must not be taken for the innermost open one.
    if (stream.pendingThrows > 0 || (cells[POS] as number) >= CAPACITY) stream.settle();
    const mark = stream.nextMark();
    const pos = cells[POS] as number;
    words[pos] = -OP.MARK;
    words[pos + 1] = mark;
    cells[POS] = pos + 2;
    return mark;
  }

  /** The span of the function that begins now has the marked one as its parent, unless it begins within another. */
  function linkTo(mark: number, id: number): void {
    if (mark === 0 || !records(id)) return;
    if ((cells[POS] as number) >= CAPACITY || modes.dirtyCount > 0) stream.settle();
    const pos = cells[POS] as number;
    words[pos] = -OP.LINK;
    words[pos + 1] = mark;
    cells[POS] = pos + 2;
  }

  return { markSpan, linkTo };
}
