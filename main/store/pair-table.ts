/** Numbers of an entry: the pair, and its row + 1; 0: free. */
const STRIDE = 4;

/**
 * Finds the row of a pair of 32-bit numbers, as a call tree finds the child of a node by its function: open addressing in one
 * array, so that a look-up touches one place in memory and makes no object.
 */
export class PairTable {
  /** Pairs in the table. */
  size = 0;
  #entries = new Int32Array(256 * STRIDE);
  /** Of entries; a power of two, less one. */
  #mask = 255;

  /** The row of the pair, or -1. */
  find(a: number, b: number): number {
    const entries = this.#entries;
    const mask = this.#mask;
    for (let slot = hash(a, b) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * STRIDE;
      const row = (entries[at + 2] as number) - 1;
      if (row < 0 || (entries[at] === a && entries[at + 1] === b)) return row;
    }
  }

  /** Puts a pair in that is not there yet. `row`: from 0. */
  add(a: number, b: number, row: number): void {
    // Five eighths full: a call tree at its limit, which is a power of two, does not need a table of twice the size.
    if (++this.size * 8 > this.#mask * 5) this.#grow();
    this.#put(a, b, row + 1);
  }

  #put(a: number, b: number, row: number): void {
    const entries = this.#entries;
    let slot = hash(a, b) & this.#mask;
    while (entries[slot * STRIDE + 2] !== 0) slot = (slot + 1) & this.#mask;
    const at = slot * STRIDE;
    entries[at] = a;
    entries[at + 1] = b;
    entries[at + 2] = row;
  }

  #grow(): void {
    const old = this.#entries;
    this.#entries = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let at = 0; at < old.length; at += STRIDE) {
      const row = old[at + 2] as number;
      if (row !== 0) this.#put(old[at] as number, old[at + 1] as number, row);
    }
  }
}

function hash(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 8;
}
