import { OP } from './constants.ts';
import { sizeAt } from './events.ts';

/** The first packed word; all smaller ones are packed as well. */
export const FIRST_PACKED = -64;

/** Low 3 bits of how far a packed word is below the first one; the 28 bits above are its operand x. */
export const PACKED = {
  /** STAMP, whose tick and now are both x. */
  STAMP: 0,
  /** The same, then EXIT. */
  STAMP_EXIT: 1,
  /** ENTER_ASYNC of the function x & 0x3ffff, whose mark is 1 + (x >>> 18) behind that of the frame's last ENTER_ASYNC. */
  ENTER_ASYNC: 2,
  /** RESUME of the mark that is x before that of the frame's last ENTER_ASYNC. */
  RESUME: 3,
  /** The same, then EXIT. */
  RESUME_EXIT: 4,
} as const;

/** What x can hold, so that the word stays one of 32 bits, and what is left of it for marks beside a function. */
export const MAX_PACKED = (1 << 28) - 16;
export const MAX_PACKED_FUNCTION = (1 << 18) - 1;
export const MAX_PACKED_SKIP = (1 << 10) - 2;

export const packed = (kind: number, x: number): number => FIRST_PACKED - (x * 8 + kind);
export const packedKind = (word: number): number => (FIRST_PACKED - word) & 7;
export const packedOperand = (word: number): number => (FIRST_PACKED - word) >>> 3;

/**
 * The words that a bounded-clock frame with packed ones stands for. Ends where a word cannot be understood, with that word.
 */
export function unpack(words: Int32Array): Int32Array {
  // No packed word stands for more than four.
  const out = new Int32Array(words.length * 4);
  let to = 0;
  let lastMark = 0;
  for (let at = 0; at < words.length; ) {
    const word = words[at] as number;
    if (word >= -OP.THROW) {
      out[to++] = word;
      at++;
    } else if (word > FIRST_PACKED) {
      const size = sizeAt(words, at) || words.length - at;
      if (word === -OP.ENTER_ASYNC) lastMark = words[at + 2] as number;
      for (let i = 0; i < size; i++) out[to++] = words[at++] as number;
    } else {
      at++;
      const kind = packedKind(word);
      const x = packedOperand(word);
      if (kind <= PACKED.STAMP_EXIT) {
        out[to++] = -OP.STAMP;
        out[to++] = x;
        out[to++] = x;
        if (kind === PACKED.STAMP_EXIT) out[to++] = -OP.EXIT;
      } else if (kind === PACKED.ENTER_ASYNC) {
        lastMark = (lastMark + 1 + (x >>> 18)) | 0;
        out[to++] = -OP.ENTER_ASYNC;
        out[to++] = x & MAX_PACKED_FUNCTION;
        out[to++] = lastMark;
      } else if (kind <= PACKED.RESUME_EXIT) {
        out[to++] = -OP.RESUME;
        out[to++] = lastMark - x;
        if (kind === PACKED.RESUME_EXIT) out[to++] = -OP.EXIT;
      } else {
        out[to++] = word;
        return out.subarray(0, to);
      }
    }
  }
  return out.subarray(0, to);
}
