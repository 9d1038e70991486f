import { OP } from '../../format/constants.ts';
import { sizeAt } from '../../format/events.ts';
import {
  FIRST_PACKED,
  MAX_PACKED_FUNCTION,
  PACKED,
  packedKind,
  packedOperand,
} from '../../format/packed-words.ts';

/** Deeper spans of one frame are taken for this deep ones. */
const MAX_DEPTH = 4096;
/** What a packed async call costs, in words: it does as much as one that is written in full, with its pauses. */
const PACKED_ASYNC_WORDS = 7;
const stack = new Int32Array(MAX_DEPTH);

/**
 * Tells of each call in the words of a frame: its function, its words with those of its end, and the function it lies in,
 * or -1; or else how many calls were counted. Words that tell more of an open span come with a negative size.
 */
export function scanWords(
  words: Int32Array,
  count: number,
  exact: boolean,
  tell: (id: number, size: number, counted: number, within: number) => void,
): void {
  let depth = 0;
  const top = (): number => (depth > 0 ? (stack[Math.min(depth, MAX_DEPTH) - 1] as number) : -1);
  const enter = (id: number, size: number): void => {
    tell(id, size, 0, top());
    if (depth < MAX_DEPTH) stack[depth] = id;
    depth++;
  };
  const goOn = (): void => {
    if (depth < MAX_DEPTH) stack[depth] = -1;
    depth++;
  };
  for (let at = 0; at < count; ) {
    const first = words[at] as number;
    // The delta before a timed word.
    if (exact && !(first < -1 && first > -64)) at += first === -1 ? 5 : 1;
    if (at >= count) return;
    const code = words[at] as number;
    if (code >= 0) {
      enter(code, 2);
      at++;
      continue;
    }
    if (code <= FIRST_PACKED) {
      const kind = packedKind(code);
      if (kind === PACKED.ENTER_ASYNC) enter(packedOperand(code) & MAX_PACKED_FUNCTION, PACKED_ASYNC_WORDS);
      else if (kind === PACKED.STAMP_EXIT && depth > 0) depth--;
      else if (kind === PACKED.RESUME) goOn();
      at++;
      continue;
    }
    const size = sizeAt(words, at);
    if (size === 0) return;
    // It will mostly be suspended and resumed once, which cannot be told apart here from others.
    if (code === -OP.ENTER_ASYNC) enter(words[at + 1] as number, size + 4);
    else if (code === -OP.COUNTED) tell(words[at + 1] as number, 0, words[at + 2] as number, top());
    else if (
      size > 1 &&
      depth > 0 &&
      top() >= 0 &&
      code !== -OP.RESUME &&
      code !== -OP.STAMP &&
      code !== -OP.STAMP_WIDE
    ) {
      tell(top(), -size, 0, depth > 1 ? (stack[Math.min(depth, MAX_DEPTH) - 2] as number) : -1);
    }
    const ends = code === -OP.EXIT || code === -OP.THROW || code === -OP.RETURNED || code === -OP.SUSPEND;
    if (ends && depth > 0) depth--;
    if (code === -OP.RESUME) goOn();
    at += size;
  }
}
