import { OP } from './constants.ts';
import { putDelta, WIDEST_DELTA } from './deltas.ts';

/** Words of the time that comes first, and of each event. */
const HEAD = 2;
const EVENT = 3;

/**
 * The words that a frame of columns stands for: each event behind its delta. `words` holds the time of `baseNs` in ns of the
 * writer's clock, a time in seconds for each event, and the events, of which a negative one is an EXIT. What lacks a word
 * is left out, and no time passes where it would go back.
 */
export function fromColumns(words: Int32Array, baseNs: number): Int32Array {
  const count = Math.max(0, Math.floor((words.length - HEAD) / EVENT));
  if (count === 0) return new Int32Array(0);
  const times = new Float64Array(words.slice(0, HEAD + count * 2).buffer);
  const events = words.subarray(HEAD + count * 2, HEAD + count * EVENT);
  const out = new Int32Array(count * (WIDEST_DELTA + 1));
  let to = 0;
  let last = times[0] as number;
  let now = baseNs;
  for (let at = 0; at < count; at++) {
    const next = Math.trunc((times[at + 1] as number) * 1e9);
    const delta = next > last && next < Number.POSITIVE_INFINITY ? next - last : 0;
    now += delta;
    last += delta;
    to = putDelta(out, to, delta, now);
    const event = events[at] as number;
    out[to++] = event < 0 ? -OP.EXIT : event;
  }
  return out.subarray(0, to);
}
