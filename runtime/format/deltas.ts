import { WIDE_DELTA } from './constants.ts';

/** Deltas from here on would look like operations, and are written wide. */
const NARROW = 0xffffffc0;
/** Words that a delta takes at most. */
export const WIDEST_DELTA = 5;

const wide = new Float64Array(1);
const wideWords = new Int32Array(wide.buffer);

/** Writes the ns since the event before at `to`; `now`: since the origin. Gives where the next word stands. */
export function putDelta(out: Int32Array, to: number, delta: number, now: number): number {
  if (delta < NARROW) {
    out[to] = delta;
    return to + 1;
  }
  wide[0] = now;
  out[to] = WIDE_DELTA;
  for (let at = to + 1; at < to + WIDEST_DELTA; at += 2) out.set(wideWords, at);
  return to + WIDEST_DELTA;
}
