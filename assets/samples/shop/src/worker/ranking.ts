/** Keeps the best few of many items, in the order of their scores; of equal scores the first stays. */
export class Ranking<Item> {
  readonly #size: number;
  readonly #entries: { item: Item; score: number }[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Keeps the item if it is among the best so far. */
  offer(item: Item, score: number): void {
    const place = this.#entries.findIndex((entry) => entry.score < score);
    if (place === -1) this.#entries.push({ item, score });
    else this.#entries.splice(place, 0, { item, score });
    if (this.#entries.length > this.#size) this.#entries.pop();
  }

  /** The items kept, best first. */
  best(): Item[] {
    return this.#entries.map((entry) => entry.item);
  }
}
