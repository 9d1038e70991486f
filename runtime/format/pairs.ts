import { OP, WIDE_DELTA } from './constants.ts';

/** Words of a pair: 64 bits of an event's word and 64 of its time. */
const PAIR = 4;
/** Deltas from here on would look like operations, and are written wide. */
const NARROW = 0xffffffc0;

/**
 * The words that a frame of pairs stands for: each event behind its delta. The time of the first pair is that of `baseNs`.
 * Events are ENTER and EXIT alone.
 */
export function fromPairs(words: Int32Array, baseNs: number): Int32Array {
  // A wide delta is four words longer.
  const out = new Int32Array((words.length / PAIR) * 6);
  const wide = new Float64Array(1);
  const wideWords = new Int32Array(wide.buffer);
  let to = 0;
  let low = (words[2] ?? 0) >>> 0;
  let high = words[3] ?? 0;
  let now = baseNs;
  for (let at = PAIR; at + PAIR <= words.length; at += PAIR) {
    const nextLow = (words[at + 2] as number) >>> 0;
    const nextHigh = words[at + 3] as number;
    const delta = Math.max(0, (nextHigh - high) * 2 ** 32 + (nextLow - low));
    now += delta;
    if (delta < NARROW) out[to++] = delta;
    else {
      wide[0] = now;
      out[to++] = WIDE_DELTA;
      for (let twice = 0; twice < 2; twice++) {
        out[to++] = wideWords[0] as number;
        out[to++] = wideWords[1] as number;
      }
    }
    out[to++] = (words[at] as number) < 0 ? -OP.EXIT : (words[at] as number);
    low = nextLow;
    high = nextHigh;
  }
  return out.subarray(0, to);
}
