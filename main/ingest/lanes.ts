const LEVELS = 4;

/**
 * Which lanes of a thread are taken. Finds the lowest free lane from a place on in a few steps however many are taken:
 * a bit of level 0 is a taken lane, a bit of level n+1 a full word of level n.
 */
export class Lanes {
  /** Deepest lane ever taken + 1. */
  used = 0;
  readonly #levels: Uint32Array[] = Array.from({ length: LEVELS }, () => new Uint32Array(4));

  /** Takes the lowest free lane that is not below `from`. */
  take(from: number): number {
    const lane = this.#nextFree(from);
    if (lane >= this.used) this.used = lane + 1;
    this.#set(lane);
    return lane;
  }

  release(lane: number): void {
    let bit = lane;
    for (let level = 0; level < LEVELS; level++) {
      const words = this.#levels[level] as Uint32Array;
      const wasFull = words[bit >>> 5] === 0xffffffff;
      words[bit >>> 5] = (words[bit >>> 5] as number) & ~(1 << (bit & 31));
      if (!wasFull) return;
      bit >>>= 5;
    }
  }

  #nextFree(from: number): number {
    let level = 0;
    let bit = from;
    // Up until a word has a free bit at or behind `bit`, down again to the lane.
    while (true) {
      const words = this.#levels[level] as Uint32Array;
      const free = ~(words[bit >>> 5] ?? 0) & (-1 << (bit & 31));
      if (free !== 0) {
        bit = ((bit >>> 5) << 5) + lowestBit(free);
        if (level === 0) return bit;
        level--;
        bit <<= 5;
      } else if (level < LEVELS - 1) {
        level++;
        bit = (bit >>> 5) + 1;
      } else {
        bit = ((bit >>> 5) + 1) << 5;
      }
    }
  }

  #set(lane: number): void {
    let bit = lane;
    for (let level = 0; level < LEVELS; level++) {
      const words = this.#roomFor(level, bit >>> 5);
      const word = ((words[bit >>> 5] as number) | (1 << (bit & 31))) >>> 0;
      words[bit >>> 5] = word;
      if (word !== 0xffffffff) return;
      bit >>>= 5;
    }
  }

  #roomFor(level: number, word: number): Uint32Array {
    const words = this.#levels[level] as Uint32Array;
    if (word < words.length) return words;
    const bigger = new Uint32Array(Math.max(word + 1, words.length * 2));
    bigger.set(words);
    this.#levels[level] = bigger;
    return bigger;
  }
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
