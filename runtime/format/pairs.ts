import { OP } from './constants.ts';
import { putDelta, WIDEST_DELTA } from './deltas.ts';

/** Words of a pair: 64 bits of an event's word and 64 of its time. */
const PAIR = 4;

/**
 * The words that a frame of pairs stands for: each event behind its delta. The time of the first pair is that of `baseNs`.
 * Events are ENTER and EXIT alone.
 */
export function fromPairs(words: Int32Array, baseNs: number): Int32Array {
  const out = new Int32Array((words.length / PAIR) * (WIDEST_DELTA + 1));
  let to = 0;
  let low = (words[2] ?? 0) >>> 0;
  let high = words[3] ?? 0;
  let now = baseNs;
  for (let at = PAIR; at + PAIR <= words.length; at += PAIR) {
    const nextLow = (words[at + 2] as number) >>> 0;
    const nextHigh = words[at + 3] as number;
    const delta = Math.max(0, (nextHigh - high) * 2 ** 32 + (nextLow - low));
    now += delta;
    to = putDelta(out, to, delta, now);
    out[to++] = (words[at] as number) < 0 ? -OP.EXIT : (words[at] as number);
    low = nextLow;
    high = nextHigh;
  }
  return out.subarray(0, to);
}
