import { OP } from '../../format/index.ts';
import { LIMIT, POS } from './cells.ts';
import type { Stream } from './stream.ts';
import { NO_TAG, type StringIds } from './strings.ts';
import { tagOf } from './tags.ts';

/** What an entry that is told its parameters is made of. */
interface Parts {
  enterWide(id: number): number;
  args1(id: number, a: unknown): void;
  args2(id: number, a: unknown, b: unknown): void;
}

/** What records parameters that have no word each, of the innermost open span. */
interface LargeArguments {
  largeArg(id: number, a: unknown): void;
  largeArgs(id: number, a: unknown, b: unknown): void;
}

export type ToldEntries = ReturnType<typeof toldEntries>;

/** `enterWide` and the recording of one or two parameters. */
export const toldEntries = ({ enterWide, args1, args2 }: Parts) => ({
  enterWith1(id: number, a: unknown): number {
    const detail = enterWide(id);
    if (detail > 1) args1(id, a);
    return detail;
  },
  enterWith2(id: number, a: unknown, b: unknown): number {
    const detail = enterWide(id);
    if (detail > 1) args2(id, a, b);
    return detail;
  },
});

/**
 * The same, with one look at the position and at the limit where the call is recorded.
 * `plainNames`: by function id, 1 if no parameter's name is one of a secret.
 */
export function quickToldEntries(
  { cells, words, modes }: Stream,
  strings: StringIds,
  plainNames: Uint8Array,
  slow: ToldEntries,
  { largeArg, largeArgs }: LargeArguments,
): ToldEntries {
  const { gate, modes: modeOf } = modes;
  return {
    enterWith1(id, a) {
      const pos = cells[POS] as number;
      if (gate[id] !== 0 || pos >= (cells[LIMIT] as number)) return slow.enterWith1(id, a);
      const detail = (modeOf[id] as number) - 1;
      words[pos] = id;
      const tag = detail > 1 && plainNames[id] === 1 ? tagOf(a, strings) : NO_TAG;
      if (tag === NO_TAG) {
        cells[POS] = pos + 1;
        if (detail > 1) largeArg(id, a);
      } else {
        words[pos + 1] = -OP.ARG;
        words[pos + 2] = tag;
        cells[POS] = pos + 3;
      }
      return detail;
    },
    enterWith2(id, a, b) {
      const pos = cells[POS] as number;
      if (gate[id] !== 0 || pos >= (cells[LIMIT] as number)) return slow.enterWith2(id, a, b);
      const detail = (modeOf[id] as number) - 1;
      words[pos] = id;
      const tagA = detail > 1 && plainNames[id] === 1 ? tagOf(a, strings) : NO_TAG;
      const tagB = tagA === NO_TAG ? NO_TAG : tagOf(b, strings);
      if (tagB === NO_TAG) {
        cells[POS] = pos + 1;
        if (detail > 1) largeArgs(id, a, b);
      } else {
        words[pos + 1] = -OP.ARG_PAIR;
        words[pos + 2] = tagA;
        words[pos + 3] = tagB;
        cells[POS] = pos + 4;
      }
      return detail;
    },
  };
}
