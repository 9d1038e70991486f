import { grown } from '../store/grown.ts';

const LEVELS = 4;
const FULL = -1;

export interface LanesState {
  readonly used: number;
  readonly levels: readonly Int32Array[];
}

/**
 * Which lanes of a thread are taken. Finds the lowest free lane from a place on in a few steps however many are taken:
 * a bit of level 0 is a taken lane, a bit of level n+1 a full word of level n.
 */
export class Lanes {
  /** Deepest lane ever taken + 1. */
  used = 0;
  readonly #levels: Int32Array[] = Array.from({ length: LEVELS }, () => new Int32Array(4));
  /** Level 0: a bit for each lane. */
  #lanes = this.#levels[0] as Int32Array;

  /** Takes the lowest free lane that is not below `from`. */
  take(from: number): number {
    const word = from >>> 5;
    if (word < this.#lanes.length) {
      // Nearly always the lane is free, and its word has others that stay free.
      const before = this.#lanes[word] as number;
      const bit = 1 << (from & 31);
      if ((before & bit) === 0 && (before | bit) !== FULL) {
        this.#lanes[word] = before | bit;
        if (from >= this.used) this.used = from + 1;
        return from;
      }
    }
    const lane = this.#nextFree(from);
    if (lane >= this.used) this.used = lane + 1;
    this.#set(lane);
    return lane;
  }

  /** Whether the lane is free; then it counts as having been used. */
  touch(lane: number): boolean {
    const word = lane >>> 5;
    if (word >= this.#lanes.length || ((this.#lanes[word] as number) & (1 << (lane & 31))) !== 0)
      return false;
    if (lane >= this.used) this.used = lane + 1;
    return true;
  }

  release(lane: number): void {
    let bit = lane;
    for (let level = 0; level < LEVELS; level++) {
      const words = level === 0 ? this.#lanes : (this.#levels[level] as Int32Array);
      const before = words[bit >>> 5] as number;
      words[bit >>> 5] = before & ~(1 << (bit & 31));
      if (before !== FULL) return;
      bit >>>= 5;
    }
  }

  save(): LanesState {
    return { used: this.used, levels: this.#levels };
  }

  restore({ used, levels }: LanesState): void {
    this.used = used;
    for (const [level, words] of levels.entries()) this.#levels[level] = words.slice();
    this.#lanes = this.#levels[0] as Int32Array;
  }

  #nextFree(from: number): number {
    let level = 0;
    let bit = from;
    // Up until a word has a free bit at or behind `bit`, down again to the lane.
    while (true) {
      const words = this.#levels[level] as Int32Array;
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
      const word = (words[bit >>> 5] as number) | (1 << (bit & 31));
      words[bit >>> 5] = word;
      if (word !== FULL) return;
      bit >>>= 5;
    }
  }

  #roomFor(level: number, word: number): Int32Array {
    const words = this.#levels[level] as Int32Array;
    if (word < words.length) return words;
    const bigger = grown(words, Math.max(word + 1, words.length * 2));
    this.#levels[level] = bigger;
    if (level === 0) this.#lanes = bigger;
    return bigger;
  }
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
