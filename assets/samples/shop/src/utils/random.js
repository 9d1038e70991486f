/**
 * A small seeded generator of numbers in [0, 1): the same seed gives the same shop, order for order.
 * The mixing steps are Mulberry32's, which is in the public domain.
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both included. */
export function between(random, low, high) {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of the items. */
export function pick(random, items) {
  return items[Math.floor(random() * items.length)];
}
